import Datasets
import Foundation
import Networks
import VAE

/// What an autoencoder's run trains.
protocol AutoencoderTask: ToldTask where Model: ImageDecoder, Examples == ImageSet {
  /// How pixels are read.
  var binarization: Binarization { get }
  /// The model in a few words.
  var summary: String { get }
}

extension TrainingConfiguration: AutoencoderTask {
  var summary: String {
    let widths = [architecture.image.count] + architecture.encoder + [architecture.latent]
    let layers = (widths + architecture.decoder + [architecture.image.count]).map(String.init)
    return
      "\(layers.joined(separator: "-")), \(architecture.activation), \(architecture.likelihood.rawValue)"
  }
}

extension QuantizedConfiguration: AutoencoderTask {
  var summary: String {
    let numbers = "\(architecture.image.count)"
    let sign = architecture.quantizer == .residual ? "+" : "×"
    let latent = "(\(architecture.positions)\(sign)\(architecture.dimension))"
    let layers =
      [numbers] + architecture.encoder.map(String.init) + [latent]
      + architecture.decoder.map(String.init) + [numbers]
    return
      "VQ-VAE \(layers.joined(separator: "-")), \(architecture.codes) codes, \(architecture.activation), \(architecture.likelihood.rawValue)"
  }
}

/// A VAE with Gaussian latents that a command uses.
typealias GaussianModel = TrainedModel<TrainingConfiguration>
/// A VQ-VAE that a command uses.
typealias QuantizedModel = TrainedModel<QuantizedConfiguration>

/// A model that a command uses: read from a run's folder and fit to be used.
struct TrainedModel<Task: AutoencoderTask> {
  /// The folder.
  let folder: String
  /// Which weights they are: where no validation chose the best, the last.
  let weights: WeightChoice
  /// Weights, settings and progress.
  let checkpoint: TrainingCheckpoint<Task>
  /// The shape.
  let model: Task.Model

  /// Reads the model of a run.
  ///
  /// - Throws: `CheckpointError`; `Failure` with status 65 where a weight is no finite number.
  init(_ folder: String, weights: WeightChoice) throws {
    self.folder = folder
    let run = RunFolder(path: folder)
    self.weights =
      weights == .best && FileManager.default.fileExists(atPath: run.best) ? .best : .last
    checkpoint = try run.model(of: Task.self, preferring: weights)
    model = checkpoint.model
    try Self.check(checkpoint.parameters, in: folder)
  }

  /// Refuses weights that are no finite numbers.
  static func check(_ parameters: Parameters<Float>, in folder: String) throws(Failure) {
    guard parameters.values.allSatisfy(\.isFinite) else {
      throw Failure(
        .badData, "\(folder): holds weights that are not finite numbers; train the model again")
    }
  }

  /// The model's numbers.
  var parameters: Parameters<Float> { checkpoint.parameters }
  /// The images.
  var image: ImageShape { model.image }
  /// How pixels are read.
  var binarization: Binarization { checkpoint.configuration.binarization }

  /// One line for people.
  var summary: String {
    let epochs = checkpoint.progress.epoch
    return
      "\(checkpoint.configuration.summary), after \(epochs) epoch\(epochs == 1 ? "" : "s")"
  }

  /// Refuses images of another shape.
  func check(_ shape: ImageShape, of data: String, command: String) throws(Failure) {
    guard shape == image else {
      throw Failure(
        .badData,
        "\(command): the model in \(folder) is for images of \(image), those of \(data) are \(shape); "
          + "choose the data it was trained on with --data")
    }
  }
}

extension GaussianModel {
  /// The shape.
  var architecture: Architecture { model.architecture }
  /// Latent dimensions.
  var latent: Int { architecture.latent }
}

extension QuantizedModel {
  /// The shape.
  var architecture: QuantizedArchitecture { model.architecture }

  /// The prior over the codes that is asked for; `nil` for the uniform one.
  ///
  /// - Parameter choice: If not given, the learned one if the folder holds one.
  func prior(_ choice: PriorChoice?) throws -> TrainingCheckpoint<PriorConfiguration>? {
    guard choice != .uniform else { return nil }
    guard choice == .learned || RunFolder(path: folder, stage: .prior).isBegun else { return nil }
    let prior = try RunFolder(path: folder).prior(for: checkpoint)
    try Self.check(prior.parameters, in: folder)
    return prior
  }
}

/// Which law of the codes a command takes.
public enum PriorChoice: String, ArgumentValue, Sendable, CaseIterable {
  /// The one that `train --stage prior` trained.
  case learned
  /// The one that the VQ-VAE was trained under.
  case uniform
}
