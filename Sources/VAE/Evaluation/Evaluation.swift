import Datasets
import Distributions
import Foundation
import Networks
import Tensors

/// What a model is worth on a set of images, in nats an image.
public struct Evaluation: Sendable, Equatable {
  /// The importance-sampled log p(x).
  public struct Evidence: Sendable, Equatable, Codable {
    /// The mean of L_K over the images.
    public var mean: Double
    /// Its standard error: how much it would vary over other sets of images as large (and their samples).
    public var standardError: Double
    /// K.
    public var samples: Int
    /// How much the mean would vary over other samples of z for these images: √(Σ Var(L_K))/n, the variances by
    /// the delta method (`ImageTerms.logEvidenceVariance`).
    public var monteCarloError: Double
    /// How far the mean lies below the true log p(x) of these images, to first order: half the mean of Var(L_K).
    public var shortfall: Double
    /// (Σ w)²/Σ w², the mean over the images.
    public var effectiveSamples: Double
    /// The smallest of them.
    public var fewestEffectiveSamples: Double

    private enum CodingKeys: String, CodingKey {
      case mean
      case standardError = "standard_error"
      case samples
      case monteCarloError = "monte_carlo_error"
      case shortfall
      case effectiveSamples = "effective_samples"
      case fewestEffectiveSamples = "fewest_effective_samples"
    }
  }

  /// L_k for one k.
  public struct CurvePoint: Sendable, Equatable, Codable {
    /// k.
    public var samples: Int
    /// The mean over images and blocks.
    public var bound: Estimate
  }

  /// How many images.
  public var images: Int
  /// The evidence lower bound, its divergence in closed form, its expectation over K samples an image.
  public var evidenceLowerBound: Estimate
  /// E[log p(x|z)].
  public var reconstruction: Estimate
  /// KL(q(z|x) ‖ p(z)) in closed form.
  public var divergence: Estimate
  /// log p(x).
  public var evidence: Evidence
  /// −log₂ p(x) a number of an image.
  public var bitsPerDimension: Double
  /// L_k, k increasing to K.
  public var curve: [CurvePoint]
  /// The use of the latent dimensions.
  public var latentUse: LatentUse
  /// The mixture of the posteriors, if asked for.
  public var aggregatePosterior: AggregatePosterior?
}

extension VariationalAutoencoder {
  /// Evaluates a model on images.
  ///
  /// - Parameters:
  ///   - parameters: The model's numbers.
  ///   - images: The images; at least one.
  ///   - options: How.
  ///   - onImages: Told, from any thread, how many images more are done.
  /// - Returns: The same bits for any number of threads.
  /// - Precondition: The images have the model's shape and the options no contradiction.
  /// - Complexity: K decoder passes an image; memory for 500 of them a thread.
  public func evaluate(
    _ parameters: Parameters<Float>, on images: ImageSet, _ options: EvaluationOptions,
    onImages: @Sendable (Int) -> Void = { _ in }
  ) -> Evaluation {
    let stream = Philox(seed: options.seed).substream("evaluate")
    let observations = observations(images, options)
    let posteriors = posteriors(of: observations, parameters, threads: options.threads)
    let terms = sampleWeights(
      of: observations, posteriors, parameters, samples: options.samples,
      curve: options.admittedCurve, using: stream.substream("noise"), threads: options.threads,
      onImages: onImages)
    var evaluation = Evaluation(terms, numbersOfAnImage: images.shape.count, posteriors.latentUse())
    if options.mixtureComponents > 0 {
      evaluation.aggregatePosterior = posteriors.aggregate(
        components: options.mixtureComponents, drawsPerComponent: options.mixtureDraws,
        using: stream.substream("mixture"), threads: options.threads)
    }
    return evaluation
  }

  /// The same importance samples, image by image.
  ///
  /// - Parameters, precondition and complexity: As for `evaluate`.
  public func importanceTerms(
    _ parameters: Parameters<Float>, on images: ImageSet, _ options: EvaluationOptions
  ) -> ImageTerms {
    let observations = observations(images, options)
    return sampleWeights(
      of: observations, posteriors(of: observations, parameters, threads: options.threads),
      parameters, samples: options.samples, curve: options.admittedCurve,
      using: Philox(seed: options.seed).substream("evaluate").substream("noise"),
      threads: options.threads)
  }

  /// The same for rows of numbers in any precision; nothing is binarised.
  public func importanceTerms<Element: Scalar>(
    _ parameters: Parameters<Element>, on images: Matrix<Element>, _ options: EvaluationOptions
  ) -> ImageTerms {
    precondition(
      images.columns == architecture.image.count && options.contradiction == nil,
      "rows of \(images.columns) for \(architecture.image); \(options.contradiction ?? "")")
    let observations = Observations(images)
    return sampleWeights(
      of: observations, posteriors(of: observations, parameters, threads: options.threads),
      parameters, samples: options.samples, curve: options.admittedCurve,
      using: Philox(seed: options.seed).substream("evaluate").substream("noise"),
      threads: options.threads)
  }

  /// The posterior of every row of numbers.
  public func posteriors<Element: Scalar>(
    _ parameters: Parameters<Element>, of images: Matrix<Element>, threads: Int = 1
  ) -> PosteriorTable<Element> {
    posteriors(of: Observations(images), parameters, threads: threads)
  }

  /// The posterior of every image of a set.
  public func posteriors(
    _ parameters: Parameters<Float>, of images: ImageSet, _ options: EvaluationOptions
  ) -> PosteriorTable<Float> {
    posteriors(of: observations(images, options), parameters, threads: options.threads)
  }

  /// The images of a set as the model reads them.
  func observations(
    _ images: ImageSet, _ options: EvaluationOptions
  ) -> Observations<Float> {
    precondition(
      images.shape == architecture.image && images.count > 0,
      "\(images.count) images of \(images.shape) for a model of \(architecture.image)")
    precondition(options.contradiction == nil, options.contradiction ?? "")
    return Observations(
      images, options.binarization,
      using: Philox(seed: options.seed).substream("evaluate").substream("pixels"))
  }
}

extension Evaluation {
  /// Sums up what was found image by image.
  init(_ terms: ImageTerms, numbersOfAnImage: Int, _ latentUse: LatentUse) {
    let n = terms.count
    images = n
    evidenceLowerBound = Estimate(count: n) { terms.evidenceLowerBound($0) }
    reconstruction = Estimate(count: n) { terms.reconstruction($0) }
    divergence = Estimate(count: n) { terms.divergence($0) }
    let logEvidence = Estimate(count: n) { terms.logEvidence($0) }
    let variance = Estimate(count: n) { terms.logEvidenceVariance($0) }.mean
    evidence = Evidence(
      mean: logEvidence.mean, standardError: logEvidence.standardError, samples: terms.samples,
      monteCarloError: (variance / Double(n)).squareRoot(), shortfall: variance / 2,
      effectiveSamples: Estimate(count: n) { terms.effectiveSamples($0) }.mean,
      fewestEffectiveSamples: (0..<n).lazy.map { terms.effectiveSamples($0) }.min() ?? .nan)
    bitsPerDimension = -logEvidence.mean / (Double(numbersOfAnImage) * log(2))
    curve = terms.curve.enumerated().map { index, k in
      CurvePoint(samples: k, bound: Estimate(count: n) { terms.bound($0, index) })
    }
    self.latentUse = latentUse
  }
}
