import Distributions
import Foundation
import Networks
import Tensors

/// p(x|z) as it follows from the decoder's outputs: the likelihood and, where its variance is learned, that parameter.
public struct ObservationModel: Sendable {
  /// The law.
  public let likelihood: Likelihood
  /// The learned log-variance of `gaussian-learned`.
  public let logVariance: ParameterLayout.Block?

  /// Declares the parameter that the law has.
  init(_ likelihood: Likelihood, in layout: inout ParameterLayout) {
    self.likelihood = likelihood
    logVariance =
      likelihood == .gaussianLearnedVariance
      ? layout.add("likelihood.log_variance", rows: 1, columns: 1) : nil
  }

  /// Begins a Bernoulli decoder at the logits of mean intensities, kept within 0.001 … 0.999.
  ///
  /// So do Burda, Grosse and Salakhutdinov (2016).
  func start<Element: Scalar>(
    _ decoder: Perceptron, at pixelMeans: [Double], in parameters: Parameters<Element>
  ) {
    guard likelihood == .bernoulli, let last = decoder.layers.last else { return }
    precondition(
      pixelMeans.count == last.bias.count,
      "\(pixelMeans.count) means for \(last.bias.count) numbers")
    for (index, mean) in pixelMeans.enumerated() {
      parameters[last.bias].start[index] = Element(logit(min(max(mean, 0.001), 0.999)))
    }
  }
  /// log p(x|z) of every row of decoder outputs; row *r* is compared with image *r* / repeats.
  func logLikelihood<Element: Scalar>(
    _ outputs: Matrix<Element>, of images: Matrix<Element>, repeats: Int,
    _ parameters: Parameters<Element>, into result: Matrix<Element>
  ) {
    let (rows, columns) = (outputs.rows, images.columns)
    switch likelihood {
    case .bernoulli:
      Element.bernoulliLogLikelihood(
        logits: outputs.start, targets: images.start, rows: rows, columns: columns,
        repeats: repeats, into: result.start)
    case .gaussianDiagonal:
      Element.gaussianLogLikelihood(
        outputs: outputs.start, targets: images.start, rows: rows, columns: columns,
        repeats: repeats, into: result.start)
    case .gaussian, .gaussianLearnedVariance:
      Element.squaredDistances(
        means: outputs.start, targets: images.start, rows: rows, columns: columns,
        repeats: repeats, into: result.start)
      let s = sharedLogVariance(parameters)
      for row in 0..<rows {
        result.start[row] = sharedVarianceLogDensity(result.start[row], s, columns)
      }
    }
  }

  /// The same, and the outputs become the gradient of Σ weightᵣ · log p(x|z) by the outputs; the gradient by a learned
  /// log-variance is written too.
  func likelihoodGradient<Element: Scalar>(
    _ outputs: Matrix<Element>, of images: Matrix<Element>, repeats: Int,
    weights: Matrix<Element>, _ parameters: Parameters<Element>, into result: Matrix<Element>,
    gradient: Parameters<Element>
  ) {
    let (rows, columns) = (outputs.rows, images.columns)
    switch likelihood {
    case .bernoulli:
      Element.bernoulliGradient(
        logits: outputs.start, targets: images.start, weights: weights.start, rows: rows,
        columns: columns, repeats: repeats, into: result.start)
    case .gaussianDiagonal:
      Element.gaussianGradient(
        outputs: outputs.start, targets: images.start, weights: weights.start, rows: rows,
        columns: columns, repeats: repeats, into: result.start)
    case .gaussian, .gaussianLearnedVariance:
      Element.squaredDistances(
        means: outputs.start, targets: images.start, rows: rows, columns: columns,
        repeats: repeats, into: result.start)
      let s = sharedLogVariance(parameters)
      let precision = Element.exp(-s)
      // ∂log p/∂s = ½ (‖x − μ‖² e⁻ˢ − D), ∂log p/∂μ = e⁻ˢ (x − μ).
      var sum = Element.zero
      for row in 0..<rows {
        sum +=
          weights.start[row] * Element(0.5)
          * (result.start[row] * precision - Element(Double(columns)))
        result.start[row] = sharedVarianceLogDensity(result.start[row], s, columns)
        weights.start[row] *= precision
      }
      if let logVariance { gradient[logVariance].start[0] = sum }
      Element.residuals(
        means: outputs.start, targets: images.start, weights: weights.start, rows: rows,
        columns: columns, repeats: repeats)
      for row in 0..<rows { weights.start[row] = weights.start[row] / precision }
    }
  }

  /// The log-variance of a Gaussian decoder that has one for all numbers.
  func sharedLogVariance<Element: Scalar>(_ parameters: Parameters<Element>) -> Element {
    if let logVariance { return parameters[logVariance].start[0] }
    guard case .gaussian(let variance) = likelihood else { return .zero }
    return Element(log(variance))
  }

  /// −½ (D (log 2π + s) + ‖x − μ‖² e⁻ˢ).
  private func sharedVarianceLogDensity<Element: Scalar>(
    _ squaredDistance: Element, _ s: Element, _ numbers: Int
  ) -> Element {
    let constant = Element(Double(numbers)) * (Element(log(2 * Double.pi)) + s)
    return Element(-0.5) * (constant + squaredDistance * Element.exp(-s))
  }
}
