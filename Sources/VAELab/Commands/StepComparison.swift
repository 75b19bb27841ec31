import Datasets
import Foundation
import Networks
import Reporting
import VAE

/// What `bench train --model vq` measured: a VQ-VAE's steps and those of a Gaussian VAE with layers as wide and as
/// many latent numbers, in turns, so that what else the machine does weighs on both.
struct StepComparison: Encodable {
  /// One model's steps.
  struct Steps: Encodable {
    /// Seconds of all steps of an epoch: the median over the epochs.
    var secondsPerEpoch: Double
    /// Every epoch that counts.
    var seconds: [Double]
    /// Milliseconds a step.
    var millisecondsPerStep: Double
    /// The bound during the last epoch, in nats an image.
    var bound: Double

    private enum CodingKeys: String, CodingKey {
      case seconds, bound
      case secondsPerEpoch = "seconds_per_epoch"
      case millisecondsPerStep = "milliseconds_per_step"
    }
  }

  var vq: Steps
  var gaussian: Steps
  /// The VQ-VAE's time over the Gaussian VAE's: the median over the epochs.
  var ratio: Double
  /// The perplexity of the codes at the end.
  var perplexity: Double
  var positions: Int
  var codes: Int
  var dimension: Int
  /// Latent numbers of either model.
  var latent: Int
  var images: Int
  var batch: Int
  var threads: Int
  var peakMemory: Int

  private enum CodingKeys: String, CodingKey {
    case vq, gaussian, ratio, perplexity, positions, codes, dimension, latent, images, batch
    case threads
    case peakMemory = "peak_memory_bytes"
  }

  /// Trains both, after an epoch that is not counted.
  ///
  /// - Parameters:
  ///   - quantized: The VQ-VAE's settings; the Gaussian VAE takes over layers, pixels, batch and optimiser.
  ///   - images: The images.
  ///   - epochs: Epochs that count.
  ///   - threads: How many threads work.
  /// - Throws: `TrainingError`.
  static func run(
    _ quantized: QuantizedConfiguration, _ images: ImageSet, epochs: Int, threads: Int
  ) throws -> StepComparison {
    var settings = quantized
    settings.epochs = epochs + 1
    let shape = settings.architecture
    let other = TrainingConfiguration(
      architecture: Architecture(
        image: shape.image, latent: shape.latent, encoder: shape.encoder, decoder: shape.decoder,
        activation: shape.activation, likelihood: shape.likelihood),
      optimizer: settings.optimizer, learningRate: settings.learningRate,
      initializer: settings.initializer, batch: settings.batch, epochs: settings.epochs,
      binarization: settings.binarization, seed: settings.seed)
    let vq = try Trainer(settings, examples: images, threads: threads)
    let gaussian = try Trainer(other, examples: images, threads: threads)
    var (vqSeconds, gaussianSeconds): ([Double], [Double]) = ([], [])
    var (vqBound, gaussianBound) = (0.0, 0.0)
    while !vq.isFinished {
      var (first, second) = (0.0, 0.0)
      for _ in 0..<vq.stepsPerEpoch {
        let vqTerms = try time(&first) { try vq.step() }
        let gaussianTerms = try time(&second) { try gaussian.step() }
        if let vqTerms { vqBound = vqTerms.bound / Double(vqTerms.examples) }
        if let gaussianTerms {
          gaussianBound = gaussianTerms.bound / Double(gaussianTerms.examples)
        }
      }
      guard vq.progress.epoch > 1 else { continue }
      vqSeconds.append(first)
      gaussianSeconds.append(second)
    }
    func steps(_ seconds: [Double], _ bound: Double) -> Steps {
      let epoch = median(seconds)
      return Steps(
        secondsPerEpoch: epoch, seconds: seconds,
        millisecondsPerStep: 1000 * epoch / Double(vq.stepsPerEpoch), bound: bound)
    }
    return StepComparison(
      vq: steps(vqSeconds, vqBound), gaussian: steps(gaussianSeconds, gaussianBound),
      ratio: median(zip(vqSeconds, gaussianSeconds).map(/)),
      perplexity: settings.usage(vq.model, vq.parameters)?.perplexity ?? .nan,
      positions: shape.positions, codes: shape.codes, dimension: shape.dimension,
      latent: shape.latent, images: images.count, batch: settings.batch, threads: threads,
      peakMemory: PeakMemory.bytes)
  }

  private static func time<Result>(
    _ seconds: inout Double, _ work: () throws -> Result
  ) rethrows -> Result {
    let began = ContinuousClock.now
    let result = try work()
    seconds += (.now - began) / Duration.seconds(1)
    return result
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The result for people.
  var text: String {
    func line(_ name: String, _ steps: Steps) -> String {
      """
      \(name): \(NumberFormat.significant(steps.millisecondsPerStep, digits: 4)) ms a step, \
      \(NumberFormat.significant(steps.secondsPerEpoch, digits: 4)) s an epoch (median of \
      \(steps.seconds.count)), bound \(NumberFormat.fixed(steps.bound, decimals: 2))

      """
    }
    return """
      \(images) images in steps of \(batch) on \(threads) threads, both models in turns; \
      \(peakMemory >> 20) MB at most

      """ + line("VQ-VAE, \(positions) of \(codes) codes of \(dimension) numbers", vq)
        + line("Gaussian VAE, \(latent) latents", gaussian)
          + """
          ratio \(NumberFormat.fixed(ratio, decimals: 3)), perplexity \
          \(NumberFormat.fixed(perplexity, decimals: 2))

          """
  }
}
