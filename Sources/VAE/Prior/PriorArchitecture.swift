import Tensors

/// The shape of a prior over codes: everything but its numbers.
public struct PriorArchitecture: Sendable, Equatable, Codable {
  /// Codes an image.
  public var positions: Int
  /// K, codes in the codebook.
  public var codes: Int
  /// Widths of the hidden layers.
  public var hidden: [Int]
  /// The nonlinearity of the hidden layers.
  public var activation: Activation

  /// Creates an architecture.
  public init(
    positions: Int, codes: Int, hidden: [Int] = [512], activation: Activation = .relu
  ) {
    self.positions = positions
    self.codes = codes
    self.hidden = hidden
    self.activation = activation
  }

  /// The most numbers that a prior may have: 256 megabytes, which training holds up to a dozen times.
  public static let parameterLimit = 1 << 26

  /// How many weights and biases there are; `nil` where that is no number that fits.
  private var parameterCount: Int? {
    let (ends, overflow) = positions.multipliedReportingOverflow(by: codes)
    guard !overflow else { return nil }
    return zip([ends] + hidden, hidden + [ends]).reduce(0 as Int?) { sum, pair in
      let (weights, overflow) = (pair.0 + 1).multipliedReportingOverflow(by: pair.1)
      let total = sum?.addingReportingOverflow(weights)
      return overflow || total?.overflow != false ? nil : total?.partialValue
    }
  }

  /// Why there can be no such model; `nil` where there can.
  public var obstacle: String? {
    guard (1...QuantizedArchitecture.codeLimit).contains(codes),
      ([positions] + hidden).allSatisfy({ (1...Architecture.widthLimit).contains($0) })
    else {
      return
        "a prior over \(positions) positions of \(codes) codes with layers \(hidden) is outside 1 … \(Architecture.widthLimit)"
    }
    guard let count = parameterCount, count <= Self.parameterLimit else {
      return
        "a prior over \(positions) positions of \(codes) codes with layers \(hidden) has \(parameterCount.map(String.init) ?? "too many") numbers, more than \(Self.parameterLimit): take narrower layers or fewer codes"
    }
    return nil
  }
}
