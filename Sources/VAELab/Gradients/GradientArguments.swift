import VAE

extension GradientFault: ArgumentValue {}

extension Widths: ExpressibleByArrayLiteral {
  /// Creates widths.
  ///
  /// - Precondition: They are from 1 to 65536, and at most 64.
  public init(arrayLiteral values: Int...) {
    let text = values.map(String.init).joined(separator: ",")
    guard let widths = Widths(argument: values.isEmpty ? "none" : text) else {
      preconditionFailure("widths of \(values)")
    }
    self = widths
  }
}

extension NonnegativeNumber: ExpressibleByFloatLiteral {
  /// Creates a number.
  ///
  /// - Precondition: It is finite and not negative.
  public init(floatLiteral value: Double) {
    guard let number = NonnegativeNumber(argument: "\(value)") else {
      preconditionFailure("\(value) is not a number from 0 up")
    }
    self = number
  }
}
