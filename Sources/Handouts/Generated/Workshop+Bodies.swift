import Foundation
import Reporting

extension Workshop {
  /// The lines that stand between a directive and its end; nil where the author writes them.
  ///
  /// - Throws: `DirectiveError` where they cannot be computed.
  func body(of directive: Directive, folder: URL) throws(DirectiveError) -> [String]? {
    switch directive {
    case .claim(let name):
      return try claim(name).displayed
    case .claims(let names):
      var items: [String] = []
      for name in names { items.append(try claim(name).item) }
      return items
    case .run(let command, let selection):
      let output = try transcript(command.arguments).output.lines
        .map { $0.trimmingSuffix(while: \.isWhitespace) }
      let shown = selection?.applied(to: output) ?? output
      return ["```console", "$ vae-lab \(command.text)"] + shown + ["```"]
    case .table(let command, let path, let columns):
      return try table(columns, of: try path.value(in: try document(command, folder: folder)))
    case .source(let file, let declaration):
      guard let text = try? String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
      else { throw DirectiveError("there is no source file \(file)") }
      return ["```swift"] + (try SourceExcerpt.lines(of: declaration, in: text)) + ["```"]
    case .plot(let picture, _, let caption):
      return ["![\(caption)](\(picture))"]
    case .curve(let request):
      return ["![\(request.caption)](\(request.picture))"]
    case .value, .exercise, .solution, .mistake, .wrong, .end:
      return nil
    }
  }

  /// The text of a value.
  func text(of directive: Directive, folder: URL) throws(DirectiveError) -> String {
    guard case .value(let command, let path, let format) = directive else { return "" }
    return try ValueFormat.text(
      of: try path.value(in: try document(command, folder: folder)), as: format)
  }

  /// A table, one row an element of a list.
  private func table(
    _ columns: [TableColumn], of value: JSONValue
  ) throws(DirectiveError) -> [String] {
    guard case .list(let rows) = value else {
      throw DirectiveError("a table is made of a list, not of \(value.kind)")
    }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = [line(columns.map(\.header))]
    lines.append("|" + columns.map { $0.isNumeric ? "--:|" : ":--|" }.joined())
    var cells: [[String]] = []
    for column in columns { cells.append(try texts(of: column, in: rows)) }
    for index in rows.indices { lines.append(line(cells.map { $0[index] })) }
    return lines
  }

  /// The cells of a column: members that only some rows have are left open in the others.
  private func texts(
    of column: TableColumn, in rows: [JSONValue]
  ) throws(DirectiveError) -> [String] {
    var texts: [String] = []
    var absence: DirectiveError?
    for row in rows {
      let value: JSONValue
      do throws(DirectiveError) {
        value = try column.path.value(in: row)
      } catch {
        absence = error
        texts.append("–")
        continue
      }
      texts.append(try ValueFormat.text(of: value, as: column.format, isInTable: true))
    }
    if let absence, texts.allSatisfy({ $0 == "–" }) { throw absence }
    return texts
  }

  /// Draws the picture that a directive asks for.
  ///
  /// - Returns: The SVG; nil where the directive asks for none.
  /// - Throws: `DirectiveError`, also where gnuplot is missing.
  func picture(of directive: Directive, folder: URL) throws(DirectiveError) -> String? {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("vae-lab-\(UUID().uuidString).svg")
    defer { try? FileManager.default.removeItem(at: file) }
    switch directive {
    case .plot(_, let command, _):
      _ = try transcript(command.arguments + ["--plot", file.path])
    case .curve(let request):
      let plot = try Drawing.plot(request, folder: folder)
      do {
        try PlotFile(path: file.path, format: .svg).draw(plot)
      } catch {
        throw DirectiveError("\(error)")
      }
    default:
      return nil
    }
    guard let svg = try? String(contentsOf: file, encoding: .utf8) else {
      throw DirectiveError("no picture was drawn")
    }
    return svg
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, predicate(last) { text.removeLast() }
    return String(text)
  }
}
