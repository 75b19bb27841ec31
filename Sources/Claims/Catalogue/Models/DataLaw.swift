import Distributions
import Foundation
import Numerics

// C54: the data law d(x) is not the model's p_θ(x): E_d[log p_θ(x)] = −H(d) − KL(d‖p_θ). Averaged over the data,
// E_d[ELBO(x)] = −KL(d(x)q(z|x) ‖ p_θ(x,z)) − H(d).

extension Claim {
  /// The expected log evidence under the data law falls short of the data's own by a divergence.
  static let dataLaw: Claim = Claim(
    "data-law.expected-log-evidence", identity: "C54",
    title:
      "The law of the data and the model's evidence are two laws; likelihood closes their divergence",
    statement:
      #"\mathbb{E}_{p_d(x)}[\log p_\theta(x)] = -H(p_d(x)) - D_{KL}(p_d(x)\,\|\,p_\theta(x))"#,
    setting: #"Let $p_d(x)$ be the law of the data."#,
    rows: ["S2-11", "S3-50"],
    checks: [
      .equality(
        "expected log evidence of the data", on: { $0.dataModels },
        routes: ("sum over the marginal table", "entropy and divergence of two categorical laws"),
        states: { m in m.expectation(under: m.data) { log(m.marginal[$0]) } },
        equals: { m in
          let data = Categorical(probabilities: m.data)
          let model = Categorical(probabilities: m.marginal)
          return Bounded(rounded: -data.entropy - klDivergence(from: data, to: model), magnitude: 1)
        },
        variants: [
          .written("S2-11", #"p_\theta(x) = q(x)"#, "the data law in place of the evidence") { m in
            m.expectation(under: m.data) { log(m.data[$0]) }
          },
          .written("S3-50", #"X_i \sim p(X)"#, "observations drawn from the evidence") { m in
            m.expectation(under: m.marginal) { log(m.marginal[$0]) }
          },
          .mutant("arguments of the divergence swapped") { m in
            m.expectation(under: m.data) { log(m.data[$0]) }
              - m.expectation(under: m.marginal) { log(m.marginal[$0]) - log(m.data[$0]) }
          },
          .mutant("entropy dropped") { m in
            m.expectation(under: m.data) { log(m.marginal[$0]) - log(m.data[$0]) }
          },
        ])
    ])

  /// Averaged over the data, the bound is the negative divergence of two joint laws, less the data's entropy.
  static let dataJointDivergence: Claim = Claim(
    "data-law.joint-divergence", identity: "C54",
    title:
      "The bound averaged over the data is a divergence of joint laws, less the data's entropy",
    statement:
      #"\mathbb{E}_{p_d(x)}[\mathcal{L}(x)] = -D_{KL}(p_d(x)\,q(z|x)\,\|\,p_\theta(x,z)) - H(p_d(x))"#,
    setting:
      #"Let $p_d(x)$ be the law of the data and $\mathcal{L}(x) = \mathbb{E}_{q(z|x)}\left[\log\frac{p_\theta(x,z)}{q(z|x)}\right]$."#,
    rows: ["S2-11", "S3-50"],
    checks: [
      .equality(
        "average bound", on: { $0.dataModels },
        routes: ("closed divergence and reconstruction a symbol", "sums over all pairs (x, z)"),
        states: { m in m.expectedBound(under: m.data) },
        equals: { m in -m.jointDivergence() - m.dataEntropy() },
        variants: [
          .mutant("entropy dropped") { m in -m.jointDivergence() },
          .mutant("entropy added") { m in m.dataEntropy() - m.jointDivergence() },
          .written(
            "S2-11", #"p_\theta(x) = q(x)"#,
            "the data law as evidence: E[log d(x) − KL(q‖posterior)]"
          ) { m in
            m.expectation(under: m.data) { x in
              let q = Categorical(probabilities: m.encoder[x])
              let posterior = Categorical(probabilities: m.posterior(x))
              return log(m.data[x]) - klDivergence(from: q, to: posterior)
            }
          },
          .written("S3-50", #"X_i \sim p(X)"#, "observations drawn from the evidence") { m in
            m.expectedBound(under: m.marginal)
          },
        ])
    ])
}

extension DataModel {
  /// Σ_x weight(x) f(x).
  fileprivate func expectation(under weights: [Double], of f: (Int) -> Double) -> Bounded {
    weights.indices.map { Bounded(rounded: weights[$0] * f($0), magnitude: 1) }.sum()
  }

  /// Σ_x weight(x) (E_q[log p(x|z)] − KL(q(z|x)‖p(z))).
  fileprivate func expectedBound(under weights: [Double]) -> Bounded {
    expectation(under: weights) { x in
      let q = Categorical(probabilities: encoder[x])
      let divergence = klDivergence(from: q, to: Categorical(probabilities: model.prior))
      let terms = model.prior.indices.map { encoder[x][$0] * log(model.likelihood[$0][x]) }
      return terms.reduce(0, +) - divergence
    }
  }

  /// Σ_{x,z} d(x)q(z|x) log(d(x)q(z|x)/p(x,z)).
  fileprivate func jointDivergence() -> Bounded {
    data.indices.flatMap { x in
      model.prior.indices.map { z in
        let weight = data[x] * encoder[x][z]
        let ratio = log(weight) - log(model.prior[z] * model.likelihood[z][x])
        return Bounded(rounded: weight * ratio, magnitude: 1)
      }
    }.sum()
  }

  /// −Σ d(x) log d(x).
  fileprivate func dataEntropy() -> Bounded {
    data.map { Bounded(rounded: -$0 * log($0), magnitude: 1) }.sum()
  }
}
