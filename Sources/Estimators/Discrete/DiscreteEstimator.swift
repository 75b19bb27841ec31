import Distributions

/// An estimator of the gradient of E f(x) in the logits of a discrete x.
public protocol DiscreteEstimator: GradientEstimator {
  /// The kind of problem.
  associatedtype Problem: DiscreteProblem

  /// What is estimated.
  var problem: Problem { get }

  /// How many vectors one draw needs aside.
  var vectors: Int { get }

  /// Writes one draw, shape `[width]`.
  func draw(into row: Coordinates, aside scratch: Scratch, using generator: inout Philox)
}

extension DiscreteEstimator {
  /// Those of the problem.
  public var parameters: [String] { problem.parameters }

  /// Fills a block with draws, row by row: shape `[draws, width]`.
  @inlinable public func fill(
    _ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox
  ) {
    let width = problem.width
    precondition(
      block.count.isMultiple(of: width),
      "a block of \(block.count) numbers does not hold whole rows of \(width)")
    problem.withScratch(vectors) { scratch in
      for row in 0..<(block.count / width) {
        draw(
          into: Coordinates(rebasing: block[(row * width)..<((row + 1) * width)]), aside: scratch,
          using: &generator)
      }
    }
  }
}

/// A discrete estimator that is a function of one state: its exact mean and variance are sums over the states.
public protocol StateEstimator: DiscreteEstimator {
  /// The gradient that a state gives, with `vectors` − 1 vectors aside.
  func gradient(at state: Coordinates, into row: Coordinates, aside scratch: Scratch)
}

extension StateEstimator {
  /// One draw, from a drawn state.
  @inlinable public func draw(
    into row: Coordinates, aside scratch: Scratch, using generator: inout Philox
  ) {
    problem.sample(into: scratch[0], using: &generator)
    gradient(at: scratch[0], into: row, aside: scratch.dropping(1))
  }
}

/// A discrete estimator that is a function of one uniform number a coordinate.
public protocol UniformEstimator: DiscreteEstimator {
  /// The gradient that uniform numbers in (0, 1) give, with `vectors` − 1 vectors aside.
  func gradient(uniforms: Coordinates, into row: Coordinates, aside scratch: Scratch)
}

extension UniformEstimator {
  /// One draw: one word a coordinate.
  @inlinable public func draw(
    into row: Coordinates, aside scratch: Scratch, using generator: inout Philox
  ) {
    let uniforms = scratch[0]
    for d in 0..<uniforms.count { uniforms[d] = generator.openUniform() }
    gradient(uniforms: uniforms, into: row, aside: scratch.dropping(1))
  }
}

/// A uniform estimator whose coordinate d depends on its own uniform number, and on the others' only through the
/// cells in which they lie: exact moments are sums over cells of integrals in one dimension.
public protocol CellEstimator: UniformEstimator {
  /// The inner ends of the cells of a coordinate, ascending in (0, 1).
  func cuts(_ coordinate: Int) -> [Double]
}
