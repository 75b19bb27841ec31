/// A type whose values can be written as one argument.
public protocol ArgumentValue: OptionStorage {
  /// Creates a value from an argument; `nil` if it does not stand for one.
  init?(argument: String)

  /// What stands for a value in the help text and what an error says is expected.
  static var expectation: String { get }

  /// Every text that stands for a value, where there are few.
  static var allArguments: [String] { get }

  /// The argument that stands for this value.
  var argument: String { get }
}

extension ArgumentValue {
  /// No list: the texts are too many.
  public static var allArguments: [String] { [] }

  /// The value's description.
  public var argument: String { "\(self)" }
}

extension String: ArgumentValue {
  /// Any text but the empty one.
  public init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    self = argument
  }

  /// What an error asks for.
  public static var expectation: String { "a text" }
}

extension UInt64: ArgumentValue {
  /// Decimal digits.
  public init?(argument: String) { self.init(argument) }

  /// What an error asks for.
  public static var expectation: String { "a whole number from 0 to 2^64 - 1" }
}

/// A number of things, at least one and at most a million.
public struct Count: ArgumentValue, Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// The number.
  public let value: Int

  /// Creates a count.
  ///
  /// - Precondition: The number is from 1 to 1 000 000.
  public init(integerLiteral value: Int) {
    precondition((1...1_000_000).contains(value), "a count of \(value)")
    self.value = value
  }

  /// Decimal digits.
  public init?(argument: String) {
    guard let value = Int(argument), (1...1_000_000).contains(value) else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a whole number from 1 to 1000000" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// One of the cases' names.
  public init?(argument: String) { self.init(rawValue: argument) }

  /// The list of names.
  public static var expectation: String { "one of " + allArguments.joined(separator: ", ") }

  /// The cases' names.
  public static var allArguments: [String] { allCases.map(\.rawValue) }

  /// The case's name.
  public var argument: String { rawValue }
}

/// What the property of an option may hold: one value, perhaps one value, or several.
public protocol OptionStorage {
  /// The type of a single value.
  static var valueExpectation: String { get }

  /// Every text that stands for a value, where there are few.
  static var valueArguments: [String] { get }

  /// Whether the option may be given several times, each adding a value.
  static var isRepeatable: Bool { get }

  /// The default as the help text shows it; `nil` where there is none.
  var defaultDescription: String? { get }

  /// Takes one argument; `false` if it stands for no value.
  mutating func take(_ argument: String) -> Bool
}

extension OptionStorage where Self: ArgumentValue {
  /// The value's own expectation.
  public static var valueExpectation: String { expectation }

  /// The value's own texts.
  public static var valueArguments: [String] { allArguments }

  /// The last one given counts.
  public static var isRepeatable: Bool { false }

  /// The value itself.
  public var defaultDescription: String? { argument }

  /// Replaces the value.
  public mutating func take(_ argument: String) -> Bool {
    guard let value = Self(argument: argument) else { return false }
    self = value
    return true
  }
}

extension Optional: OptionStorage where Wrapped: ArgumentValue {
  /// The wrapped value's expectation.
  public static var valueExpectation: String { Wrapped.expectation }

  /// The wrapped value's texts.
  public static var valueArguments: [String] { Wrapped.allArguments }

  /// The last one given counts.
  public static var isRepeatable: Bool { false }

  /// The value, if there is one.
  public var defaultDescription: String? { self?.argument }

  /// Replaces the value.
  public mutating func take(_ argument: String) -> Bool {
    guard let value = Wrapped(argument: argument) else { return false }
    self = value
    return true
  }
}

extension Array: OptionStorage where Element: ArgumentValue {
  /// The elements' expectation.
  public static var valueExpectation: String { Element.expectation }

  /// The elements' texts.
  public static var valueArguments: [String] { Element.allArguments }

  /// Each one given counts.
  public static var isRepeatable: Bool { true }

  /// The elements, if there are any.
  public var defaultDescription: String? {
    isEmpty ? nil : map(\.argument).joined(separator: ", ")
  }

  /// Adds a value.
  public mutating func take(_ argument: String) -> Bool {
    guard let value = Element(argument: argument) else { return false }
    append(value)
    return true
  }
}
