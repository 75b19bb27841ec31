import Networks

/// The rule that moves the weights.
struct OptimizerArguments: ArgumentGroup {
  @Option(help: "The rule that moves the weights.", valueName: "name")
  var optimizer: OptimizerName? = nil

  @Option(help: "Decay of Adam's mean of gradients.", valueName: "number")
  var beta1: DecayRate? = nil

  @Option(help: "Decay of Adam's mean of squares.", valueName: "number")
  var beta2: DecayRate? = nil

  @Option(help: "What Adam or RMSprop adds to the root.", valueName: "number")
  var epsilon: NonnegativeNumber? = nil

  @Option(help: "Decay of RMSprop's means.", valueName: "number")
  var decay: DecayRate? = nil

  @Option(help: "Momentum of gradient descent.", valueName: "number")
  var momentum: DecayRate? = nil

  /// Replaces what is given; a number that the rule has not is refused.
  func replace(_ rule: inout Optimizer) throws(Failure) {
    guard !given.isEmpty else { return }
    var name = OptimizerName.adam
    var (first, second, small, square) = (0.9, 0.999, 1e-8, 0.0)
    var (fade, inertia) = (0.99, 0.0)
    switch rule {
    case .adam(let beta1, let beta2, let epsilon, let initialSquare):
      (first, second, small, square) = (beta1, beta2, epsilon, initialSquare)
    case .rmsprop(let decay, let epsilon, let isCentered):
      name = isCentered ? .rmspropCentered : .rmsprop
      (fade, small) = (decay, epsilon)
    case .descent(let momentum):
      name = .sgd
      inertia = momentum
    }
    if let optimizer, optimizer != name { (name, square) = (optimizer, 0) }
    try refuseForeign(to: name)
    switch name {
    case .adam:
      rule = .adam(
        beta1: beta1?.value ?? first, beta2: beta2?.value ?? second,
        epsilon: epsilon?.value ?? small, initialSquare: square)
    case .rmsprop, .rmspropCentered:
      rule = .rmsprop(
        decay: decay?.value ?? fade, epsilon: epsilon?.value ?? small,
        isCentered: name == .rmspropCentered)
    case .sgd:
      rule = .descent(momentum: momentum?.value ?? inertia)
    }
  }

  /// Refuses a number of another rule.
  private func refuseForeign(to name: OptimizerName) throws(Failure) {
    let owners: [String: Set<OptimizerName>] = [
      "--beta1": [.adam], "--beta2": [.adam],
      "--epsilon": [.adam, .rmsprop, .rmspropCentered],
      "--decay": [.rmsprop, .rmspropCentered], "--momentum": [.sgd],
    ]
    for option in given where owners[option]?.contains(name) == false {
      throw Failure(
        .usage, "train: \(option) is no setting of \(name.rawValue); choose another --optimizer")
    }
  }
}
