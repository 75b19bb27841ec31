/// Why a formula other than the statement is put through the statement's check, and what must come out.
public enum Role: Sendable, Equatable {
  /// A fault that a student or a shipped program made: must be rejected.
  /// `origin` says where the fault is known from.
  case mutant(origin: String)

  /// What a source wrote, in a row that the ledger calls false or sloppy: must be rejected.
  /// `formula` is what is written, in LaTeX.
  case written(row: String, formula: String)

  /// The statement where its condition does not hold: must be rejected.
  case withoutCondition(String)

  /// Another form of the same truth: must be accepted.
  case equivalent

  /// Whether the check must accept the variant.
  public var mustHold: Bool { self == .equivalent }

  /// The ledger row that a written form stands in.
  public var row: String? {
    if case .written(let row, _) = self { row } else { nil }
  }
}

/// A formula that stands in for the statement in its check.
public struct Variant<Formula: Sendable>: Sendable {
  /// What is different, in a few words.
  public let name: String

  /// Why it is tried.
  public let role: Role

  /// The formula.
  public let formula: Formula

  /// A fault that must be rejected.
  public static func mutant(
    _ name: String, from origin: String = "common slip", _ formula: Formula
  ) -> Variant {
    Variant(name: name, role: .mutant(origin: origin), formula: formula)
  }

  /// What a source wrote in `row`, read literally, which must be rejected.
  public static func written(
    _ row: String, _ latex: String, _ name: String, _ formula: Formula
  ) -> Variant {
    Variant(name: name, role: .written(row: row, formula: latex), formula: formula)
  }

  /// The statement outside its condition, where it must fail.
  public static func without(
    condition: String, _ name: String, _ formula: Formula
  ) -> Variant {
    Variant(name: name, role: .withoutCondition(condition), formula: formula)
  }

  /// Another form of the same truth, which must be accepted.
  public static func equivalent(_ name: String, _ formula: Formula) -> Variant {
    Variant(name: name, role: .equivalent, formula: formula)
  }
}

/// A variant, the evidence on it, and whether that is what must come out.
public struct VariantResult: Sendable, Equatable {
  /// What is different, in a few words.
  public let name: String

  /// Why it was tried.
  public let role: Role

  /// The evidence.
  public let verdict: Verdict

  /// Whether the variant was accepted where it must be, and refuted by numbers where it must be.
  public var isAsExpected: Bool { role.mustHold ? verdict.holds : verdict.isRefuted }
}
