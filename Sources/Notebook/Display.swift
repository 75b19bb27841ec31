import Foundation

/// What a value looks like in a notebook: the same thing in several media types, the front end takes the richest.
public struct Representation: Sendable, Equatable {
  /// The media type, such as `image/svg+xml`.
  public var type: String
  /// The text; base64 where the type is binary.
  public var content: String

  /// Creates a representation.
  public init(_ type: String, _ content: String) {
    self.type = type
    self.content = content
  }
}

/// A value that is more than its text in a notebook.
public protocol Displayable {
  /// What it looks like, at least one representation.
  var representations: [Representation] { get }
}

/// Shows a value below the cell: pictures and tables as such, other values as their text.
///
/// - Parameter value: The value; outside of a notebook its text is printed.
public func display(_ value: some Any) {
  let representations =
    (value as? any Displayable)?.representations ?? [Representation("text/plain", text(of: value))]
  // What was printed before stands before it.
  fflush(nil)
  guard let channel = Channel.current else {
    print(representations.last { $0.type == "text/plain" }?.content ?? text(of: value))
    return
  }
  channel.send(representations)
}

/// Shows the value of the expression that ends a cell; nothing where it has none.
public func show<Value>(_ value: Value) {
  if Value.self == Void.self { return }
  display(value)
}

/// Shows nothing: the expression that ends a cell returns nothing.
public func show(_ value: Void) {}

private func text(of value: Any) -> String {
  if let text = value as? String { return text.debugDescription }
  return String(describing: value)
}
