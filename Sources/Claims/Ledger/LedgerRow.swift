/// One judged statement of the five notes.
public struct LedgerRow: Sendable, Equatable {
  /// How a statement was judged.
  public enum Judgement: String, Sendable, Codable {
    /// True as it stands.
    case holds
    /// True under a condition that the note does not state.
    case holdsUnderCondition = "holds-under-condition"
    /// Right in substance, wrong or meaningless as written.
    case sloppy
    /// Wrong.
    case wrong = "false"
    /// A question that the note leaves open.
    case openQuestion = "open-question"
    /// An aim, a definition, a picture or an opinion: nothing to compute.
    case notCheckable = "not-checkable"
  }

  /// The row's name: `S3-56` is the 56th statement of note 003.
  public let id: String

  /// The line of the note, counted from 1.
  public let line: Int

  /// The heading that it stands under.
  public let section: String

  /// What is said, in our words or as a formula in LaTeX between dollar signs.
  public let statement: String

  /// The judgement.
  public let judgement: Judgement

  /// The canonical identities that decide it: `C07`, ….
  public let identities: [String]

  /// Why there is nothing to compute, for a row that is not checkable.
  public let reason: String?

  /// Records a judged statement.
  public init(
    _ id: String, line: Int, section: String, _ statement: String, _ judgement: Judgement,
    _ identities: [String] = [], reason: String? = nil
  ) {
    self.id = id
    self.line = line
    self.section = section
    self.statement = statement
    self.judgement = judgement
    self.identities = identities
    self.reason = reason
  }

  /// The note that it stands in: `003`.
  public var source: String { "00" + id.dropFirst().prefix(1) }
}

/// What a note wrote and what is right.
///
/// The numbers come from the claims: each row's `written` variant carries the formula read literally, and the
/// claim's statement the corrected one.
public struct Erratum: Sendable, Equatable {
  /// `E34`.
  public let id: String

  /// The rows that it corrects.
  public let rows: [String]

  /// What is written, as a formula in LaTeX between dollar signs or in a few words of ours.
  public let written: String

  /// What is right.
  public let right: String

  /// Records a correction.
  public init(_ id: String, rows: [String], written: String, right: String) {
    self.id = id
    self.rows = rows
    self.written = written
    self.right = right
  }
}

/// A question that a note leaves open, and its answer.
public struct OpenQuestion: Sendable, Equatable {
  /// The row that asks.
  public let row: String

  /// The question in our words.
  public let question: String

  /// The answer.
  public let answer: String

  /// Records an answered question.
  public init(row: String, question: String, answer: String) {
    self.row = row
    self.question = question
    self.answer = answer
  }

  /// The ids of the claims that decide it: those that name its row.
  public var claims: [String] {
    Catalogue.claims.filter { $0.rows.contains(row) }.map(\.id)
  }
}

/// The judged statements of the five notes, their errata and their open questions.
public enum Ledger {
  /// All 296 rows, note by note.
  public static let rows: [LedgerRow] = note000 + note001 + note002 + note003 + note004

  /// The row with a name.
  public static func row(_ id: String) -> LedgerRow? { byID[id] }

  private static let byID = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0) })
}
