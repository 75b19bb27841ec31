/// What `vae-lab verify --json` says of a claim.
struct ClaimRecord: Decodable, Sendable {
  let id, identity, title, statement: String
  let setting, condition: String?
  let rows: [String]
  let sound: Bool
  let checks: [CheckRecord]
  let mutants: [MutantRecord]

  struct CheckRecord: Decodable, Sendable {
    let name: String
    let routes: [String]
    let subjects: Int
    let numbers, subject: String?
  }

  struct MutantRecord: Decodable, Sendable {
    let fault: String
    let rejected: Bool
  }

  /// The setting, unless a formula in it is too long for a line, which in a paragraph is not broken.
  private var shownSetting: String? {
    setting.flatMap { setting in
      let formulas = setting.split(separator: "$", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }
      return formulas.allSatisfy { $0.element.count <= Self.longest } ? setting : nil
    }
  }

  private static let longest = 60

  /// The statement as a displayed formula, with its setting above and the condition below it.
  var displayed: [String] {
    (shownSetting.map { $0.lines + [""] } ?? []) + ["$$"] + statement.lines + ["$$"]
      + (condition.map { ["", "(\($0.hasPrefix("$") ? $0 : $0.lowercasedFirst))"] } ?? [])
  }

  /// The claim as an item of a list.
  var item: String {
    let condition = condition.map { " (\($0.lowercasedFirst))" } ?? ""
    let setting = shownSetting.map { ". \($0.lines.joined(separator: " "))" } ?? ":"
    return "- \(title)\(setting) $\(statement.lines.joined(separator: " "))$\(condition) · `\(id)`"
  }
}

/// The document that holds the records.
struct ClaimsRecord: Decodable, Sendable {
  let claims: [ClaimRecord]
}

extension String {
  /// With a small letter at the beginning, unless the first word is no plain word.
  fileprivate var lowercasedFirst: String {
    guard let first, dropFirst().first?.isLowercase ?? false else { return self }
    return first.lowercased() + dropFirst()
  }
}
