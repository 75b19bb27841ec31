import Derivations
import Foundation
import Testing

/// The five course notes through the reader, against the ledger that judges them by hand.
@Suite("Notes against the ledger", .enabled(if: Notes.arePresent, "needs ../shared/sources"))
struct LedgerTests {
  @Test(
    "No verdict contradicts the ledger; nearly all formulas are decided; false ones are found and mended"
  )
  func notes() throws {
    var decided = 0
    var given = 0
    var wrong = 0
    var found = 0
    var corrected = 0
    var written = 0
    var total = 0
    for (prefix, rows) in LedgerRow.notes {
      let report = Report(checking: try Notes.document(prefix))
      for row in rows {
        total += 1
        let step = report.steps.first {
          let place = report.document.location(of: $0.relationRange.start)
          return place.line == row.line && $0.relationRange.start.column == row.column
        }
        let finding = step?.finding ?? Finding(.notUnderstood, "no step stands there")
        let words =
          "\(row.id) at \(row.line):\(row.column): \(finding.verdict.rawValue): \(finding.reason)"
        #expect(!row.isContradicted(by: finding), "\(words)")
        if finding.verdict == .definition { given += 1 }
        if finding.verdict != .notUnderstood {
          decided += 1
        } else {
          print("not decided: \(words)")
        }
        guard row.isWrong else { continue }
        wrong += 1
        if row.isFound(by: finding) { found += 1 } else { print("not found: \(words)") }
        if row.isCorrected(by: finding) {
          corrected += 1
          if finding.suggestion != nil { written += 1 }
        } else {
          print("not mended: \(words); offered: \(finding.suggestion?.words ?? "nothing")")
        }
      }
    }
    print(
      """
      notes against the ledger: \(decided) of \(total) formulas decided, \(given) of them as given; \
      \(found) of \(wrong) false ones found, \(corrected) with the right suggestion, \(written) of them as a formula
      """)
    #expect(Double(decided) >= 0.85 * Double(total))
    // What is left is "not understood", each with its reason in the output.
    #expect(4 * found >= 3 * wrong)
    #expect(3 * corrected >= 2 * wrong)
    #expect(3 * written >= 2 * wrong)
  }
}

/// The notes beside the project: in `VAE_LAB_SHARED`, or else `../shared` from the package.
private enum Notes {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["VAE_LAB_SHARED"], !path.isEmpty {
      return URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent("sources")
    }
    return URL(fileURLWithPath: #filePath)  // …/Tests/DerivationsTests/Ledger/LedgerTests.swift
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared", isDirectory: true).appendingPathComponent("sources")
  }()

  /// The names of the files, whose first letters number them.
  private static var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  static var arePresent: Bool { names.contains { $0.hasPrefix("000_") } }

  static func document(_ prefix: String) throws -> Document {
    let name = try #require(names.first { $0.hasPrefix(prefix) })
    let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
    return try Document(name: name, bytes: Array(bytes))
  }
}
