import Claims
import Distributions
import Estimators
import Numerics
import Testing

/// The values at μ = σ = 1 in print, to all their digits, from the quadrature of the truth.
@Suite("Golden variances on the line")
struct LineGoldenTests {
  static let law = Gaussian(mean: 1, standardDeviation: 1)

  /// Var ∂μ and Var ∂σ of the pathwise and of the score-function estimator, as printed.
  static let printed: [(label: String, problem: any LineProblem, digits: [String])] = [
    (
      "exponential, k = 0.1", SquaredExponential(law: law, rate: 0.1),
      [".016290", ".027770", ".563532", ".935384"]
    ),
    (
      "exponential, k = 1", SquaredExponential(law: law, rate: 1),
      [".211723", ".175731", ".175750", ".176690"]
    ),
    (
      "exponential, k = 10", SquaredExponential(law: law, rate: 10),
      [".941629", ".892046", ".076940", ".009035"]
    ),
    (
      "cosine, k = 0.5", Cosine(law: law, frequency: 0.5),
      [".039285", ".087513", ".455248", ".798658"]
    ),
    (
      "cosine, k = 1", Cosine(law: law, frequency: 1),
      [".267674", ".308127", ".323993", ".836287"]
    ),
    (
      "cosine, k = 2", Cosine(law: law, frequency: 2),
      ["1.939863", "1.942672", ".441069", ".927981"]
    ),
    ("cosine, k = 5", Cosine(law: law, frequency: 5), ["12.5", "12.5", ".5", "1.0"]),
    ("quadratic, c = -3", Quadratic(law: law, center: -3), ["4", "72", "495", "1546"]),
    ("quadratic, c = 0", Quadratic(law: law, center: 0), ["4", "12", "30", "136"]),
    ("quadratic, c = 1", Quadratic(law: law, center: 1), ["4", "8", "15", "74"]),
    ("quadratic, c = 3", Quadratic(law: law, center: 3), ["4", "24", "87", "346"]),
  ]

  @Test("of score function and pathwise are those in print", arguments: printed.indices)
  func golden(row: Int) throws {
    let (label, problem, digits) = Self.printed[row]
    let family = try LineProblems.family(problem)
    let exact = try #require(family.entry("pathwise")).exact()
    let score = try #require(family.entry("score")).exact()
    for (moments, text) in zip(exact + score, digits) {
      let variance = try #require(moments.variance)
      let decimals = text.drop { $0 != "." }.dropFirst().count
      let half = 0.5 * (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
      let number = try #require(Double(text.hasPrefix(".") ? "0" + text : text))
      #expect((variance.value - number).magnitude <= half + variance.error, "\(label): \(text)")
    }
  }
}
