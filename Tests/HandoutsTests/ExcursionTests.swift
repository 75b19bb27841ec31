import Derivations
import Foundation
import Testing

@testable import Handouts

@Suite struct ExcursionTests {
  static let derivation = """
    $$
    \\begin{aligned}
    \\mathbb{E}_{q(z)}[\\log p(x,z) - \\log q(z)]
    &= \\mathbb{E}_{q(z)}[\\log p(x|z) + \\log p(z) - \\log q(z)] \\\\
    &= \\mathbb{E}_{q(z)}[\\log p(x|z)] - \\mathrm{KL}(q(z)\\,\\|\\,p(z))
    \\end{aligned}
    $$
    """

  func checked(_ directive: String, _ body: String = derivation) throws -> CheckedChapter {
    let text = """
      # Slips

      ## One

      <!-- vae-lab: exercise -->
      ### Exercise: find it
      <!-- vae-lab: \(directive) -->
      \(body)
      <!-- vae-lab: end -->
      <!-- vae-lab: end -->

      """
    return try CheckedChapter(try chapter(text), in: workshop())
  }

  @Test func aPlantedMistakeIsFoundOnItsRow() throws {
    let checked = try checked("mistake `] - \\mathrm{KL}` => `] + \\mathrm{KL}`")
    #expect(checked.faults.isEmpty)
    let excursion = try #require(checked.excursions.values.first)
    #expect(excursion.row == 2)
    #expect(excursion.lines.contains { $0.contains("] + \\mathrm{KL}") })
    #expect(excursion.step.finding.witness != nil)
  }

  @Test func aMistakeThatIsNoneIsRefused() throws {
    let same = try checked("mistake `\\log p(x|z) + \\log p(z)` => `\\log p(z) + \\log p(x|z)`")
    #expect(same.faults.map(\.line) == [7])
    let absent = try checked("mistake `\\log r` => `\\log s`")
    #expect(absent.faults.map(\.line) == [7])
    let twice = try checked("mistake `q(z)` => `q(x)`")
    #expect(twice.faults.map(\.line) == [7])
  }

  @Test func whatIsShownAsWrongMustBeWrong() throws {
    #expect(try checked("wrong").faults.map(\.line) == [7])
    let wrong = Self.derivation.replacing("] - \\mathrm{KL}", with: "] + \\mathrm{KL}")
    #expect(try checked("wrong", wrong).faults.isEmpty)
  }
}
