import Derivations
import Testing

@Suite("Long documents")
struct LongDocumentTests {
  @Test("Every step of a document of many chains is examined, each with what stands before it")
  func many() throws {
    let text = (1...150).map { number in
      "$$ a_{\(number)} = b + \(number) $$\n\n$$ \\log (uv) = \\log u \(number % 50 == 0 ? "-" : "+") \\log v $$"
    }.joined(separator: "\n\n")
    let report = Report(checking: try document(text))
    #expect(report.steps.count == 300)
    #expect(report.steps.map(\.focus.start.line) == (0..<300).map { 2 * $0 + 1 })
    #expect(report.count(.refuted) == 3)
    #expect(
      report.steps.filter { $0.finding.verdict == .refuted }.map(\.focus.start.line) == [
        199, 399, 599,
      ])
  }

  @Test("Beyond the bound a step is not understood, and says so")
  func tooMany() throws {
    let text = String(repeating: "$x \\in A$ ", count: Examiner.mostSteps + 1)
    let steps = Report(checking: try document(text)).steps
    #expect(steps.count == Examiner.mostSteps + 1)
    #expect(steps.dropLast().allSatisfy { $0.finding.verdict == .definition })
    #expect(steps.last?.finding.reason.contains("too long") ?? false)
  }
}
