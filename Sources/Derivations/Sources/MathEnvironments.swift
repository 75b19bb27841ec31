/// The environments of LaTeX that concern the search for formulas.
enum MathEnvironments {
  /// Environments that are mathematics without any other delimiter.
  static let display: Set<String> = {
    let starred = [
      "align", "equation", "eqnarray", "gather", "multline", "flalign", "alignat", "xalignat",
      "dmath", "dgroup", "IEEEeqnarray",
    ]
    let plain = ["displaymath", "aligned", "split", "gathered", "alignedat", "math", "darray"]
    return Set(starred + starred.map { $0 + "*" } + plain)
  }()

  /// Environments whose content is shown as it stands, or not at all.
  static let verbatim: Set<String> = [
    "verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents",
    "filecontents*", "tikzpicture", "algorithmic", "algorithm", "tcblisting", "alltt", "pycode",
  ]

  /// Returns the name of the environment that `\begin{…}` or `\end{…}` at an index names, and the index
  /// behind it; a star may be escaped as Markdown asks.
  static func name(
    at index: Int, behind command: StaticString, in text: SourceText
  ) -> (name: String, end: Int)? {
    guard text.has(command, at: index) else { return nil }
    var next = index + command.utf8CodeUnitCount
    while next < text.scalars.count, text.scalars[next] == " " { next += 1 }
    guard next < text.scalars.count, text.scalars[next] == "{" else { return nil }
    next += 1
    var name = String.UnicodeScalarView()
    while next < text.scalars.count, name.count < 40 {
      let scalar = text.scalars[next]
      next += 1
      switch scalar {
      case "}": return (String(name), next)
      case "\\", " ": continue
      case "*": name.append(scalar)
      case _ where scalar.properties.isAlphabetic: name.append(scalar)
      default: return nil
      }
    }
    return nil
  }
}
