import Claims
import Distributions
import Foundation
import Numerics
import Testing

/// The numbers of the ledger, against what the claims of the bound compute on the fixed witnesses.
@Suite("The bound: golden values")
struct BoundTests {
  /// Left and right side that a check found on a subject, for its statement or one of its variants.
  private func sides(
    _ claim: String, _ check: String, variant: String? = nil, on subject: String
  ) throws -> (left: Double, right: Double) {
    let result = try #require(try Run.result(claim).checks.first { $0.name == check })
    let verdict =
      try variant.map { name in
        try #require(result.variants.first { $0.name == name }).verdict
      } ?? result.statement
    let finding = try #require(verdict.findings.first { $0.subject == subject })
    switch finding.evidence {
    case .equality(let left, let right), .separation(let left, let right),
      .order(let left, let right):
      return (left.value, right.value)
    case .statistical, .failure:
      Issue.record("\(claim), \(check): \(finding.evidence)")
      return (.nan, .nan)
    }
  }

  private func agrees(_ value: Double, _ printed: Double, _ digits: Int) -> Bool {
    WitnessTests.agrees(value, printed, digits: digits)
  }

  @Test("The bound, its gap and its tightness")
  func bound() throws {
    let lower = "bound ≤ log evidence"
    #expect(agrees(try sides("bound.lower", lower, on: "W-D").left, -1.297618, 6))
    #expect(agrees(try sides("bound.lower", lower, on: "W-LG").left, -2.894314, 6))
    #expect(agrees(try sides("bound.lower", lower, on: "W-BL").left, -0.866781, 6))
    #expect(agrees(try sides("bound.lower", lower, on: "W-ND").left, -7.744330, 6))
    let read = try sides(
      "bound.lower", "the negative log evidence does not exceed the negative bound",
      variant: "log p(x|z) for log p(x), at z = 3", on: "w = s = 1, b = x = 0, q exact")
    #expect(agrees(-read.left, -5.418939, 6))
    #expect(agrees(-read.right, -1.265512, 6))
    let gap = "log evidence − bound = divergence"
    #expect(agrees(try sides("bound.gap", gap, on: "W-LG").left, 0.944024, 6))
    #expect(agrees(try sides("bound.gap", gap, on: "W-BL").left, 0.010544, 6))
    let tight = "at the posterior: one Gaussian latent"
    let narrow = try sides("bound.tightness", tight, on: "w = s = .1, p(x) > 1")
    #expect(agrees(narrow.left, 1.037073, 6))
    #expect(agrees(exp(narrow.right), 2.820948, 6))
    let prior = try sides("bound.tightness", tight, variant: "q = prior attains it", on: "W-LG")
    #expect(agrees(prior.right - prior.left, 3.856872, 6))
    let evidence = try sides(
      "bound.tightness", tight, variant: "the evidence itself, attained", on: "W-LG")
    #expect(agrees(evidence.left, 0.142233, 6))
    let joint = try sides(
      "bound.joint-divergence", "at the posterior it is −log p(x), of either sign",
      on: "w = s = .1, p(x) > 1")
    #expect(agrees(joint.left, -1.0371, 4))
  }

  @Test("The best Gaussian and what it leaves")
  func families() throws {
    let claim = "bound.gap.gaussian-family"
    let logistic = try sides(claim, "one Bernoulli–logistic latent", on: "W-BL")
    #expect(agrees(logistic.left, 0.0018358674, 10))
    let diagonal = try sides(claim, "two correlated latents", on: "W-ND")
    #expect(agrees(diagonal.right, 0.0071811449, 10))
    let (a, _, c) = TwoLatentWitness.ledger.precision
    #expect(agrees(1 / a, 0.153805, 6))
    #expect(agrees(1 / c, 0.213018, 6))
    // The ledger's best Gaussian leaves the least gap there is, up to the square of its rounding.
    let best = try BernoulliLogisticWitness(
      weight: 2, bias: -0.5, observation: 1, mean: 0.69774, deviation: 0.78095)
    let gap = try best.divergence(from: .approximatePosterior, to: .posterior).value
    #expect((gap - logistic.left).magnitude < 1e-10)
  }

  @Test("The two terms, the three terms and the cross-entropies")
  func derivations() throws {
    let dropped = try sides(
      "bound.two-terms",
      "the divergence cannot be dropped: the bound stays below the evidence for a narrow q",
      variant: "divergence dropped", on: "W-LG")
    #expect(agrees(dropped.left, -0.5623, 4))
    let posterior = try sides(
      "bound.reconstruction-term", "Gaussian decoder",
      variant: "'when z|x' read as z from the posterior", on: "W-LG")
    #expect(agrees(posterior.left, -1.067159, 6))
    let added = try sides(
      "bound.cross-entropy-derivation", "line 2: Bayes' rule inserted",
      variant: "cross-entropy with p(x) added", on: "W-D")
    #expect(agrees(added.left, 2.4063, 4))
    let regularizer = try sides(
      "bound.cross-entropy-derivation", "step 3: H(q, p(x)) = −log p(x)",
      variant: "what changes at the third equals sign, H(q, p(z)) − H(q)", on: "W-D")
    #expect(agrees(regularizer.left, 0.040078, 6))
    #expect(agrees(regularizer.right, 1.108663, 6))
  }

  @Test(
    "Bound and divergence along the mean of q add up to the log evidence",
    arguments: [
      (-1, -12.53, 10.58, 2), (0, -4.53, 2.58, 2), (0.4, -2.894, 0.944, 3),
      (0.93, -2.107, 0.157, 3), (2, -5.304, 3.354, 3), (10, -232.08, nil, 2),
      (100, -27443.3, nil, 1),
    ] as [(Double, Double, Double?, Int)])
  func path(mean: Double, bound: Double, gap: Double?, digits: Int) throws {
    let w = try LinearGaussianWitness.ledger.with(Parameter("m", .variational), mean)
    #expect(agrees(try w.evidenceLowerBound().value, bound, digits))
    let lost = try w.divergence(from: .approximatePosterior, to: .posterior)
    if let gap { #expect(agrees(lost.value, gap, digits)) }
    #expect(
      Evidence.equality(left: try w.evidenceLowerBound() + lost, right: w.logEvidence).holds)
  }

  @Test("The optimum over q: with both terms the posterior, with one a point mass")
  func optimum() throws {
    let both = try sides("bound.optimum.posterior", "the best mean is the posterior's", on: "W-LG")
    #expect(agrees(both.left, 0.930657, 6))
    let spread = try sides(
      "bound.optimum.posterior", "the best deviation is the posterior's", on: "W-LG")
    #expect(agrees(exp(spread.left), 0.422885, 6))
    let alone = try sides(
      "bound.optimum.first-term-alone", "mean of the optimum, by slope",
      variant: "term 1 alone, maximised", on: "W-LG")
    #expect(agrees(alone.left, 1.1333, 4))
    let value = try sides(
      "bound.optimum.first-term-alone", "term 1 alone is greatest for the point mass", on: "W-LG")
    #expect(agrees(value.left, -1.0672, 4))
    #expect(agrees(value.right, -0.5623, 4))
    let far = try LinearGaussianWitness.ledger.with(Parameter("m", .variational), 100)
    #expect(agrees(try far.reconstruction().value, -22443, 0))
  }

  @Test("The optimum over the model, and how the divergence rises on the way")
  func model() throws {
    let claim = "bound.model.maximum-likelihood"
    let subject = "x = 2, b = 0, s = 1"
    #expect(agrees(try sides(claim, "slope at the maximum", on: subject).left, 1.7321, 4))
    let restricted = try sides(
      claim, "slope at the maximum", variant: "q of unit variance, its mean at its best",
      on: subject)
    #expect(agrees(restricted.left, 1, 6))
    let frozen = try sides(
      claim, "slope at the maximum", variant: "q frozen at the prior", on: subject)
    #expect(frozen.left == 0)
    func evidence(_ weight: Double) -> Double {
      Gaussian(mean: 0, standardDeviation: (weight * weight + 1).squareRoot()).logDensity(at: 2)
    }
    #expect(agrees(evidence(restricted.left), -2.2655, 4))
    #expect(agrees(evidence(frozen.left), -2.9189, 4))
    let reached = try sides(claim, "what is reached is the greatest log likelihood", on: subject)
    #expect(agrees(reached.left, -2.1121, 4))
    let step = try sides("bound.em.monotone", "the M-step in closed form", on: subject)
    #expect(agrees(step.right, 4.0 / 3, 5))
    let gain = try sides("bound.joint-ascent", "the bound rises", on: subject)
    #expect(agrees(evidence(1) - gain.left, -2.1822, 4))
    let rise = try sides("bound.joint-ascent", "the divergence does not fall", on: subject)
    #expect(agrees(-rise.left, 0.0324, 4))
    // w = 0 and q = prior: no divergence, and less evidence.
    let none = try LinearGaussianWitness.ledger.with(Parameter("w", .model), 0)
    #expect(agrees(none.logEvidence.value, -3.511, 3))
    #expect(none.posterior == none.prior)
  }

  @Test(
    "The divergence from the prior along the weight",
    arguments: [(0.25, 1.5852), (0.5, 1.2318), (1, 0.8831), (2, 0.5597), (4, 0.2985)])
  func weights(weight: Double, printed: Double) throws {
    let found = try sides(
      "bound.regularizer.path", "the optimum is not the prior", on: "W-LG, β = \(weight)")
    #expect(agrees(found.left, printed, 4))
  }
}
