import Networks
import Tensors

/// A gradient that can be certified: a way to evaluate it, and the function of the parameters whose ordinary derivative
/// it claims to be.
///
/// That function is a loss in which what the gradient does not follow is held at its value in θ: the sides of
/// rectifiers, what an estimator leaves out, what stands under a stop-gradient. Both are asked for over any kind of
/// number, so that differences, dual numbers and dual numbers over dual numbers read the same text.
public protocol CertifiableGradient: Sendable {
  /// The parameter blocks.
  var layout: ParameterLayout { get }
  /// θ, the point where the gradient is certified.
  var parameters: Parameters<Double> { get }
  /// Images of the batch.
  var examples: Int { get }
  /// Whether the function is the loss itself, nothing held but what is constant about θ: then, and in general only
  /// then, the gradient's Jacobian is the function's Hessian.
  var isDerivative: Bool { get }

  /// Makes an evaluation of the gradient in memory of its own, which every call uses again.
  ///
  /// - Parameters:
  ///   - examples: The images whose part of the loss is differentiated; the parts of a batch add up.
  ///   - number: The kind of number.
  /// - Returns: A function that reads parameters and writes every number of a gradient.
  func differentiator<Element: Scalar>(
    of examples: Range<Int>, in number: Element.Type
  ) -> (_ parameters: Parameters<Element>, _ gradient: Parameters<Element>) -> Void

  /// Makes the function whose derivative at θ the gradient claims to be.
  ///
  /// - Parameter number: The kind of number.
  /// - Returns: A function of parameters near θ; it works in memory of its own, one call at a time.
  func surrogate<Element: Scalar>(
    in number: Element.Type
  ) -> (_ parameters: Parameters<Element>) -> Element

  /// The gradient with a fault that is particular to this kind; `nil` where there is no such fault.
  func gradient(
    madeWrongBy fault: GradientFault, _ gradient: Parameters<Double>
  ) -> Parameters<Double>?
}

extension CertifiableGradient {
  /// The gradient under test, at these parameters or others.
  public func gradient<Element: Scalar>(
    at parameters: Parameters<Element>
  ) -> Parameters<Element> {
    gradient(at: parameters, examples: 0..<examples)
  }

  /// The part of some of the images in the gradient.
  func gradient<Element: Scalar>(
    at parameters: Parameters<Element>, examples: Range<Int>
  ) -> Parameters<Element> {
    let gradient = Parameters<Element>(layout)
    differentiator(of: examples, in: Element.self)(parameters, gradient)
    return gradient
  }

  /// The derivative of the gradient along a direction, by evaluating it at θ + ε v with dual numbers.
  func jacobianProduct(_ direction: Parameters<Double>) -> Parameters<Double> {
    let point = Parameters<Dual<Double>>(layout)
    for place in 0..<point.buffer.count {
      point.buffer.start[place] = Dual(
        parameters.buffer.start[place], tangent: direction.buffer.start[place])
    }
    let gradient = gradient(at: point)
    let product = Parameters<Double>(layout)
    for place in 0..<point.buffer.count {
      product.buffer.start[place] = gradient.buffer.start[place].tangent
    }
    return product
  }

  /// Whether a second evaluation in the same memory, with another one between, gives the same bits.
  var isRepeatable: Bool {
    let differentiate = differentiator(of: 0..<examples, in: Double.self)
    func evaluate(at parameters: Parameters<Double>) -> [UInt64] {
      let gradient = Parameters<Double>(layout)
      for block in layout.blocks { gradient[block].fill(.nan) }
      differentiate(parameters, gradient)
      return gradient.values.map(\.bitPattern)
    }
    let first = evaluate(at: parameters)
    let elsewhere = parameters.copy()
    for place in 0..<elsewhere.buffer.count { elsewhere.buffer.start[place] *= 1.5 }
    _ = evaluate(at: elsewhere)
    return first == evaluate(at: parameters)
  }

  /// The gap between the batch's gradient and the sum over its two halves, relative to each block's size.
  var shardGap: Double? {
    guard examples > 1 else { return nil }
    let half = examples / 2
    let whole = gradient(at: parameters)
    let parts = [0..<half, half..<examples].map { gradient(at: parameters, examples: $0) }
    var worst = 0.0
    for block in layout.blocks {
      let size = whole[block].rootMeanSquare
      for place in block.range {
        let sum = parts[0].buffer.start[place] + parts[1].buffer.start[place]
        let gap = (sum - whole.buffer.start[place]).magnitude
        if !(gap <= worst * size) { worst = gap / size }
      }
    }
    return worst
  }
}
