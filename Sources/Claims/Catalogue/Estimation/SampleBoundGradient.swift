import Distributions
import Foundation
import Numerics

// C27, gradients: ∇ELBO = E_ε[d/dλ (log p(x,g(ε,λ)) − log q_λ(g(ε,λ)))], the total derivative. Its part −∂_λ log q at
// fixed z has mean 0. A minibatch of M out of N counts N/M.

extension Claim {
  /// The gradient that automatic differentiation of one sample gives.
  static let sampleBoundGradient = Claim(
    "estimator.one-sample-gradient", identity: "C27",
    title: "Differentiating the sampled bound through z gives its gradient without bias",
    statement: #"""
      \nabla_\theta\,\mathrm{ELBO} = \mathbb{E}_{p(\varepsilon)}\left[\nabla_\theta\left(\log \#
      p_\theta(x,z) - \log q_\phi(z|x)\right)\right], \quad \nabla_\phi\,\mathrm{ELBO} = \#
      \mathbb{E}_{p(\varepsilon)}\left[\nabla_\phi\left(\log p_\theta(x,z) - \log \#
      q_\phi(z|x)\right)\right]
      """#,
    setting: #"""
      Let $\mathrm{ELBO} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)]$ and \#
      let $z = g(\varepsilon,\phi)$ with $\varepsilon \sim p(\varepsilon)$ be a sample of \#
      $q_\phi(z|x)$, through which the right sides are differentiated.
      """#,
    condition: "the sample is differentiated through z = g(ε, φ, x), log q included",
    rows: ["S0-24", "S0-42"],
    checks: [
      .equality(
        "slope of the bound in each parameter", on: { slopes($0) },
        routes: ("quadrature over ε of the sample's derivative", "differences of the bound"),
        states: { s in try s.mean { s.explicit(noise: $0) + s.throughSample(noise: $0) } },
        equals: { s in try s.slope() },
        variants: [
          .without(
            condition: "the sample is differentiated through z", "z frozen: only explicit terms"
          ) { s in try s.mean { s.explicit(noise: $0) } },
          .without(condition: "log q is included", "log q not differentiated at all") { s in
            try s.mean { s.withoutEntropy(noise: $0) }
          },
          .mutant("sign of log q") { s in
            try s.mean {
              2 * s.withoutEntropy(noise: $0) - s.explicit(noise: $0)
                - s.throughSample(noise: $0)
            }
          },
          .mutant("∂z/∂σ = 1") { s in
            try s.mean { noise in
              s.explicit(noise: noise)
                + (s.isVariational ? s.sampleSlope(noise: noise) : 0)
            }
          },
          .equivalent("path only: the score of q, of mean 0, left out") { s in
            try s.mean { noise in
              s.throughSample(noise: noise) + (s.isVariational ? 0 : s.explicit(noise: noise))
            }
          },
        ]),
      .mean(
        "mean of the sample's derivative",
        on: { _ in
          let w = LinearGaussianWitness.ledger
          return w.parameters.filter { ["w", "m", "σ"].contains($0.name) }.map {
            Subject("W-LG, ∂/∂\($0.name)", BoundSlope(w, $0))
          }
        },
        against: "differences of the bound in closed form",
        of: { s in
          { generator in
            let noise = generator.standardNormal()
            return s.explicit(noise: noise) + s.throughSample(noise: noise)
          }
        },
        equals: { s in try s.slope() },
        variants: [
          .mutant("z frozen") { s in { s.explicit(noise: $0.standardNormal()) } },
          .mutant("log q not differentiated") { s in
            { s.withoutEntropy(noise: $0.standardNormal()) }
          },
        ]),
    ])

  /// A part of the data stands for all of it when it is weighted.
  static let minibatchGradient = Claim(
    "estimator.minibatch-gradient", identity: "C27",
    title: "A minibatch weighted with N/M has the full gradient as its mean over all minibatches",
    statement: #"""
      \frac{2}{N(N-1)}\sum_{i=1}^N\sum_{j=i+1}^N\frac{N}{2}\left(\nabla_\theta\,\mathrm{ELBO}(x_i) \#
      + \nabla_\theta\,\mathrm{ELBO}(x_j)\right) = \sum_{i=1}^N\nabla_\theta\,\mathrm{ELBO}(x_i)
      """#,
    setting: #"""
      Let $\mathrm{ELBO}(x) = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)]$ \#
      and let the minibatches be the pairs, $M = 2$, of $N$ data.
      """#,
    condition: "the minibatch sum is rescaled by N/M",
    rows: ["S0-42"],
    checks: [
      .equality(
        "slope in the decoder's weight of six data, minibatches of two",
        on: { laboratory in
          let witnesses = laboratory.witnesses.linearGaussian
          return witnesses.enumerated().map { index, subject in
            Subject(
              subject.name, Dataset(subject.value, shift: Double(index)),
              isRandom: subject.isRandom)
          }
        },
        routes: ("mean over all pairs of data", "difference quotients of the whole sum"),
        states: { data in data.meanOverPairs(weight: Double(data.count) / 2) },
        equals: { data in data.slope },
        variants: [
          .without(condition: "the minibatch sum is rescaled by N/M", "plain sum") { data in
            data.meanOverPairs(weight: 1)
          },
          .mutant("mean of the minibatch") { data in data.meanOverPairs(weight: 0.5) },
          .mutant("weight M/N") { data in data.meanOverPairs(weight: 2 / Double(data.count)) },
        ])
    ])

  private static func slopes(_ laboratory: Laboratory) -> [Subject<BoundSlope>] {
    func all<W: ScalarReparameterization>(
      _ subjects: some Sequence<Subject<W>>, _ names: [String]
    ) -> [Subject<BoundSlope>] {
      subjects.flatMap { subject in
        subject.value.parameters.filter { names.contains($0.name) }.map {
          Subject(
            "\(subject.name), ∂/∂\($0.name)", BoundSlope(subject.value, $0),
            isRandom: subject.isRandom)
        }
      }
    }
    let w = laboratory.witnesses
    let names = ["w", "m", "σ"]
    return all(w.linearGaussian.prefix(1), names) + all(w.bernoulliLogistic.prefix(1), names)
      + all(w.linearGaussian[1...15], names) + all(w.bernoulliLogistic[1...3], names)
  }
}

/// One parameter of a scalar witness, and the derivatives of L̃ in it.
private struct BoundSlope: Sendable {
  private let model: any ScalarReparameterization
  private let parameter: Parameter

  init(_ w: some ScalarReparameterization, _ parameter: Parameter) {
    model = w
    self.parameter = parameter
  }

  var isVariational: Bool { parameter.side == .variational }

  /// ∂ELBO/∂parameter by difference quotients of −KL in closed form plus the reconstruction.
  func slope() throws(NumericsError) -> Bounded {
    try BoundSlope.difference(model, parameter)
  }

  private static func difference(
    _ w: some ScalarReparameterization, _ parameter: Parameter
  ) throws(NumericsError) -> Bounded {
    try Differentiation.derivative(
      ofBounded: { (t: Double) throws(NumericsError) -> Bounded in
        let moved = try w.with(parameter, t)
        if let linear = moved as? LinearGaussianWitness {
          return linear.logLikelihoodInNoise.mean - linear.closedDivergence
        }
        return try moved.reconstruction() - moved.closedDivergence
      }, at: w.value(of: parameter))
  }

  /// E f(ε).
  func mean(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
    try model.overNoise(of: f)
  }

  private func latent(_ noise: Double) -> Latent { model.reparameterized(Latent(noise, 0)) }

  /// ∂L̃/∂parameter at fixed z: the score of p(x,z), or minus that of q.
  func explicit(noise: Double) -> Double {
    let score = model.score(parameter, at: latent(noise))
    return isVariational ? -score : score
  }

  /// ∂L̃/∂z.
  func sampleSlope(noise: Double) -> Double {
    let z = latent(noise)
    return model.logLikelihoodGradient(z).x + model.logPriorGradient(z).x
      - model.logApproximatePosteriorGradient(z).x
  }

  /// ∂L̃/∂z · ∂z/∂parameter.
  func throughSample(noise: Double) -> Double {
    sampleSlope(noise: noise) * model.pathDerivative(parameter, at: Latent(noise, 0)).x
  }

  /// The total derivative of log p(x,z) alone.
  func withoutEntropy(noise: Double) -> Double {
    let z = latent(noise)
    let slope = model.logLikelihoodGradient(z).x + model.logPriorGradient(z).x
    return slope * model.pathDerivative(parameter, at: Latent(noise, 0)).x
      + (isVariational ? 0 : model.score(parameter, at: z))
  }
}

/// Six observations under one linear-Gaussian model and one q.
private struct Dataset: Sendable {
  private let members: [LinearGaussianWitness]

  init(_ w: LinearGaussianWitness, shift: Double) {
    members = (0..<6).map { index in
      LinearGaussianWitness(
        weight: w.weight, bias: w.bias, noise: w.noise,
        observation: w.observation + sin(shift + 2 * Double(index)), mean: w.approximate.mean,
        deviation: w.approximate.standardDeviation)
    }
  }

  var count: Int { members.count }

  /// ∂/∂w of the sum of the bounds, by difference quotients of the closed form.
  var slope: Bounded {
    let w = members[0]
    return Differentiation.derivative(
      of: { (t: Double) in
        members.reduce(0) { sum, member in
          let r = member.observation - w.bias - t * w.approximate.mean
          let square = r * r + t * t * w.approximate.variance
          return sum - 0.5 * square / (w.noise * w.noise)
        }
      }, at: w.weight)
  }

  /// The mean over all pairs of data of weight times the sum of the two gradients.
  func meanOverPairs(weight: Double) -> Bounded {
    var pairs: [Bounded] = []
    for i in members.indices {
      for j in members.indices where j > i {
        pairs.append(weight * (gradient(members[i]) + gradient(members[j])))
      }
    }
    return pairs.sum() / Double(pairs.count)
  }

  /// E_q[(x − b − wz)z]/s² = ((x − b)m − w(m² + σ²))/s².
  private func gradient(_ w: LinearGaussianWitness) -> Bounded {
    let m = w.approximate.mean
    let first = (w.observation - w.bias) * m
    let second = w.weight * (m * m + w.approximate.variance)
    let precision = 1 / (w.noise * w.noise)
    return Bounded(
      rounded: (first - second) * precision,
      magnitude: (first.magnitude + second.magnitude) * precision)
  }
}
