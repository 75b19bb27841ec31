import Datasets
import Distributions
import Foundation
import Networks
import Reporting
import VAE

/// What `bench evaluate` measured.
struct EvaluationBenchmark: Encodable {
  /// Importance samples a second: the median over the repeats.
  var samplesPerSecond: Double
  /// The rate of each repeat.
  var rates: [Double]
  var images: Int
  /// Samples of z an image.
  var samples: Int
  var threads: Int
  /// The mean importance-sampled log p(x) of the network as drawn, in nats.
  var logEvidence: Double
  /// The most memory that the process has used so far, in bytes.
  var peakMemory: Int

  private enum CodingKeys: String, CodingKey {
    case samplesPerSecond = "samples_per_second"
    case rates, images, samples, threads
    case logEvidence = "log_evidence"
    case peakMemory = "peak_memory_bytes"
  }

  /// Runs the measurement: a network as initialised with 400 hidden units a side and 20 latents.
  ///
  /// - Parameter images: What is evaluated; one run over them is not counted.
  static func run(
    _ images: ImageSet, samples: Int, seed: UInt64, repeats: Int, threads: Int?
  ) -> EvaluationBenchmark {
    let model = VariationalAutoencoder(
      Architecture(image: images.shape, latent: 20, encoder: [400], decoder: [400]))
    let parameters: Parameters<Float> = model.initialParameters(
      .uniformFanIn, using: Philox(seed: seed).substream("initialize"))
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    var options = EvaluationOptions(
      samples: samples, curve: [], binarization: .threshold, mixtureComponents: 0,
      threads: threads)
    var rates: [Double] = []
    var logEvidence = 0.0
    for run in 0...repeats {
      options.seed = seed + UInt64(run)
      let start = ContinuousClock.now
      logEvidence = model.evaluate(parameters, on: images, options).evidence.mean
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      if run > 0 { rates.append(Double(images.count * samples) / seconds) }
    }
    return EvaluationBenchmark(
      samplesPerSecond: median(rates), rates: rates, images: images.count, samples: samples,
      threads: threads, logEvidence: logEvidence, peakMemory: PeakMemory.bytes)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The result for people.
  var text: String {
    """
    \(NumberFormat.significant(samplesPerSecond / 1e6, digits: 4)) million importance samples a \
    second: \(images) images, \(samples) samples of z each (threads: \(threads), median of \
    \(rates.count) runs)
    log p(x) \(NumberFormat.significant(logEvidence, digits: 6)) nats an image, untrained; peak \
    memory \(peakMemory >> 20) MB

    """
  }
}
