import Datasets
import VAE

extension Failure {
  /// The failure that an error of data, checkpoints or training stands for; `nil` for other errors.
  init?(_ error: any Error) {
    switch error {
    case let error as DatasetError:
      let status: ExitStatus =
        switch error.kind {
        case .missing: .missingInput
        case .invalid: .badData
        case .inputOutput: .inputOutput
        }
      self.init(status, "\(error)")
    case let error as CheckpointError:
      let status: ExitStatus =
        switch error.kind {
        case .missing: .missingInput
        case .invalid: .badData
        case .inputOutput: .inputOutput
        }
      self.init(status, "\(error)")
    case let error as TrainingError:
      self.init(.usage, "\(error)")
    case let error as PictureError:
      let status: ExitStatus =
        switch error {
        case .notFinite: .badData
        case .tooLarge: .usage
        }
      self.init(status, "\(error)")
    default:
      return nil
    }
  }
}
