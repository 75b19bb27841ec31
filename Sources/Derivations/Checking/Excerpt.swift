/// A line of a document with marks below a part of it, as compilers show it.
struct Excerpt {
  /// The line, cut to a window where it is long.
  let line: String
  /// Spaces, a caret, and waves to the end of the part.
  let marks: String

  /// How many columns of a long line are shown.
  static let width = 96

  /// Cuts an excerpt out of a line.
  ///
  /// - Parameters:
  ///   - text: The whole line.
  ///   - columns: The columns of the part, from 1, in scalars.
  init(_ text: String, columns: Range<Int>) {
    let scalars = Array(text.unicodeScalars)
    let start = min(max(columns.lowerBound - 1, 0), scalars.count)
    let end = min(max(columns.upperBound - 1, start), scalars.count)
    // The window begins so that the part is in it, with something before it.
    let first =
      scalars.count <= Self.width ? 0 : max(0, min(start - 24, scalars.count - Self.width))
    let last = min(scalars.count, first + Self.width)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[first..<last])
    line = (first > 0 ? "…" : "") + String(view) + (last < scalars.count ? "…" : "")
    var marks = first > 0 ? " " : ""
    for scalar in scalars[first..<max(first, min(start, last))] {
      marks += scalar == "\t" ? "\t" : String(repeating: " ", count: Self.columns(of: scalar))
    }
    marks += "^"
    for scalar in scalars[min(start + 1, last)..<max(min(start + 1, last), min(end, last))] {
      marks += String(repeating: "~", count: Self.columns(of: scalar))
    }
    self.marks = marks
  }

  /// How many columns of a terminal a scalar takes.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
