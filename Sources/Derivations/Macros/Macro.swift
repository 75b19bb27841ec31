/// A command that a document defines.
public struct Macro: Sendable, Hashable {
  /// The name without the backslash.
  public var name: String
  /// How many arguments it takes, the optional one among them.
  public var parameterCount = 0
  /// What stands for the first argument where it is left out; nil where no argument is optional.
  public var optional: [Token]?
  /// What the command stands for, with `#1` … `#9` for the arguments.
  public var body: [Token]
  /// Where it is defined.
  public var range: SourceRange
  /// Whether the body is meant as it is, even where its commands are defined as macros themselves.
  ///
  /// So `\let\plain\phi` keeps its meaning when `\phi` is redefined later.
  var isFinal = false
  /// Whether a star or a size in brackets may stand behind the name, as with paired delimiters.
  var allowsSize = false
  /// Why the command cannot be expanded, for definitions that this reader does not follow.
  var obstacle: String?

  init(_ name: String, body: [Token], range: SourceRange) {
    self.name = name
    self.body = body
    self.range = range
  }
}
