import Foundation
import Networks
import Tensors
import VAE
import _Differentiation

// The loss written a second time, for one number at a time, as functions that the compiler differentiates. What an
// estimator leaves out is taken out of the derivative by `withoutDerivative`.

/// Where the numbers of a model stand, and what they are evaluated on.
struct DifferentiatedBound {
  struct Layer {
    let weight, bias, outputs: Int
    let activation: Activation
  }

  let encoder, decoder: [Layer]
  let latent: Int
  let likelihood: Likelihood
  let logVariance: Int
  let scale: PosteriorScale
  let objective: Objective
  let images: [[Double]]
  let noise: [[Double]]

  init(_ subject: GradientSubject) {
    let model = subject.model
    encoder = model.encoder.layers.map {
      Layer(
        weight: $0.weight.offset, bias: $0.bias.offset, outputs: $0.bias.count,
        activation: $0.activation)
    }
    decoder = model.decoder.layers.map {
      Layer(
        weight: $0.weight.offset, bias: $0.bias.offset, outputs: $0.bias.count,
        activation: $0.activation)
    }
    latent = model.architecture.latent
    likelihood = model.architecture.likelihood
    logVariance = model.observation.logVariance?.offset ?? 0
    scale = model.architecture.posteriorScale
    objective = subject.objective
    images = (0..<subject.images.rows).map { row in
      (0..<subject.images.columns).map { subject.images[row, $0] }
    }
    noise = (0..<subject.noise.rows).map { row in
      (0..<subject.noise.columns).map { subject.noise[row, $0] }
    }
  }

  /// The gradient of the loss that the compiler derives, one number a parameter.
  func gradient(at θ: [Double]) -> [Double] {
    _Differentiation.gradient(at: θ) { loss(of: self, $0) }.base
  }
}

func exponential(_ x: Double) -> Double { exp(x) }

@derivative(of: exponential)
func exponentialDerivative(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
  let y = exp(x)
  return (y, { $0 * y })
}

func logarithm(_ x: Double) -> Double { log(x) }

@derivative(of: logarithm)
func logarithmDerivative(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
  (log(x), { $0 / x })
}

func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }

@derivative(of: hyperbolicTangent)
func hyperbolicTangentDerivative(
  _ x: Double
) -> (value: Double, pullback: (Double) -> Double) {
  let c = cosh(x)
  return (tanh(x), { $0 / (c * c) })
}

@differentiable(reverse)
func activated(_ x: Double, _ activation: Activation) -> Double {
  switch activation {
  case .identity: return x
  case .relu: return x > 0 ? x : 0
  case .tanh: return hyperbolicTangent(x)
  case .softplus: return logarithm(1 + exponential(x))
  case .sigmoid: return 1 / (1 + exponential(-x))
  }
}

@differentiable(reverse,wrt: (θ, x))
func network(
  _ θ: [Double], _ x: [Double], _ layers: [DifferentiatedBound.Layer]
) -> [Double] {
  var y = x
  for index in 0..<layers.count {
    y = layer(θ, y, layers[index])
  }
  return y
}

@differentiable(reverse,wrt: (θ, x))
func layer(_ θ: [Double], _ x: [Double], _ layer: DifferentiatedBound.Layer) -> [Double] {
  var y: [Double] = []
  for j in 0..<layer.outputs {
    var sum = θ[layer.bias + j]
    for i in 0..<withoutDerivative(at: x.count) {
      sum += x[i] * θ[layer.weight + i * layer.outputs + j]
    }
    y.append(activated(sum, layer.activation))
  }
  return y
}

@differentiable(reverse)
func deviation(_ s: Double, _ scale: PosteriorScale) -> Double {
  switch scale {
  case .logVariance: return exponential(s / 2)
  case .logDeviation: return exponential(s)
  case .softplus: return logarithm(1 + exponential(s))
  }
}

/// log p(x|z).
@differentiable(reverse,wrt: (θ, z))
func logLikelihood(
  of bound: DifferentiatedBound, _ θ: [Double], _ z: [Double], _ x: [Double]
) -> Double {
  let out = network(θ, z, bound.decoder)
  var sum = 0.0
  for i in 0..<x.count {
    switch bound.likelihood {
    case .bernoulli:
      let p = 1 / (1 + exponential(-out[i]))
      sum += x[i] * logarithm(p) + (1 - x[i]) * logarithm(1 - p)
    case .gaussian(let variance):
      let gap = x[i] - out[i]
      sum -= (log(2 * Double.pi * variance) + gap * gap / variance) / 2
    case .gaussianLearnedVariance:
      let gap = x[i] - out[i]
      let variance = exponential(θ[bound.logVariance])
      sum -= (logarithm(2 * Double.pi * variance) + gap * gap / variance) / 2
    case .gaussianDiagonal:
      let gap = x[i] - out[i]
      let variance = exponential(out[x.count + i])
      sum -= (logarithm(2 * Double.pi * variance) + gap * gap / variance) / 2
    }
  }
  return sum
}

/// log N(z; μ, σ²).
@differentiable(reverse)
func logNormal(_ z: [Double], _ μ: [Double], _ σ: [Double]) -> Double {
  var sum = 0.0
  for j in 0..<withoutDerivative(at: z.count) {
    let gap = (z[j] - μ[j]) / σ[j]
    sum -= (log(2 * Double.pi) + gap * gap) / 2 + logarithm(σ[j])
  }
  return sum
}

/// μ, σ.
@differentiable(reverse,wrt: head)
func deviations(of bound: DifferentiatedBound, _ head: [Double]) -> [Double] {
  var σ: [Double] = []
  for j in 0..<bound.latent { σ.append(deviation(head[bound.latent + j], bound.scale)) }
  return σ
}

@differentiable(reverse,wrt: head)
func means(of bound: DifferentiatedBound, _ head: [Double]) -> [Double] {
  var μ: [Double] = []
  for j in 0..<bound.latent { μ.append(head[j]) }
  return μ
}

@differentiable(reverse,wrt: (μ, σ))
func sampled(_ μ: [Double], _ σ: [Double], _ ε: [Double]) -> [Double] {
  var z: [Double] = []
  for j in 0..<ε.count { z.append(μ[j] + σ[j] * ε[j]) }
  return z
}

/// KL(N(μ, σ²) ‖ N(0, 1)), dimension by dimension.
@differentiable(reverse)
func divergence(_ μ: [Double], _ σ: [Double]) -> Double {
  var sum = 0.0
  for j in 0..<withoutDerivative(at: μ.count) {
    sum += (μ[j] * μ[j] + σ[j] * σ[j] - 1) / 2 - logarithm(σ[j])
  }
  return sum
}

/// log w of one sample.
@differentiable(reverse,wrt: θ)
func logWeight(of bound: DifferentiatedBound, _ θ: [Double], _ image: Int, _ k: Int) -> Double {
  let head = network(θ, bound.images[image], bound.encoder)
  let μ = means(of: bound, head)
  let σ = deviations(of: bound, head)
  let z = sampled(μ, σ, bound.noise[image * bound.objective.samples + k])
  let prior = logNormal(z, zeros(bound.latent), ones(bound.latent))
  let reconstruction = logLikelihood(of: bound, θ, z, bound.images[image])
  if bound.objective.estimator == .pathwise {
    return reconstruction + bound.objective.beta * (prior - logNormal(z, μ, σ))
  }
  let fixed = logNormal(z, withoutDerivative(at: μ), withoutDerivative(at: σ))
  return reconstruction + bound.objective.beta * (prior - fixed)
}

func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
func ones(_ count: Int) -> [Double] { [Double](repeating: 1, count: count) }

/// What one sample adds where the decoder and the encoder are differentiated with different weights.
@differentiable(reverse,wrt: θ)
func splitTerm(
  of bound: DifferentiatedBound, _ θ: [Double], _ image: Int, _ k: Int, _ weights: [Double]
) -> Double {
  let x = bound.images[image]
  let head = network(θ, x, bound.encoder)
  let μ = means(of: bound, head)
  let σ = deviations(of: bound, head)
  let z = sampled(μ, σ, bound.noise[image * bound.objective.samples + k])
  let decoderTerm = logLikelihood(of: bound, θ, withoutDerivative(at: z), x)
  let prior = logNormal(z, zeros(bound.latent), ones(bound.latent))
  let fixed = logNormal(z, withoutDerivative(at: μ), withoutDerivative(at: σ))
  let encoderTerm =
    logLikelihood(of: bound, withoutDerivative(at: θ), z, x)
    + bound.objective.beta * (prior - fixed)
  return weights[k] * decoderTerm + weights[k] * weights[k] * encoderTerm
}

/// The same for the score function, where nothing passes through the sample.
@differentiable(reverse,wrt: θ)
func scoreTerm(
  of bound: DifferentiatedBound, _ θ: [Double], _ image: Int, _ k: Int, _ weights: [Double]
) -> Double {
  let x = bound.images[image]
  let head = network(θ, x, bound.encoder)
  let μ = means(of: bound, head)
  let σ = deviations(of: bound, head)
  let ε = bound.noise[image * bound.objective.samples + k]
  let z = withoutDerivative(
    at: sampled(withoutDerivative(at: μ), withoutDerivative(at: σ), ε))
  let sum = logLikelihood(of: bound, θ, z, x) + weights[k] * logNormal(z, μ, σ)
  return sum / Double(bound.objective.samples)
}

/// Normalised weights, or log-weights less the mean of the others.
func fixedWeights(of bound: DifferentiatedBound, _ θ: [Double], _ image: Int) -> [Double] {
  let terms = (0..<bound.objective.samples).map { logWeight(of: bound, θ, image, $0) }
  if bound.objective.estimator == .scoreFunction {
    guard terms.count > 1 else { return terms }
    return terms.indices.map { k in
      let others = terms.indices.filter { $0 != k }.map { terms[$0] }
      return terms[k] - others.reduce(0, +) / Double(others.count)
    }
  }
  let total = terms.reduce(0) { $0 + exp($1) }
  return terms.map { exp($0) / total }
}

@differentiable(reverse,wrt: θ)
func elbo(of bound: DifferentiatedBound, _ θ: [Double], _ image: Int) -> Double {
  let x = bound.images[image]
  let head = network(θ, x, bound.encoder)
  let μ = means(of: bound, head)
  let σ = deviations(of: bound, head)
  var sum = 0.0
  for k in 0..<bound.objective.samples {
    let z = sampled(μ, σ, bound.noise[image * bound.objective.samples + k])
    sum += logLikelihood(of: bound, θ, z, x)
  }
  return sum / Double(bound.objective.samples) - bound.objective.beta * divergence(μ, σ)
}

@differentiable(reverse,wrt: θ)
func sampledBound(of bound: DifferentiatedBound, _ θ: [Double], _ image: Int) -> Double {
  let samples = bound.objective.samples
  if bound.objective.bound == .importanceWeighted {
    var total = 0.0
    for k in 0..<samples { total += exponential(logWeight(of: bound, θ, image, k)) }
    return logarithm(total / Double(samples))
  }
  var sum = 0.0
  for k in 0..<samples { sum += logWeight(of: bound, θ, image, k) }
  return sum / Double(samples)
}

@differentiable(reverse,wrt: θ)
func splitBound(of bound: DifferentiatedBound, _ θ: [Double], _ image: Int) -> Double {
  let weights = withoutDerivative(at: fixedWeights(of: bound, withoutDerivative(at: θ), image))
  var sum = 0.0
  for k in 0..<bound.objective.samples {
    if bound.objective.estimator == .scoreFunction {
      sum += scoreTerm(of: bound, θ, image, k, weights)
    } else {
      sum += splitTerm(of: bound, θ, image, k, weights)
    }
  }
  return sum
}

/// Minus the mean over the images.
@differentiable(reverse,wrt: θ)
func loss(of bound: DifferentiatedBound, _ θ: [Double]) -> Double {
  var sum = 0.0
  for image in 0..<bound.images.count {
    switch bound.objective.estimator {
    case .doublyReparameterized, .scoreFunction: sum += splitBound(of: bound, θ, image)
    case .pathwise, .pathDerivative:
      if bound.objective.bound == .elbo {
        sum += elbo(of: bound, θ, image)
      } else {
        sum += sampledBound(of: bound, θ, image)
      }
    }
  }
  return -sum / Double(bound.images.count)
}
