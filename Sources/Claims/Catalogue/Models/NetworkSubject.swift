import Distributions
import Numerics

/// A network, an input, a direction in the space of inputs, and noise for the latent.
struct NetworkSubject: Sendable {
  /// The network of the note, with a sigmoid head.
  let network: TwoLayerAutoencoder

  /// The same sizes with a Gaussian head.
  let gaussian: TwoLayerAutoencoder

  /// x, shape `[D]`.
  let input: [Double]

  /// Shape `[D]`.
  let direction: [Double]

  /// ε, shape `[J]`.
  let noise: [Double]

  /// Draws sizes (D from 3 to 6, J from 2 to 4), weights, and an input that some unit of the encoder reacts to.
  static func random(using generator: inout Philox) -> NetworkSubject {
    func upTo(_ count: Int) -> Int { Int(Double(count) * (1 - generator.uniform())) }
    func normals(_ count: Int) -> [Double] { (0..<count).map { _ in generator.standardNormal() } }
    let (inputs, codes) = (3 + upTo(4), 2 + upTo(3))
    let network = TwoLayerAutoencoder(
      inputs: inputs, codes: codes, head: .bernoulli, using: &generator)
    let gaussian = TwoLayerAutoencoder(
      inputs: inputs, codes: codes, head: .gaussian, using: &generator)
    // Where no unit of the encoder is active, its output does not move with x at all.
    var input = normals(inputs)
    while !network.encoder.hidden(input).contains(where: { $0 > 0 }) { input = normals(inputs) }
    return NetworkSubject(
      network: network, gaussian: gaussian, input: input, direction: normals(inputs),
      noise: normals(codes))
  }

  /// x + t·direction.
  func moved(_ t: Double) -> [Double] { zip(input, direction).map { $0 + t * $1 } }

  /// A step along the direction that takes no unit of the encoder across its kink.
  var step: Double {
    let start = network.encoder.hidden(input)
    let end = network.encoder.hidden(moved(1))
    let distances = zip(start, end).map { ($0 / ($1 - $0)).magnitude }
    return min(0.0625, 0.5 * (distances.min() ?? 1))
  }

  /// The directional derivative of one of the encoder's outputs by the chain rule.
  func chainRule(_ output: Int) -> Double {
    let start = network.encoder.hidden(input)
    let row = network.encoder.output.weights[output]
    return start.indices.map { unit in
      let terms = zip(network.encoder.hidden.weights[unit], direction).map { $0 * $1 }
      let slope: Double = terms.reduce(0, +)
      return start[unit] > 0 ? row[unit] * slope : 0
    }.reduce(0, +)
  }

  /// E[f(z₁)] over the noise of the first latent coordinate, z₁ as the network samples it.
  func expectedLatent(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
    let (mean, logVariance) = network.chunk(network.encoded(input))
    var noise = noise
    return try expectation { first in
      noise[0] = first
      return f(network.latent(mean, logVariance, noise: noise)[0])
    }
  }

  /// ∫ f(ε) φ(ε) dε.
  func expectation(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
    try Gaussian.standard.integral(of: f)
  }
}

extension Laboratory {
  /// A network with fixed weights, then fifty random ones.
  var networks: [Subject<NetworkSubject>] {
    var generator = Philox(seed: 1312_6114)
    return family(
      fixed: [Subject("fixed network", NetworkSubject.random(using: &generator))], "network"
    ) { NetworkSubject.random(using: &$0) }
  }
}
