import Datasets
import Distributions
import Networks
import Tensors
import Testing
import VAE

/// A random VQ-VAE of two hidden layers a side, and two codes of two numbers an image; of a residual quantiser some are
/// replaced.
func quantizedSubject(
  _ likelihood: Likelihood, _ activation: Activation, seed: UInt64,
  loss: QuantizedLoss = QuantizedLoss(), quantizer: Quantizer = .product
) -> QuantizedSubject {
  QuantizedSubject(
    random: QuantizedArchitecture(
      image: ImageShape(height: 2, width: 2), positions: 2, codes: 4, dimension: 2,
      quantizer: quantizer, encoder: [4, 3], decoder: [3, 4], activation: activation,
      likelihood: likelihood),
    loss: loss, examples: 3, codeNoise: quantizer == .residual ? 0.5 : 0, using: Philox(seed: seed))
}

@Suite("The certificate of a VQ-VAE's gradient")
struct QuantizedCertificateTests {
  /// Where a stop-gradient can stand.
  private static let placements: [StopGradient] = [[], .encoding, .code, [.encoding, .code]]

  @Test(
    "Every term and their sum are certified and every wrong gradient refuted",
    arguments: everyLikelihood, Quantizer.allCases)
  func terms(likelihood: Likelihood, quantizer: Quantizer) {
    for (number, activation) in Activation.allCases.enumerated() {
      let subject = quantizedSubject(
        likelihood, activation, seed: UInt64(number), quantizer: quantizer)
      #expect(subject.clearance >= QuantizedSubject.wantedClearance)
      let losses = [subject.loss] + QuantizedLoss.Part.allCases.map { subject.loss.only($0.term) }
      for (index, loss) in losses.enumerated() {
        let certificate = GradientCertificate(
          of: subject.replacing(loss: loss), .init(directions: 1))
        #expect(certificate.holds, "\(activation), loss \(index)")
        #expect(!certificate.controls.isEmpty)
        if index == 0 {
          var faults: Set<GradientFault> = [
            .transposedBlock, .lostExample, .swappedCommitment, .freeCodebookLoss, .freeCommitment,
            .freeReconstruction, .reconstructionToCode, .noStraightThrough, .slopeAtEncoding,
            .lostFactor,
          ]
          if quantizer == .residual { faults.insert(.freeResidual) }
          #expect(Set(certificate.controls.map(\.fault)) == faults)
        }
      }
    }
  }

  @Test(
    "Stop-gradients elsewhere are certified against their own surrogates",
    arguments: QuantizedLoss.Part.allCases, Quantizer.allCases)
  func placements(part: QuantizedLoss.Part, quantizer: Quantizer) {
    for (number, placement) in Self.placements.enumerated() {
      let subject = quantizedSubject(
        everyLikelihood[number], Activation.allCases[number], seed: UInt64(number),
        quantizer: quantizer)
      var loss = subject.loss
      loss[keyPath: part.term].stopped = placement
      for loss in [loss, loss.only(part.term)] {
        let certificate = GradientCertificate(
          of: subject.replacing(loss: loss), .init(directions: 1))
        #expect(certificate.holds, "\(placement) \(loss)")
      }
    }
  }

  @Test(
    "A gradient certified under one placement is refuted under every other",
    arguments: Quantizer.allCases)
  func distinguished(quantizer: Quantizer) {
    let subject = quantizedSubject(.bernoulli, .tanh, seed: 4, quantizer: quantizer)
    for part in QuantizedLoss.Part.allCases {
      for claimed in Self.placements {
        for real in Self.placements where real != claimed {
          var (left, right) = (subject.loss, subject.loss)
          left[keyPath: part.term].stopped = claimed
          right[keyPath: part.term].stopped = real
          let gradient = subject.replacing(loss: left).gradient(at: subject.parameters)
          let certificate = GradientCertificate(
            of: subject.replacing(loss: right), gradient: gradient,
            .init(entries: 16, directions: 1))
          #expect(!certificate.holds, "\(claimed.rawValue) for \(real.rawValue)")
        }
      }
    }
  }

  @Test(
    "At θ every surrogate has the value of the loss, whatever is held",
    arguments: Quantizer.allCases)
  func value(quantizer: Quantizer) {
    for (number, activation) in Activation.allCases.enumerated() {
      let subject = quantizedSubject(
        everyLikelihood[number % 4], activation, seed: 9, quantizer: quantizer)
      for part in QuantizedLoss.Part.allCases {
        for placement in Self.placements {
          var loss = subject.loss
          loss[keyPath: part.term].stopped = placement
          let held = subject.replacing(loss: loss)
          let (left, right) = (
            held.surrogate(in: Double.self)(subject.parameters), held.loss(at: subject.parameters)
          )
          #expect((left - right).magnitude <= 64 * right.ulp, "\(left) \(right)")
        }
      }
    }
  }

  @Test("Replaced codes are read by the decoder, and no gradient without them is certified")
  func noise() {
    let subject = quantizedSubject(.bernoulli, .tanh, seed: 1, quantizer: .residual)
    let replaced = subject.replacements.count { $0 != CodeNoise.none }
    #expect(replaced > 0 && replaced < subject.replacements.count)
    let plain = QuantizedSubject(
      model: subject.model, loss: subject.loss, images: subject.images,
      parameters: subject.parameters)
    #expect(plain.loss(at: plain.parameters) != subject.loss(at: subject.parameters))
    // The distances are those of the chosen codes in any case.
    let (left, right) = (
      plain.replacing(loss: plain.loss.only(\.commitment)),
      subject.replacing(loss: subject.loss.only(\.commitment))
    )
    #expect(left.loss(at: left.parameters) == right.loss(at: right.parameters))
    let certificate = GradientCertificate(
      of: subject, gradient: plain.gradient(at: plain.parameters), .init(directions: 1))
    #expect(!certificate.holds)
  }

  @Test(
    "Held halves of the distance with equal weights are the derivative of the whole, no others are")
  func halves() {
    let subject = quantizedSubject(.bernoulli, .tanh, seed: 2)
    func certificate(codebook: Double, commitment: Double, held: Bool) -> GradientCertificate {
      var loss = QuantizedLoss(commitment: commitment, codebook: codebook)
      loss.reconstruction.weight = 0
      if !held { (loss.codebook.stopped, loss.commitment.stopped) = ([], []) }
      return GradientCertificate(of: subject.replacing(loss: loss), .init(directions: 1))
    }
    // ‖sg[z] − e‖² + ‖z − sg[e]‖² has the gradient of ‖z − e‖², which is that of ½‖z − e‖² + ½‖z − e‖² too.
    let (split, joint) = (
      certificate(codebook: 1, commitment: 1, held: true),
      certificate(codebook: 0.5, commitment: 0.5, held: false)
    )
    #expect(
      split.holds && !split.isDerivativeOfBound && split.asymmetry <= BlockCheck.roundingLimit)
    #expect(joint.holds && joint.isDerivativeOfBound && joint.asymmetry <= BlockCheck.roundingLimit)
    #expect(split.taylor[0].slope == joint.taylor[0].slope)
    let uneven = certificate(codebook: 1, commitment: 0.25, held: true)
    #expect(uneven.holds && uneven.asymmetry > 1e-3)
  }

  @Test(
    "Where only assignments are held, the surrogate is the loss, at every step of every difference")
  func real() {
    for (number, likelihood) in everyLikelihood.enumerated() {
      var loss = QuantizedLoss()
      loss.reconstruction.stopped = .encoding
      (loss.codebook.stopped, loss.commitment.stopped) = ([], [])
      let subject = quantizedSubject(
        likelihood, [.tanh, .softplus, .sigmoid, .identity][number], seed: UInt64(number),
        loss: loss)
      #expect(subject.isDerivative)
      let surrogate = subject.surrogate(in: Double.self)
      let moved = subject.parameters.copy()
      for place in subject.layout.blocks.flatMap(\.range) {
        for step in [-3.0, 3] {
          moved.buffer.start[place] = subject.parameters.buffer.start[place] + step * 0x1p-10
          let (left, right) = (surrogate(moved), subject.loss(at: moved))
          #expect((left - right).magnitude <= 64 * right.ulp, "\(likelihood) \(place)")
        }
        moved.buffer.start[place] = subject.parameters.buffer.start[place]
      }
    }
  }
}
