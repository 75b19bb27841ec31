import Networks

/// The learning rate and how it changes.
struct RateArguments: ArgumentGroup {
  @Option(help: "The learning rate.", valueName: "number")
  var learningRate: NonnegativeNumber? = nil

  @Option(help: "How the learning rate changes.", valueName: "name")
  var schedule: ScheduleName? = nil

  @Option(help: "Epochs at which the rate is multiplied by --factor.", valueName: "epochs")
  var milestones: Milestones? = nil

  @Option(help: "The factor at each milestone.", valueName: "number")
  var factor: NonnegativeNumber? = nil

  /// Refuses numbers that no schedule reads.
  func validate() throws(Failure) {
    if milestones != nil || factor != nil, schedule != .milestones {
      throw Failure(.usage, "train: --milestones and --factor need --schedule milestones")
    }
  }

  /// Replaces what is given.
  func replace(_ known: inout LearningRate) {
    guard learningRate != nil || schedule != nil else { return }
    let rate: Double
    var name = ScheduleName.constant
    switch known {
    case .constant(let value): rate = value
    case .cosine(let value): (rate, name) = (value, .cosine)
    case .milestones(let value, _, _): (rate, name) = (value, .milestones)
    case .burda: (rate, name) = (1e-3, learningRate == nil ? .burda : .constant)
    }
    let value = learningRate?.value ?? rate
    switch schedule ?? name {
    case .constant: known = .constant(value)
    case .cosine: known = .cosine(value)
    case .burda: known = .burda
    case .milestones:
      if milestones != nil || factor != nil {
        known = .milestones(
          value, epochs: milestones?.epochs ?? [], factor: factor?.value ?? 0.1)
      } else if case .milestones(_, let epochs, let factor) = known {
        known = .milestones(value, epochs: epochs, factor: factor)
      } else {
        known = .constant(value)
      }
    }
  }
}
