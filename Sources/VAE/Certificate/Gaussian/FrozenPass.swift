import Foundation
import Networks
import Tensors

/// What gradient estimators hold fixed, evaluated once at the parameters in question.
struct FrozenPass: Sendable {
  /// μ, image by image.
  let means: [Double]
  /// σ.
  let deviations: [Double]
  /// log σ².
  let logVariances: [Double]
  /// z, one row a sample.
  let latents: Matrix<Double>
  /// log p(z) − log q(z|x).
  let logRatio: [Double]
  /// w̃ = w/Σ w over the samples of an image.
  let normalizedWeights: [Double]
  /// log w less the mean of log w of the image's other samples, where there are any.
  let centeredLogWeights: [Double]
  /// The sides of the encoder's rectifiers.
  let encoderSides: Piece<Double>.Pattern
  /// The sides of the decoder's rectifiers.
  let decoderSides: Piece<Double>.Pattern

  /// Runs both networks forward.
  init(_ subject: GradientSubject) {
    let (model, samples) = (subject.model, subject.objective.samples)
    let (latent, scale) = (subject.noise.columns, model.architecture.posteriorScale)
    let encoder = Piece<Double>(model.encoder, rows: subject.images.rows, pattern: nil)
    let head = encoder(subject.images, subject.parameters)
    encoderSides = encoder.sides
    var (means, deviations, logVariances): ([Double], [Double], [Double]) = ([], [], [])
    for example in 0..<head.rows {
      for j in 0..<latent {
        let s = head[example, latent + j]
        means.append(head[example, j])
        deviations.append(scale.deviation(s))
        logVariances.append(scale.logVariance(s, deviation: scale.deviation(s)))
      }
    }
    let latents = Matrix<Double>(rows: subject.noise.rows, columns: latent)
    var logRatio: [Double] = []
    for row in 0..<latents.rows {
      var sum = 0.0
      for j in 0..<latent {
        let (place, ε) = (row / samples * latent + j, subject.noise[row, j])
        let z = means[place] + deviations[place] * ε
        latents[row, j] = z
        sum += ε * ε + logVariances[place] - z * z
      }
      logRatio.append(0.5 * sum)
    }
    let decoder = Piece<Double>(model.decoder, rows: latents.rows, pattern: nil)
    let logLikelihood = Matrix<Double>(rows: latents.rows, columns: 1)
    model.observation.logLikelihood(
      decoder(latents, subject.parameters), of: subject.images, repeats: samples,
      subject.parameters, into: logLikelihood)
    decoderSides = decoder.sides

    let logWeights = zip(logLikelihood.values, logRatio).map { $0 + subject.objective.beta * $1 }
    (normalizedWeights, centeredLogWeights) = Self.weights(logWeights, samples: samples)
    (self.means, self.deviations, self.logVariances) = (means, deviations, logVariances)
    (self.latents, self.logRatio) = (latents, logRatio)
  }

  private static func weights(
    _ logWeights: [Double], samples: Int
  ) -> (normalized: [Double], centered: [Double]) {
    var (normalized, centered): ([Double], [Double]) = ([], [])
    for first in stride(from: 0, to: logWeights.count, by: samples) {
      let group = logWeights[first..<first + samples]
      let largest = group.max() ?? 0
      let weights = group.map { exp($0 - largest) }
      let total = weights.reduce(0, +)
      normalized += weights.map { $0 / total }
      let sum = group.reduce(0, +)
      centered += group.map { samples > 1 ? $0 - (sum - $0) / Double(samples - 1) : $0 }
    }
    return (normalized, centered)
  }
}
