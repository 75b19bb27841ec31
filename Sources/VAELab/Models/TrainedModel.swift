import Datasets
import Foundation
import Networks
import Tensors
import VAE

/// A model that a command uses: read from a run's folder and fit to be used.
struct TrainedModel {
  /// The folder.
  let folder: String
  /// Which weights they are: where no validation chose the best, the last.
  let weights: WeightChoice
  /// Weights, settings and progress.
  let checkpoint: TrainingCheckpoint<TrainingConfiguration>
  /// The shape.
  let model: VariationalAutoencoder

  /// Reads the model of a run.
  ///
  /// - Throws: `CheckpointError`; `Failure` with status 65 where a weight is no finite number.
  init(_ folder: String, weights: WeightChoice) throws {
    self.folder = folder
    let run = RunFolder(path: folder)
    self.weights =
      weights == .best && FileManager.default.fileExists(atPath: run.best) ? .best : .last
    checkpoint = try run.model(of: TrainingConfiguration.self, preferring: weights)
    model = checkpoint.model
    guard checkpoint.parameters.values.allSatisfy(\.isFinite) else {
      throw Failure(
        .badData, "\(folder): holds weights that are not finite numbers; train the model again")
    }
  }

  /// The model's numbers.
  var parameters: Parameters<Float> { checkpoint.parameters }
  /// The shape.
  var architecture: Architecture { model.architecture }
  /// Latent dimensions.
  var latent: Int { architecture.latent }
  /// The images.
  var image: ImageShape { architecture.image }

  /// One line for people.
  var summary: String {
    let widths = [image.count] + architecture.encoder + [latent] + architecture.decoder
    let layers = (widths + [image.count]).map(String.init).joined(separator: "-")
    let epochs = checkpoint.progress.epoch
    return
      "\(layers), \(architecture.activation), \(architecture.likelihood.rawValue), after \(epochs) epoch\(epochs == 1 ? "" : "s")"
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
