import Foundation
import Reporting

/// Pictures of stored tables.
enum Drawing {
  /// The picture that a directive asks for.
  ///
  /// - Throws: `DirectiveError` where the table cannot be read or lacks a column.
  static func plot(_ request: CurveRequest, folder: URL) throws(DirectiveError) -> Plot {
    let path = folder.appendingPathComponent(request.table).path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw DirectiveError("the table \(request.table) is missing")
    }
    let rows = text.lines.filter { !$0.isEmpty }.map { $0.components(separatedBy: ",") }
    guard let header = rows.first, rows.count > 1 else {
      throw DirectiveError("the table \(request.table) has no rows")
    }
    func column(_ name: String) throws(DirectiveError) -> [Double] {
      guard let index = header.firstIndex(of: name) else {
        throw DirectiveError(
          "\(request.table) has no column “\(name)”; it has \(header.joined(separator: ", "))")
      }
      return rows.dropFirst().map { $0.indices.contains(index) ? Double($0[index]) ?? .nan : .nan }
    }
    let x = try column(request.x.column)
    var curves: [Plot.Curve] = []
    for series in request.series {
      let points = zip(x, try column(series.column)).map { Plot.Point(x: $0, y: $1) }
      curves.append(Plot.Curve(series.title, points, hasMarks: points.count <= 20))
    }
    let panel = Plot.Panel(
      "", x: Plot.Axis(request.x.title), y: Plot.Axis(request.y), .curves(curves))
    return Plot("", panels: [panel])
  }
}
