/// What a row says of its two sides.
public enum Relation: String, Hashable, Sendable, CaseIterable {
  /// =
  case equal = "="
  /// ≠
  case notEqual = "≠"
  /// <
  case less = "<"
  /// ≤
  case lessOrEqual = "≤"
  /// >
  case greater = ">"
  /// ≥
  case greaterOrEqual = "≥"
  /// ≪
  case muchLess = "≪"
  /// ≫
  case muchGreater = "≫"
  /// ≈, ≃, ≅, ∼= : an estimate or an approximation.
  case approximately = "≈"
  /// ∝
  case proportional = "∝"
  /// :=, ≜, ≡, ≐, =: (sides swapped by the reader): the left side is defined by the right.
  case defined = "≔"
  /// ∼: the left side is drawn from the law on the right.
  case distributed = "∼"
  /// ∈
  case member = "∈"
  /// → as a limit, an assignment or a map.
  case arrow = "→"
  /// ⇒: the row on the right follows from the left.
  case implies = "⇒"
  /// ⇔: the two rows say the same.
  case equivalent = "⇔"
  /// ⊥: the two sides are independent.
  case independent = "⊥"

  /// The relation with its sides exchanged, for those that have one.
  public var reversed: Relation? {
    switch self {
    case .equal, .notEqual, .approximately, .proportional, .equivalent, .independent: self
    case .less: .greater
    case .greater: .less
    case .lessOrEqual: .greaterOrEqual
    case .greaterOrEqual: .lessOrEqual
    case .muchLess: .muchGreater
    case .muchGreater: .muchLess
    case .defined, .distributed, .member, .arrow, .implies: nil
    }
  }
}
