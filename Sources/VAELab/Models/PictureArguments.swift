import VAE

extension LatentPath: ArgumentValue {}

/// Steps from one end to the other, both ends counted: 2 to 1000.
public struct StepCount: ArgumentValue, Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// The number.
  public let value: Int

  /// Creates a number of steps.
  public init(integerLiteral value: Int) {
    precondition((2...1000).contains(value), "\(value) steps")
    self.value = value
  }

  /// Decimal digits.
  public init?(argument: String) {
    guard let value = Int(argument), (2...1000).contains(value) else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a whole number from 2 to 1000" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

/// Images that fit a picture: 1 to 10 000.
public struct PictureCount: ArgumentValue, Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// The number.
  public let value: Int

  /// Creates a number of images.
  public init(integerLiteral value: Int) {
    precondition((1...10_000).contains(value), "\(value) images")
    self.value = value
  }

  /// Decimal digits.
  public init?(argument: String) {
    guard let value = Int(argument), (1...10_000).contains(value) else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a whole number from 1 to 10000" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

/// The number of an image or of a latent dimension, counted from 0.
public struct Ordinal: ArgumentValue, Sendable, Equatable {
  /// The number.
  public let value: Int

  /// Decimal digits.
  public init?(argument: String) {
    guard let value = Int(argument), value >= 0 else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a whole number from 0 up" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

/// A finite number above 0.
public struct PositiveNumber: ArgumentValue, Sendable, Equatable, ExpressibleByFloatLiteral {
  /// The number.
  public let value: Double

  /// Creates a number.
  public init(floatLiteral value: Double) {
    precondition(value > 0 && value.isFinite, "\(value) is not above 0")
    self.value = value
  }

  /// A decimal number.
  public init?(argument: String) {
    guard let value = Double(argument), value > 0, value <= 1e6 else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a number above 0" }

  /// The number in digits.
  public var argument: String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
}

/// Latent dimensions, counted from 0: `0,3,5`.
public struct Dimensions: ArgumentValue, Sendable, Equatable {
  /// The numbers, as given.
  public let values: [Int]

  /// Different whole numbers separated by commas.
  public init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let values = parts.compactMap(\.self)
    guard values.count == parts.count, values.allSatisfy({ $0 >= 0 }),
      Set(values).count == values.count
    else { return nil }
    self.values = values
  }

  /// What an error asks for.
  public static var expectation: String {
    "different dimensions, counted from 0 and separated by commas, such as 0,3"
  }

  /// The numbers.
  public var argument: String { values.map(String.init).joined(separator: ",") }

  /// Refuses a dimension that the model has not.
  func check(latent: Int, command: String) throws(Failure) {
    guard let wrong = values.first(where: { $0 >= latent }) else { return }
    throw Failure(
      .usage,
      "\(command): the model has no latent dimension \(wrong): it has \(latent), counted from 0; name others with --dimensions"
    )
  }
}
