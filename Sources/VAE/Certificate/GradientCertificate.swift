import Distributions
import Networks
import Tensors

/// Evidence that a gradient is the derivative of what it claims to differentiate, in `Double`, with the noise frozen.
///
/// The backward pass is compared with routes that do not use it: differences of sixth order and dual numbers, entry by
/// entry; Taylor remainders along random directions; the V of the central difference. Wrong gradients go through the
/// same comparisons and have to be refuted.
///
/// For `path-derivative`, `dreg` and `score`, and for a VQ-VAE's straight-through estimator and stop-gradients, the
/// gradient is not the derivative of the loss. What it is compared with is the derivative of a function in which the
/// parts that it leaves out are held fixed; see `Surrogate` and `QuantizedSurrogate`. The product of such a gradient's
/// Jacobian with a vector is no product with a Hessian, so the third slope takes vᵀHv of that function from dual numbers
/// over dual numbers, and from the production gradient at dual numbers elsewhere.
public struct GradientCertificate: Sendable, Codable {
  /// How much is checked.
  public struct Settings: Sendable {
    /// The most entries of a block that are checked one by one.
    public var entries: Int
    /// Random directions of the Taylor test.
    public var directions: Int
    /// The seed of the directions and of the entries that are drawn.
    public var seed: UInt64

    /// Chooses.
    public init(entries: Int = 256, directions: Int = 3, seed: UInt64 = 0) {
      precondition(entries > 0 && directions > 0, "\(entries) entries, \(directions) directions")
      (self.entries, self.directions, self.seed) = (entries, directions, seed)
    }
  }

  /// Every block beside differences and dual numbers.
  public let blocks: [BlockCheck]
  /// The Taylor test along every direction.
  public let taylor: [TaylorTest]
  /// The central difference along the first direction.
  public let curve: DifferenceCurve
  /// Whether the gradient is the derivative of the bound itself.
  public let isDerivativeOfBound: Bool
  /// Largest relative gap between vᵀHv from the gradient at dual numbers and from the function over two layers of them;
  /// meaningless, and `nil`, where the gradient is not the derivative of the bound.
  public let curvatureGap: Double?
  /// |uᵀJv − vᵀJu| over the larger of the two: 0 for the derivative of any function.
  public let asymmetry: Double
  /// Whether evaluating again, in used memory, gives the same bits.
  public let isRepeatable: Bool
  /// Largest relative gap between the gradient of the batch and the sum over its two halves; `nil` for one image.
  public let shardGap: Double?
  /// Wrong gradients put through the same checks.
  public let controls: [FaultCheck]

  private enum CodingKeys: String, CodingKey {
    case blocks, taylor, curve, asymmetry, controls
    case isDerivativeOfBound = "is_derivative_of_bound"
    case curvatureGap = "curvature_gap"
    case isRepeatable = "is_repeatable"
    case shardGap = "shard_gap"
  }

  /// Whether everything supports the gradient and every wrong one is refuted.
  public var holds: Bool {
    let limit = BlockCheck.roundingLimit
    return blocks.allSatisfy(\.holds) && taylor.allSatisfy(\.holds) && curve.holds
      && isRepeatable && (shardGap.map { $0 <= limit } ?? true)
      && (curvatureGap.map { $0 <= limit } ?? true)
      && (!isDerivativeOfBound || asymmetry <= limit) && controls.allSatisfy(\.isCaught)
  }

  /// The largest relative error of a block against differences.
  public var maximumRelativeError: Double {
    blocks.map(\.maximumRelativeError).reduce(0) { $1 <= $0 ? $0 : $1 }
  }

  /// The largest relative error of a block against dual numbers.
  public var maximumDualError: Double {
    blocks.map(\.maximumDualError).reduce(0) { $1 <= $0 ? $0 : $1 }
  }

  /// Computes the evidence.
  ///
  /// - Parameters:
  ///   - subject: What is evaluated, and where.
  ///   - given: The gradient under test; the production gradient if not given.
  ///   - settings: How much is checked.
  /// - Complexity: Six passes in `Double` and one in dual numbers for every entry that is checked.
  public init(
    of subject: some CertifiableGradient, gradient given: Parameters<Double>? = nil,
    _ settings: Settings = Settings()
  ) {
    let gradient = given ?? subject.gradient(at: subject.parameters)
    let generator = Philox(seed: settings.seed).substream("gradient certificate")
    let surrogate = subject.surrogate(in: Double.self)
    let entries = EntryDerivative.all(
      subject, surrogate, limit: settings.entries, using: generator.substream("entries"))
    blocks = BlockCheck.all(gradient, entries)

    var stream = generator.substream("directions")
    let lines = ParameterLine.several(settings.directions, subject, surrogate, using: &stream)
    let isDerivative = subject.isDerivative
    isDerivativeOfBound = isDerivative
    let products = lines.map { subject.jacobianProduct($0.direction) }
    let curvatures = zip(lines, products).map {
      isDerivative ? $0.direction.dot($1) : $0.derivatives[2]
    }
    curvatureGap =
      isDerivative
      ? zip(lines, curvatures).map { Self.gap($0.derivatives[2], $1) }.reduce(0) {
        $1 <= $0 ? $0 : $1
      }
      : nil
    taylor = zip(lines, curvatures).map {
      TaylorTest($0, slope: gradient.dot($0.direction), curvature: $1)
    }
    curve = DifferenceCurve(lines[0], slope: gradient.dot(lines[0].direction))
    let other = ParameterLine.direction(subject.layout, using: &stream)
    asymmetry = Self.gap(
      other.dot(products[0]), lines[0].direction.dot(subject.jacobianProduct(other)))
    (isRepeatable, shardGap) = (subject.isRepeatable, subject.shardGap)

    let first = taylor[0]
    controls = GradientFault.allCases.compactMap { fault in
      guard let wrong = fault.gradient(of: subject, gradient) else { return nil }
      let checks = BlockCheck.all(wrong, entries)
      let test = first.replacing(slope: wrong.dot(lines[0].direction))
      return FaultCheck(
        fault: fault,
        maximumRelativeError: checks.map(\.maximumRelativeError).reduce(0) { $1 <= $0 ? $0 : $1 },
        slope: test.fits[1].slope, isCaughtByBlocks: !checks.allSatisfy(\.holds),
        isCaughtBySlope: !test.fits[1].supports(2))
    }
  }

  private static func gap(_ left: Double, _ right: Double) -> Double {
    left == right ? 0 : (left - right).magnitude / max(left.magnitude, right.magnitude)
  }
}
