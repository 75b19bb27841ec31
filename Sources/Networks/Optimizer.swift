import Foundation
import Tensors

/// A rule that moves parameters against a gradient.
public enum Optimizer: Sendable, Equatable, Codable {
  /// m = μm + g, w −= ηm; Polyak (1964).
  case descent(momentum: Double)
  /// m and v are running means of g and g², w −= η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ);
  /// Kingma and Ba (2015). `initialSquare` is what v begins with: 0 in the paper.
  case adam(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, initialSquare: Double = 0)
  /// v is the running mean of g², w −= η g/(√v + ε); centred: √(v − m²), m the running mean of g;
  /// Hinton (2012), Graves (2013).
  case rmsprop(decay: Double = 0.99, epsilon: Double = 1e-8, isCentered: Bool = false)

  /// What the rule remembers from step to step.
  public struct State<Element: Scalar>: Sendable {
    /// Running mean of the gradient, or the velocity; empty where the rule has none.
    public let mean: Parameters<Element>
    /// Running mean of the squared gradient; empty where the rule has none.
    public let square: Parameters<Element>
    /// Steps taken.
    public var steps: Int

    /// Creates the state before the first step.
    public init(_ optimizer: Optimizer, layout: ParameterLayout) {
      let empty = ParameterLayout()
      switch optimizer {
      case .descent:
        (mean, square) = (Parameters(layout), Parameters(empty))
      case .adam(_, _, _, let initialSquare):
        (mean, square) = (Parameters(layout), Parameters(layout))
        for block in layout.blocks { square[block].fill(Element(initialSquare)) }
      case .rmsprop(_, _, let isCentered):
        (mean, square) = (Parameters(isCentered ? layout : empty), Parameters(layout))
      }
      steps = 0
    }

    /// Creates a state that was saved.
    public init(mean: Parameters<Element>, square: Parameters<Element>, steps: Int) {
      self.mean = mean
      self.square = square
      self.steps = steps
    }
  }

  /// Takes one step.
  ///
  /// - Parameters:
  ///   - parameters: What is moved.
  ///   - gradients: Parts of the gradient, whose sum counts; the first is overwritten by the sum.
  ///   - rate: The learning rate η.
  ///   - state: The memory of the rule.
  ///   - threads: How many threads share the work; the numbers do not depend on it.
  /// - Complexity: O(*parameters* · *parts*); no allocation.
  public func step<Element: Scalar>(
    _ parameters: Parameters<Element>, gradients: [Parameters<Element>], rate: Double,
    state: inout State<Element>, threads: Int
  ) {
    state.steps += 1
    let (count, time, memory) = (parameters.buffer.count, Double(state.steps), state)
    // Pieces that stay in the cache from the sum of the parts to the step.
    let piece = 1 << 14
    let w = parameters.buffer, g = gradients[0].buffer
    inParallel(pieces: (count + piece - 1) / piece, threads: threads) { index in
      let offset = index * piece
      let length = min(piece, count - offset)
      for part in gradients.dropFirst() {
        Element.add(part.buffer.start + offset, to: g.start + offset, count: length)
      }
      move(
        w.start + offset, gradient: g.start + offset, memory, offset: offset, count: length,
        rate: rate, time: time)
    }
  }

  private func move<Element: Scalar>(
    _ w: UnsafeMutablePointer<Element>, gradient g: UnsafeMutablePointer<Element>,
    _ state: State<Element>, offset: Int, count: Int, rate: Double, time: Double
  ) {
    switch self {
    case .descent(let momentum):
      Element.descend(
        w, velocity: state.mean.buffer.start + offset, gradient: g, count: count,
        rate: Element(rate), momentum: Element(momentum))
    case .adam(let beta1, let beta2, let epsilon, _):
      Element.adam(
        w, mean: state.mean.buffer.start + offset, square: state.square.buffer.start + offset,
        gradient: g, count: count, rate: Element(rate), beta1: Element(beta1),
        beta2: Element(beta2), epsilon: Element(epsilon),
        correction1: Element(1 / (1 - pow(beta1, time))),
        correction2: Element(1 / (1 - pow(beta2, time))))
    case .rmsprop(let decay, let epsilon, let isCentered):
      Element.rmsprop(
        w, mean: isCentered ? state.mean.buffer.start + offset : nil,
        square: state.square.buffer.start + offset, gradient: g, count: count,
        rate: Element(rate), decay: Element(decay), epsilon: Element(epsilon))
    }
  }
}
