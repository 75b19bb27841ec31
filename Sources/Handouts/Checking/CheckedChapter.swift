import Derivations
import Foundation

/// A chapter with everything computed that it shows: every generated piece compared with what is stored, every
/// equation put through the reader of derivations.
public struct CheckedChapter: Sendable {
  /// The chapter.
  public let chapter: Chapter
  /// What is wrong, in the order of the lines.
  public let faults: [Fault]
  /// The verdicts on the equations of the text.
  let report: Report
  /// The verdicts on derivations that stand by themselves, by the line of their directive: wrong ones, and ones with
  /// a planted mistake.
  let excursions: [Int: Excursion]

  /// A derivation apart from the text: wrong on purpose, or with the planted mistake in it.
  struct Excursion: Sendable {
    /// Its lines as they are shown.
    let lines: [String]
    /// The false step, with the report that it belongs to.
    let step: CheckedStep
    /// The number of the formula's row that the step stands in, from 1.
    let row: Int
  }

  /// Checks a chapter.
  ///
  /// - Parameters:
  ///   - chapter: The chapter.
  ///   - workshop: Where commands run; nil to look at the equations only, not at what is computed.
  ///   - seed: The seed of the witnesses on which equations are tried.
  /// - Throws: `Fault` where the chapter cannot be read as a document.
  /// - Complexity: A few seconds for a chapter with a hundred steps.
  public init(
    _ chapter: Chapter, in workshop: Workshop?, seed: UInt64 = 1
  ) throws(Fault) {
    self.chapter = chapter
    let manuscript = Manuscript(chapter)
    let report = try manuscript.report(of: manuscript.lines, seed: seed)
    self.report = report
    var faults = workshop.map(chapter.staleParts) ?? []
    faults += manuscript.misplacedFormulas(in: report)
    faults += chapter.uncomputedNumbers(in: report)
    faults += report.steps.compactMap { step in chapter.fault(of: step, in: report) }
    var excursions: [Int: Excursion] = [:]
    for piece in chapter.pieces {
      do throws(Fault) {
        excursions[piece.line] = try manuscript.excursion(piece, seed: seed)
      } catch {
        faults.append(error)
      }
    }
    self.excursions = excursions
    self.faults = faults.sorted { ($0.line, $0.message) < ($1.line, $1.message) }
  }

  /// How many steps of derivations the text has.
  public var stepCount: Int { report.steps.count }
}

extension Chapter {
  /// What a step's verdict means for the chapter: nothing, or a fault.
  fileprivate func fault(of step: CheckedStep, in report: Report) -> Fault? {
    let verdict = step.finding.verdict
    guard verdict == .refuted || verdict == .notUnderstood else { return nil }
    let line = report.document.location(of: step.focus.start).line
    // What a student is asked to judge may be wrong.
    if exercises.contains(where: { $0.task.contains(line - 1) }) { return nil }
    var message = "\(verdict.label): \(step.finding.reason)"
    if let witness = step.finding.witness, verdict == .refuted {
      message += " (\(witness.text(isVerbose: false)))"
    }
    if let suggestion = step.finding.suggestion {
      message += "; did you mean \(suggestion.latex(for: step)) (\(suggestion.words))"
    }
    return Fault(file, line: line, message)
  }
}
