import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import Testing
import VAE

/// A prior with random parameters everywhere that they may be other than zero, and codes to evaluate it on.
struct PriorProbe<Element: Scalar> {
  let model: CodePrior
  let parameters: Parameters<Element>
  let workspace: PriorWorkspace<Element>
  let count: Int

  init(
    positions: Int = 3, codes: Int = 4, hidden: [Int] = [7], activation: Activation = .tanh,
    count: Int = 5, drops: Bool = false
  ) {
    model = CodePrior(
      PriorArchitecture(
        positions: positions, codes: codes, hidden: hidden, activation: activation))
    parameters = Parameters(model.layout)
    var stream = Philox(seed: 17)
    for block in model.layout.blocks {
      for place in block.range {
        parameters.buffer.start[place] = Element(0.8 * stream.standardNormal())
      }
    }
    model.network.mask(parameters)
    self.count = count
    workspace = PriorWorkspace(model, examples: count, drops: drops)
    for place in 0..<workspace.codes.count {
      workspace.codes.start[place] = UInt32(stream.next() % UInt64(codes))
    }
    workspace.drop(Dropout(rate: 0.3), using: stream)
  }

  /// log p(kᵢ | k₀ … kᵢ₋₁) of the first example alone.
  func factors(of codes: [UInt32]) -> [Element] {
    for (place, code) in codes.enumerated() { workspace.codes.start[place] = code }
    model.logLikelihood(count: 1, parameters, workspace)
    return (0..<codes.count).map { workspace.logLikelihoods[0, $0] }
  }

  /// The mean of −log p over the examples.
  func loss(at parameters: Parameters<Element>) -> Element {
    model.logLikelihood(count: count, parameters, workspace)
    var sum = Element.zero
    for place in 0..<workspace.logLikelihoods.count {
      sum += workspace.logLikelihoods.start[place]
    }
    return -(sum / Element(Double(count)))
  }

  /// Its gradient.
  func gradient() -> Parameters<Element> {
    let gradient = Parameters<Element>(model.layout)
    _ = model.gradient(
      count: count, unit: 1 / Double(count), parameters, workspace, into: gradient)
    return gradient
  }
}

/// All codes of an image.
func everyTuple(positions: Int, codes: Int) -> [[UInt32]] {
  (0..<positions).reduce([[]]) { tuples, _ in
    tuples.flatMap { tuple in (0..<UInt32(codes)).map { tuple + [$0] } }
  }
}

/// The sum of p over all codes, and the bound on its rounding.
///
/// Every factor is the share of one exponential in a sum of K, found in logarithms: each term has K + 4 roundings, and a
/// logarithm of size L one of L u and one of its exponential.
private func total(of probe: PriorProbe<Double>) -> Bounded {
  let (positions, codes) = (probe.model.architecture.positions, probe.model.architecture.codes)
  let tuples = everyTuple(positions: positions, codes: codes)
  var (sum, error) = (0.0, 0.0)
  let u = Double.unitRoundoff
  for tuple in tuples {
    let factors = probe.factors(of: tuple)
    let p = exp(factors.reduce(0, +))
    let sizes = factors.reduce(0) { $0 + 4 * ($1.magnitude + log(Double(codes))) }
    error += p * u * (Double(positions * (codes + 4) + tuples.count) + sizes)
    sum += p
  }
  return Bounded(sum, error: error)
}

@Suite("Prior over codes: likelihood")
struct PriorLikelihoodTests {
  static let hiddenLayers: [[Int]] = [[7], [6, 5], [1]]

  @Test(
    "The probabilities of all codes sum to one", arguments: hiddenLayers)
  func normalized(hidden: [Int]) {
    let probe = PriorProbe<Double>(hidden: hidden)
    let sum = total(of: probe)
    #expect((sum.value - 1).magnitude <= sum.error, "\(sum)")
  }

  @Test("A weight from a code to its own logits breaks the sum, as the masks' absence would")
  func unmasked() throws {
    let probe = PriorProbe<Double>()
    // From code 0 of position 1 to the last hidden unit, which knows all positions before the last, and from there.
    probe.parameters[probe.model.network.perceptron.layers[1].weight][6, 4] = 0.5
    let sum = total(of: probe)
    #expect((sum.value - 1).magnitude > 1e6 * sum.error)
  }

  @Test(
    "A factor does not feel later codes and does feel earlier ones",
    arguments: hiddenLayers)
  func autoregressive(hidden: [Int]) {
    let positions = 4
    let probe = PriorProbe<Double>(positions: positions, hidden: hidden)
    let codes: [UInt32] = [1, 3, 0, 2]
    let factors = probe.factors(of: codes)
    for changed in 0..<positions {
      for other in 1..<UInt32(4) {
        var neighbour = codes
        neighbour[changed] = (neighbour[changed] + other) % 4
        let moved = probe.factors(of: neighbour)
        #expect(Array(moved[..<changed]) == Array(factors[..<changed]))
        #expect(moved[changed] != factors[changed])
        // One hidden unit has degree 1 and knows the first position alone.
        let reaches = hidden != [1] || changed == 0
        for later in changed + 1..<positions where reaches {
          #expect(moved[later] != factors[later])
        }
      }
    }
  }

  @Test("One position, one code and one hidden unit make laws too")
  func smallest() {
    let single = PriorProbe<Double>(positions: 1, codes: 3, hidden: [2])
    let probabilities = (0..<3).map { exp(single.factors(of: [$0])[0]) }
    #expect((probabilities.reduce(0, +) - 1).magnitude <= 8 * Double.ulpOfOne)
    let certain = PriorProbe<Double>(positions: 3, codes: 1, hidden: [2])
    #expect(certain.factors(of: [0, 0, 0]) == [0, 0, 0])
  }

  @Test(
    "Every entry of the gradient is a difference of −log p",
    arguments: Activation.allCases, [false, true])
  func differences(activation: Activation, drops: Bool) {
    let probe = PriorProbe<Double>(hidden: [6, 5], activation: activation, drops: drops)
    let gradient = probe.gradient()
    let movable = Parameters<Double>(probe.model.layout)
    for block in probe.model.layout.blocks { movable[block].fill(1) }
    probe.model.network.mask(movable)
    let h = 1e-4
    for block in probe.model.layout.blocks {
      for place in block.range where movable.buffer.start[place] == 1 {
        let number = probe.parameters.buffer.start + place
        let value = number.pointee
        func loss(_ steps: Double) -> Double {
          number.pointee = value + steps * h
          defer { number.pointee = value }
          return probe.loss(at: probe.parameters)
        }
        let difference = (8 * (loss(1) - loss(-1)) - (loss(2) - loss(-2))) / (12 * h)
        let gap = (difference - gradient.buffer.start[place]).magnitude
        #expect(gap <= 1e-10, "\(activation) \(block.name) \(place)")
      }
    }
  }

  @Test("Dual numbers have the gradient as the tangent of −log p")
  func duals() {
    let probe = PriorProbe<Double>(hidden: [6, 5], activation: .softplus)
    let gradient = probe.gradient()
    let dual = PriorProbe<Dual<Double>>(hidden: [6, 5], activation: .softplus)
    let size = gradient.values.reduce(0) { max($0, $1.magnitude) }
    // A direction for every block; masked weights do not move.
    for block in probe.model.layout.blocks {
      let direction = Parameters<Double>(probe.model.layout)
      var stream = Philox(seed: 5).substream(block.name)
      for place in block.range { direction.buffer.start[place] = stream.standardNormal() }
      probe.model.network.mask(direction)
      var expected = 0.0
      for place in 0..<probe.parameters.buffer.count {
        let tangent = direction.buffer.start[place]
        dual.parameters.buffer.start[place] = Dual(
          probe.parameters.buffer.start[place], tangent: tangent)
        expected += tangent * gradient.buffer.start[place]
      }
      let loss = dual.loss(at: dual.parameters)
      let gap = (loss.tangent - expected).magnitude
      #expect(gap <= 1e-13 * size * Double(block.count), "\(block.name) \(gap)")
    }
  }

  @Test("Masked entries of the gradient are zero exactly, and no path leads around them")
  func masked() throws {
    let probe = PriorProbe<Double>(positions: 4, codes: 3, hidden: [8, 9])
    let gradient = probe.gradient()
    for numbers in [probe.parameters, gradient] {
      // How many paths lead from an input to an output.
      var paths: Matrix<Double>?
      for layer in probe.model.network.perceptron.layers {
        let ones = numbers[layer.weight].copy()
        for place in 0..<ones.count { ones.start[place] = ones.start[place] == 0 ? 0 : 1 }
        let longer = Matrix<Double>(rows: 12, columns: ones.columns)
        if let paths { longer.setProduct(paths, ones) } else { longer.assign(ones) }
        paths = longer
      }
      let all = try #require(paths)
      for input in 0..<12 {
        for output in 0..<12 {
          // An entry of the gradient may be zero by chance, a weight may not.
          if input / 3 >= output / 3 {
            #expect(all[input, output] == 0)
          } else if numbers.buffer === probe.parameters.buffer {
            #expect(all[input, output] > 0)
          }
        }
      }
    }
  }

  @Test("What cannot be a model, or not in memory, is refused with a reason")
  func obstacles() throws {
    #expect(PriorArchitecture(positions: 16, codes: 64).obstacle == nil)
    #expect(PriorArchitecture(positions: 16, codes: 2048).obstacle == nil)
    for wrong in [
      PriorArchitecture(positions: 0, codes: 64), PriorArchitecture(positions: 16, codes: 0),
      PriorArchitecture(positions: 16, codes: 64, hidden: [0]),
      PriorArchitecture(positions: 16, codes: 65_537),
    ] {
      #expect(wrong.obstacle?.contains("outside") == true)
    }
    let large = PriorArchitecture(positions: 16, codes: 65_536)
    let reason = try #require(large.obstacle)
    #expect(reason.contains("65536 codes") && reason.contains("take"))
    #expect(
      PriorArchitecture(positions: .max, codes: 65_536).obstacle != nil,
      "a count of parameters that does not fit into a number")
  }
}
