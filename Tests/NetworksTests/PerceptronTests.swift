import Distributions
import Networks
import Tensors
import Testing

@Suite("Perceptrons")
struct PerceptronTests {
  /// A loss Σ cᵢⱼ yᵢⱼ with its gradient by the weights and the input, and the same by differences.
  private struct Probe<Element: Scalar> {
    let perceptron: Perceptron
    let parameters: Parameters<Element>
    let input: Matrix<Element>
    let coefficients: Matrix<Element>

    init(hidden: Activation, output: Activation) {
      var layout = ParameterLayout()
      perceptron = Perceptron(
        "p", widths: [4, 5, 3, 2], hidden: hidden, output: output, in: &layout)
      parameters = Parameters(layout)
      (input, coefficients) = (Matrix(rows: 3, columns: 4), Matrix(rows: 3, columns: 2))
      var stream = Philox(seed: 11)
      for block in layout.blocks {
        for place in 0..<block.count {
          parameters[block].start[place] = Element(0.7 * stream.standardNormal())
        }
      }
      for place in 0..<input.count { input.start[place] = Element(stream.standardNormal()) }
      for place in 0..<coefficients.count {
        coefficients.start[place] = Element(stream.standardNormal())
      }
    }

    var loss: Double {
      let trace = Perceptron.Trace<Element>(perceptron, rows: 3, differentiatesInput: false)
      let y = perceptron.forward(input, parameters, trace)
      return zip(y.values, coefficients.values).reduce(0) { $0 + ($1.0 * $1.1).double }
    }

    /// ∂loss/∂weights and ∂loss/∂input.
    func gradients() -> (Parameters<Element>, Matrix<Element>?) {
      let trace = Perceptron.Trace<Element>(perceptron, rows: 3, differentiatesInput: true)
      _ = perceptron.forward(input, parameters, trace)
      let gradient = Parameters<Element>(parameters.layout)
      let below = perceptron.backward(
        input, outputGradient: coefficients.copy(), parameters, trace, into: gradient)
      return (gradient, below?.copy())
    }
  }

  @Test(
    "Weights' and input's gradients are differences of the loss",
    arguments: Activation.allCases, Activation.allCases)
  func gradients(hidden: Activation, output: Activation) throws {
    let probe = Probe<Double>(hidden: hidden, output: output)
    let (gradient, input) = probe.gradients()
    func check(_ number: UnsafeMutablePointer<Double>, _ gradient: Double, _ name: String) {
      let (h, value) = (1e-4, number.pointee)
      func loss(_ steps: Double) -> Double {
        number.pointee = value + steps * h
        defer { number.pointee = value }
        return probe.loss
      }
      let difference = (8 * (loss(1) - loss(-1)) - (loss(2) - loss(-2))) / (12 * h)
      #expect((difference - gradient).magnitude <= 1e-9, "\(name) \(difference) \(gradient)")
    }
    for block in probe.parameters.layout.blocks {
      for place in block.range {
        check(probe.parameters.buffer.start + place, gradient.buffer.start[place], block.name)
      }
    }
    let below = try #require(input)
    for place in 0..<below.count { check(probe.input.start + place, below.start[place], "input") }
  }

  @Test("Single precision follows double precision", arguments: Activation.allCases)
  func single(activation: Activation) {
    let (double, _) = Probe<Double>(hidden: activation, output: .identity).gradients()
    let (single, _) = Probe<Float>(hidden: activation, output: .identity).gradients()
    for (left, right) in zip(double.values, single.values) {
      #expect((left - Double(right)).magnitude <= 2e-5)
    }
  }
}
