import Derivations
import Testing

/// Correct derivations and planted mistakes, from document to verdict.
@Suite("Documents of the corpus")
struct CorpusDocumentTests {
  static let documents = (try? CorpusDocument.all()) ?? []

  @Test("Every mistake is planted in a line that has it once, and there are enough of them")
  func isWellFormed() {
    let faults = Self.documents.flatMap(\.faults)
    #expect(faults == [])
    let plants = Self.documents.flatMap(\.plants)
    let mistakes = plants.filter { !$0.isHarmless }
    #expect(mistakes.count >= 400)
    #expect(mistakes.count < plants.count)
  }

  @Test("No correct step is called false; nearly all steps are decided, nearly all mistakes found")
  func shares() async throws {
    let runs = try await withThrowingTaskGroup(of: CorpusRun.self) { group in
      for document in Self.documents { group.addTask { try CorpusRun(document) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    var steps = 0
    var decided = 0
    var mistakes = 0
    var found = 0
    // Steps that a mistake makes true under a condition only, which is named.
    var restricted = 0
    for run in runs.sorted(by: { $0.document.name < $1.document.name }) {
      for step in run.correct {
        let place = "\(run.document.name):\(step)"
        #expect(step.finding.verdict != .refuted, "a false alarm at \(place)")
        if step.finding.verdict == .definition { continue }
        let isTrap = step.lines.contains { run.document.conditions[$0] != nil }
        steps += 1
        if step.finding.verdict != .notUnderstood, isTrap || step.finding.verdict != .conditional {
          decided += 1
        } else {
          print("not decided: \(place)")
        }
      }
      for (plant, judged) in run.planted {
        let isFound = CorpusRun.isFound(plant, in: judged)
        if plant.isHarmless {
          #expect(!isFound, "a false alarm at \(run.document.name):\(plant.line): \(plant)")
          continue
        }
        mistakes += 1
        if isFound {
          found += 1
        } else if judged.contains(where: {
          $0.finding.verdict == .conditional && $0.lines.contains(plant.line)
        }) {
          restricted += 1
        } else {
          print("not found: \(run.document.name):\(plant.line): \(plant)")
          for step in judged where step.lines.contains(plant.line) { print("    \(step)") }
        }
      }
    }
    print("corpus: \(decided) of \(steps) correct steps decided, \(found) of \(mistakes) mistakes")
    print("    found false and \(restricted) true under a condition only")
    #expect(steps >= 150)
    #expect(Double(decided) >= 0.95 * Double(steps))
    #expect(Double(found + restricted) >= 0.95 * Double(mistakes))
  }
}
