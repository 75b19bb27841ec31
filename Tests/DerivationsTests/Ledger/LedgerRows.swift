import Derivations

/// The formulas of the five notes by line and column of their relation.
///
/// Not here: prose, code, and formulas that stand in the text without a relation. S3-65 to S3-68 judge the relation of
/// S3-64; S3-81 judges an expression, what is said of it stands in S3-82; S3-60 is prose about its formula.
extension LedgerRow {
  static let notes: [(prefix: String, rows: [LedgerRow])] = [
    ("000_", note0), ("001_", note1), ("002_", note2), ("003_", note3), ("004_", note4),
  ]

  private static let note0 = [
    LedgerRow("S0-05", 16, 28, .holds),
    LedgerRow("S0-06", 17, 1, .conditional),
    LedgerRow("S0-07", 18, 1, .holds),
    LedgerRow("S0-08", 19, 1, .holds),
    LedgerRow("S0-09", 19, 188, .given),
    LedgerRow("S0-10", 19, 416, .holds),
    LedgerRow("S0-22", 48, 83, .holds),
    LedgerRow("S0-23", 49, 2, .conditional),
    LedgerRow("S0-24", 50, 3, .holds),
    LedgerRow("S0-25", 51, 2, .holds),
    LedgerRow("S0-28", 60, 11, .given),
    LedgerRow(
      "S0-31", 65, 79,
      .sloppy([.proved, .holds], "the subscript of the gradient is lost, else true")),
    LedgerRow("S0-32", 66, 2, .conditional),
    LedgerRow("S0-33", 67, 3, .holds),
    LedgerRow("S0-35", 77, 67, .holds),
    LedgerRow("S0-36", 78, 2, .holds),
    LedgerRow("S0-37", 82, 19, .given),
    LedgerRow("S0-39", 86, 12, .given),
    LedgerRow("S0-40", 87, 13, .sloppy([.definition], "another order of arguments")),
    LedgerRow("S0-41", 88, 49, .given),
  ]

  private static let note1 = [
    LedgerRow("S1-04", 12, 6, .given),
    LedgerRow("S1-05", 13, 12, .given),
    LedgerRow("S1-07", 18, 11, .holds),
    LedgerRow("S1-11", 31, 9, .holds),
    LedgerRow("S1-15", 43, 18, .holds),
    LedgerRow("S1-16", 45, 2, .holds),
    LedgerRow("S1-18", 52, 20, .holds),
    LedgerRow("S1-19", 56, 9, .holds),
    LedgerRow("S1-21", 58, 11, .holds),
    LedgerRow("S1-26", 60, 363, .conditional),
    LedgerRow("S1-28", 65, 7, .given),
    LedgerRow("S1-31", 69, 7, .given),
    LedgerRow("S1-34", 75, 34, .holds),
    LedgerRow("S1-35", 77, 2, .holds),
    LedgerRow("S1-36", 79, 2, .holds),
    LedgerRow("S1-37", 81, 2, .holds),
    LedgerRow("S1-38", 81, 54, .holds),
    LedgerRow("S1-39", 85, 58, .holds),
    LedgerRow("S1-43", 90, 12, .holds),
    LedgerRow("S1-49", 104, 9, .given),
    LedgerRow("S1-50", 105, 23, .given),
    LedgerRow("S1-51", 106, 21, .sloppy([.definition], "one scale for all coordinates is written")),
    LedgerRow("S1-64", 176, 12, .holds),
    LedgerRow(
      "S1-71", 186, 39,
      .sloppy(
        [.proved, .holds, .definition], "a caret is lost in S1-69, else an unbiased estimate")),
  ]

  private static let note2 = [
    LedgerRow("S2-05", 34, 18, .holds),
    LedgerRow("S2-09", 42, 18, .holds),
    LedgerRow("S2-12", 51, 24, .holds),
    LedgerRow("S2-13", 52, 2, .holds),
    LedgerRow("S2-14", 53, 2, .holds),
    LedgerRow("S2-15", 54, 2, .holds),
    LedgerRow("S2-16", 58, 81, .holds),
    LedgerRow("S2-21", 62, 28, .given),
    LedgerRow("S2-24", 72, 34, .given),
    LedgerRow("S2-25", 73, 2, .holds),
    LedgerRow("S2-29", 80, 55, .holds),
    LedgerRow("S2-33", 88, 23, .given),
    LedgerRow("S2-37", 96, 2, .given),
    LedgerRow("S2-38", 102, 39, .given),
    LedgerRow("S2-39", 102, 2, .given),
  ]

  private static let note3 = [
    LedgerRow(
      "S3-02", 12, 34, .sloppy([.definition], "in words only: a sample from the law is meant")),
    LedgerRow("S3-04", 19, 16, .holds),
    LedgerRow("S3-06", 25, 16, .sloppy([.definition], "the law of the residual is given")),
    LedgerRow(
      "S3-07", 28, 3,
      .sloppy(
        [.proved, .holds, .definition, .refuted], "true of a deviation Σ, false of a variance")),
    LedgerRow(
      "S3-08", 30, 17, .sloppy([.refuted, .definition], "as an equation it makes the other term 0")),
    LedgerRow("S3-09", 34, 8, .given),
    LedgerRow("S3-10", 36, 3, .holds),
    LedgerRow("S3-14", 45, 8, .holds),
    LedgerRow("S3-19", 53, 45, .sloppy([.refuted], "a law is no least value; S3-18: turned round")),
    LedgerRow("S3-22", 61, 55, .holds),
    LedgerRow("S3-23", 61, 133, .holds),
    LedgerRow("S3-24", 61, 217, .holds),
    LedgerRow("S3-25", 63, 36, .holds),
    LedgerRow("S3-26", 65, 25, .holds),
    LedgerRow("S3-27", 67, 49, .sloppy([.proved, .holds], "true, though not by definition")),
    LedgerRow("S3-28", 69, 5, .holds),
    LedgerRow("S3-29", 71, 35, .holds),
    LedgerRow("S3-32", 77, 8, .wrong(nil, condition: "only for discrete variables")),
    LedgerRow("S3-33", 77, 54, .wrong(nil, condition: "only for discrete variables")),
    LedgerRow("S3-38", 87, 35, .wrong(Correction(words: "argmax is meant"))),
    LedgerRow("S3-39", 87, 104, .wrong(Correction(words: "argmax is meant"))),
    LedgerRow("S3-45", 97, 21, .holds),
    LedgerRow(
      "S3-46", 101, 69, .wrong(Correction(words: "a logarithm is missing", left: #"\log"#))),
    LedgerRow("S3-47", 101, 138, .wrong(Correction(words: "the two sides are equal"))),
    LedgerRow("S3-48", 101, 210, .wrong(Correction(words: "the two sides are equal"))),
    LedgerRow("S3-50", 103, 54, .sloppy([.definition], "the data have a law of their own")),
    LedgerRow(
      "S3-53", 114, 74,
      .sloppy([.refuted, .conditional], "the gradient misses the law as bracketed")),
    LedgerRow("S3-54", 114, 145, .conditional),
    LedgerRow("S3-55", 114, 269, .holds),
    LedgerRow(
      "S3-56", 114, 399, .wrong(Correction(words: "a logarithm is missing", right: #"\log"#))),
    LedgerRow("S3-57", 116, 39, .conditional),
    LedgerRow("S3-59", 120, 82, .wrong(nil, condition: "only for discrete variables")),
    LedgerRow("S3-62", 126, 7, .given),
    LedgerRow("S3-63", 128, 13, .sloppy([.definition], "the mean is meant, not a sample")),
    LedgerRow("S3-64", 130, 70, .wrong(nil)),
    LedgerRow(
      "S3-71", 140, 38, .sloppy([.refuted, .definition], "variables are meant, not densities")),
    LedgerRow("S3-72", 144, 23, .given),
    LedgerRow("S3-73", 148, 31, .sloppy([.definition], "right of a deviation Σ")),
    LedgerRow("S3-74", 150, 29, .given),
    LedgerRow("S3-75", 152, 16, .sloppy([.definition], "its parameters are constants, not ε")),
    LedgerRow("S3-76", 154, 15, .given),
    LedgerRow("S3-77", 156, 140, .given),
    LedgerRow(
      "S3-78", 160, 25,
      .wrong(Correction(words: "argmax is meant, with the divergence", right: #"\mathrm{KL}"#))),
    LedgerRow("S3-79", 162, 3, .wrong(nil)),
    LedgerRow("S3-82", 168, 141, .conditional),
    LedgerRow("S3-83", 168, 262, .wrong(nil)),
  ]

  private static let note4 = [
    LedgerRow("S4-04", 7, 41, .given),
    LedgerRow("S4-06", 12, 24, .holds),
    LedgerRow(
      "S4-11", 20, 51,
      .wrong(Correction(words: "a marginal density is meant", left: #"p(\boldsymbol{x}; \theta)"#))),
    LedgerRow("S4-12", 20, 283, .wrongOfTheWhole),
    LedgerRow("S4-16", 25, 152, .holds),
    LedgerRow("S4-24", 37, 101, .holds),
    LedgerRow("S4-32", 49, 52, .sloppy([.definition], "a name for the law is given")),
    LedgerRow("S4-34", 51, 51, .given),
  ]
}
