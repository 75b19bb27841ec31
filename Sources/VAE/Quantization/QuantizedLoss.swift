/// Where sg[·] stands in a term: it leaves the value as it is and has derivative 0, so a backward pass that meets it
/// passes nothing on.
public struct StopGradient: OptionSet, Sendable, Hashable, Codable {
  /// The bits.
  public let rawValue: Int
  /// From the bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// On what the encoder emitted, z_e.
  public static let encoding = StopGradient(rawValue: 1)
  /// On the chosen code, e.
  public static let code = StopGradient(rawValue: 2)
}

/// The terms that a VQ-VAE descends on, and what each may move.
///
///     −log p(x|z)  +  codebook · ‖sg[z_e] − e‖²  +  β · ‖z_e − sg[e]‖²,   z = z_e + sg[e − z_e]
///
/// z has the value of e in any case. Under the stop-gradient stands what the reconstruction must not move: the code,
/// in the straight-through estimator, so that z hands its gradient on to z_e as it is. The sum is over an image's
/// positions and numbers, in nats where it is a log-likelihood.
public struct QuantizedLoss: Sendable, Equatable, Codable {
  /// A term's factor and what it holds.
  public struct Term: Sendable, Equatable, Codable {
    /// The factor.
    public var weight: Double
    /// What is held.
    public var stopped: StopGradient

    /// Creates a term.
    public init(weight: Double, stopped: StopGradient) {
      (self.weight, self.stopped) = (weight, stopped)
    }
  }

  /// −log p(x|z).
  public var reconstruction: Term
  /// ‖sg[z_e] − e‖²: moves the code to the vectors that chose it.
  public var codebook: Term
  /// β‖z_e − sg[e]‖²: keeps the encoder near the codes it chose.
  public var commitment: Term

  /// Creates a loss; by default that of van den Oord et al.
  ///
  /// - Parameters:
  ///   - commitment: β.
  ///   - codebook: The weight of the codebook loss; 0 where the codes follow a moving average instead.
  public init(commitment: Double = 0.25, codebook: Double = 1) {
    reconstruction = Term(weight: 1, stopped: .code)
    self.codebook = Term(weight: codebook, stopped: .encoding)
    self.commitment = Term(weight: commitment, stopped: .code)
  }

  /// Its value, summed over the images of an evaluation; stop-gradients leave it as it is.
  public func value(of terms: BoundTerms) -> Double {
    (codebook.weight + commitment.weight) * terms.distance
      - reconstruction.weight * terms.reconstruction
  }

  /// The two terms in ‖z_e − e‖².
  var distances: [Term] { [codebook, commitment] }

  /// The names of the terms.
  public enum Part: String, Sendable, Codable, CaseIterable {
    /// −log p(x|z).
    case reconstruction
    /// ‖sg[z_e] − e‖².
    case codebook
    /// β‖z_e − sg[e]‖².
    case commitment

    /// The term itself.
    public var term: WritableKeyPath<QuantizedLoss, Term> {
      switch self {
      case .reconstruction: \.reconstruction
      case .codebook: \.codebook
      case .commitment: \.commitment
      }
    }
  }

  /// One of its terms alone.
  public func only(_ term: WritableKeyPath<QuantizedLoss, Term>) -> QuantizedLoss {
    var other = self
    for part in Part.allCases where part.term != term { other[keyPath: part.term].weight = 0 }
    return other
  }
}
