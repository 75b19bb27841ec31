import Reporting
import Testing

@testable import Handouts

@Suite struct ValueTests {
  let document: JSONValue

  init() throws {
    document = try JSON.value(
      from: #"""
        {"rows": [{"name": "score", "at": "mean", "var": 30.25}, {"name": "path", "at": "mean", "var": -4e-7},
                  {"name": "path", "at": "width", "var": "inf"}], "law": "p(x|z)", "none": null}
        """#)
  }

  func value(_ path: String) throws -> JSONValue { try ValuePath(path).value(in: document) }

  @Test func filtersAndIndicesLeadToMembers() throws {
    #expect(try value("rows[name=score].var") == .number(30.25))
    #expect(try value("rows[name=path][at=width].var") == .number(.infinity))
    #expect(try value("rows.1.name") == .text("path"))
  }

  @Test(arguments: [
    "rows[name=path].var", "rows[name=none].var", "rows.3", "rows.name", "law.x", "law[a=b]",
  ])
  func pathsThatLeadNowhereOrSeveralWaysAreRefused(path: String) {
    #expect(throws: DirectiveError.self) { try value(path) }
  }

  @Test(arguments: ["", "a..b", "a[b", "a[b]"])
  func spoiledPathsAreRefused(path: String) {
    #expect(throws: DirectiveError.self) { try ValuePath(path) }
  }

  @Test func valuesAreShownInTheirFormat() throws {
    func text(_ path: String, _ format: String?, isInTable: Bool = false) throws -> String {
      let format = try format.map { try ValueFormat($0) }
      return try ValueFormat.text(of: try value(path), as: format, isInTable: isInTable)
    }
    #expect(try text("rows.0.var", ".1f") == "30.2")
    #expect(try text("rows.1.var", ".2g") == "−4e−7")
    #expect(try text("rows.2.var", ".2f") == "∞")
    #expect(try text("none", ".2f") == "–")
    #expect(try text("law", "math") == "$p(x|z)$")
    #expect(try text("law", "math", isInTable: true) == #"$p(x\vert{}z)$"#)
    #expect(try text("law", nil, isInTable: true) == #"p(x\|z)"#)
    #expect(throws: DirectiveError.self) { try text("law", ".2f") }
  }
}
