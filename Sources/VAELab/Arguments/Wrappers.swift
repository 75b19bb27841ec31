/// An option with a value, declared by the property that receives it: `--vary-seed <n>`.
///
/// The long name comes from the property's name. Parsing, help, suggestions and completion all read
/// this one declaration.
@propertyWrapper
public struct Option<Value: OptionStorage>: DeclaredArgument {
  private let box: Box<Value>
  let details: ArgumentDetails

  /// Declares an option.
  ///
  /// - Parameters:
  ///   - wrappedValue: The value where the option is not given.
  ///   - help: One or two sentences.
  ///   - valueName: What stands for the value in the help text.
  ///   - names: The values that are valid, where they are a list known only when the tool runs.
  ///   - completion: What a shell offers for the value.
  public init(
    wrappedValue: Value, help: String, valueName: String,
    oneOf names: @escaping () -> [String] = { [] }, completion: ValueCompletion = .candidates
  ) {
    box = Box(wrappedValue)
    details = ArgumentDetails(
      kind: .option, help: help, valueName: valueName, isRepeatable: Value.isRepeatable,
      expectation: Value.valueExpectation, defaultDescription: wrappedValue.defaultDescription,
      choices: Value.valueArguments, candidates: { Value.valueArguments + names() },
      completion: completion)
  }

  /// The value given, or the default.
  public var wrappedValue: Value { box.value }

  var isGiven: Bool { box.isGiven }

  func take(_ argument: String?) -> Bool {
    guard let argument, box.value.take(argument) else { return false }
    box.isGiven = true
    return true
  }
}

/// An option without a value: `--json`.
@propertyWrapper
public struct Flag: DeclaredArgument {
  private let box: Box<Bool>
  let details: ArgumentDetails

  /// Declares a flag, which is off where it is not given.
  public init(wrappedValue: Bool, help: String) {
    precondition(!wrappedValue, "a flag that is on by default could not be switched off")
    box = Box(wrappedValue)
    details = ArgumentDetails(kind: .flag, help: help)
  }

  /// Whether the flag is given.
  public var wrappedValue: Bool { box.value }

  var isGiven: Bool { box.value }

  func take(_ argument: String?) -> Bool {
    guard argument == nil else { return false }
    box.value = true
    return true
  }
}

/// An argument that is recognised by its place: `vae-lab completion <shell>`.
@propertyWrapper
public struct Argument<Value: ArgumentValue>: DeclaredArgument {
  private let box: Box<Value?>
  let details: ArgumentDetails

  /// Declares an argument that must be given.
  public init(help: String, valueName: String, completion: ValueCompletion = .candidates) {
    box = Box(nil)
    details = ArgumentDetails(
      kind: .positional, help: help, valueName: valueName, expectation: Value.expectation,
      choices: Value.allArguments, candidates: { Value.allArguments }, completion: completion)
  }

  /// The value given.
  ///
  /// - Precondition: The command line has been parsed.
  public var wrappedValue: Value {
    guard let value = box.value else {
      preconditionFailure("<\(details.valueName)> is read before the command line is parsed")
    }
    return value
  }

  var isGiven: Bool { box.isGiven }

  func take(_ argument: String?) -> Bool {
    guard let argument, box.value.take(argument) else { return false }
    box.isGiven = true
    return true
  }
}

/// Any number of arguments that are recognised by their place: `vae-lab check <file>…`.
@propertyWrapper
public struct Arguments<Value: ArgumentValue>: DeclaredArgument {
  private let box: Box<[Value]>
  let details: ArgumentDetails

  /// Declares arguments.
  ///
  /// - Parameters:
  ///   - help: One or two sentences.
  ///   - valueName: What stands for one of them in the help text.
  ///   - isOptional: Whether there may be none; otherwise one at least must be given.
  ///   - completion: What a shell offers.
  public init(
    help: String, valueName: String, isOptional: Bool = false,
    completion: ValueCompletion = .candidates
  ) {
    box = Box([])
    details = ArgumentDetails(
      kind: .positional, help: help, valueName: valueName, isRepeatable: true,
      isOptional: isOptional, expectation: Value.expectation, choices: Value.allArguments,
      candidates: { Value.allArguments }, completion: completion)
  }

  /// The values given, in their order.
  public var wrappedValue: [Value] { box.value }

  var isGiven: Bool { box.isGiven }

  func take(_ argument: String?) -> Bool {
    guard let argument, box.value.take(argument) else { return false }
    box.isGiven = true
    return true
  }
}

/// What a shell offers for a value.
public enum ValueCompletion: Sendable {
  case candidates, files
}

/// What all three wrappers have in common, found by looking through a command's properties.
protocol DeclaredArgument {
  var details: ArgumentDetails { get }

  /// Whether the command line gave it.
  var isGiven: Bool { get }

  /// Takes the text given, `nil` for a flag; `false` if it stands for no value.
  func take(_ argument: String?) -> Bool
}

/// Everything that a declaration says.
struct ArgumentDetails {
  enum Kind { case option, flag, positional }

  var kind: Kind
  var help: String
  var valueName = ""
  var isRepeatable = false
  /// Whether a positional argument may be missing.
  var isOptional = false
  var expectation = ""
  var defaultDescription: String?
  /// The values that the type knows, which the help text lists.
  var choices: [String] = []
  /// Every valid value, where they are a list.
  var candidates: () -> [String] = { [] }
  var completion: ValueCompletion = .candidates
}

/// The place where a wrapper's value stands while the command line is read.
private final class Box<Value> {
  var value: Value
  var isGiven = false
  init(_ value: Value) { self.value = value }
}
