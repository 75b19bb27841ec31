import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import Testing
import VAE

@Suite("Places of the latent space")
struct LatentsTests {
  @Test("Both ways meet their ends exactly; the spherical one keeps radius and turns evenly")
  func paths() {
    let (start, end): ([Float], [Float]) = ([3, 0, 0], [0, 3, 0])
    for path in LatentPath.allCases {
      #expect(path.place(0, from: start, to: end) == start)
      #expect(path.place(1, from: start, to: end) == end)
    }
    #expect(LatentPath.linear.place(0.25, from: start, to: end) == [2.25, 0.75, 0])
    for step in 1..<8 {
      let t = Double(step) / 8
      let place = LatentPath.spherical.place(t, from: start, to: end).map(Double.init)
      let radius = (place[0] * place[0] + place[1] * place[1]).squareRoot()
      #expect((radius - 3).magnitude <= 6 * 0x1p-24 * 3)
      let gap: Double = atan2(place[1], place[0]) - t * Double.pi / 2
      #expect(gap.magnitude <= 6 * 0x1p-24)
    }
  }

  @Test("Where directions are equal, opposite or none, the spherical way is the straight one")
  func degeneratePaths() {
    let ends: [[Float]] = [[2, 4], [-1, -2], [0, 0]]
    for end in ends {
      let place = LatentPath.spherical.place(0.5, from: [1, 2], to: end)
      #expect(place == LatentPath.linear.place(0.5, from: [1, 2], to: end))
      let isFinite = place.allSatisfy(\.isFinite)
      #expect(isFinite)
    }
  }

  @Test("The plane goes through the prior's quantiles, right and up")
  func plane() {
    let z = Latents.plane(side: 5)
    for row in 0..<5 {
      for column in 0..<5 {
        let places = [z[row * 5 + column, 0], z[row * 5 + column, 1]].map(Double.init)
        let shares: [Double] = [(Double(column) + 0.5) / 5.0, (Double(4 - row) + 0.5) / 5.0]
        for (place, share) in zip(places, shares) {
          // A place is rounded to single precision; the density is at most 0.4.
          let gap: Double = Reference.gaussianCDF(place) - share
          #expect(gap.magnitude <= 0.4 * 2 * 0x1p-24)
        }
      }
    }
  }

  @Test("A traversal moves one dimension and holds the others")
  func traversals() {
    let values = Latents.steps(3, reach: 2)
    #expect(values == [-2, 0, 2] && Latents.steps(1, reach: 2) == [0])
    let z = Latents.traversals(of: [2, 0], through: values, at: [5, 6, 7])
    let expected: [Float] = [5, 6, -2, 5, 6, 0, 5, 6, 2, -2, 6, 7, 0, 6, 7, 2, 6, 7]
    #expect(Array(z.values) == expected)
  }

  @Test("Ranks put the largest first and NaN last, whatever stands beside it")
  func ranks() {
    #expect(ranked([1, 3, 2, 3]) == [1, 3, 2, 0])
    #expect(ranked([.nan, -1, .nan, .infinity]) == [3, 1, 0, 2])
  }

  @Test("Draws from the prior depend on the row alone and have its deviation")
  func prior() {
    let stream = Philox(seed: 3)
    let few = Latents.prior(count: 3, latent: 4, using: stream)
    let many = Latents.prior(count: 5000, latent: 4, deviation: 2, using: stream)
    for index in 0..<12 { #expect(2 * few.values[index] == many.values[index]) }
    var moments = RunningMoments()
    for value in many.values { moments.add(Double(value)) }
    #expect(Statistics.zScore(of: moments, against: Bounded(exactly: 0)).magnitude <= 5)
    #expect(Statistics.varianceZScore(of: moments, against: Bounded(exactly: 4)).magnitude <= 5)
  }
}

@Suite("What a model shows")
struct DecodedTests {
  private func model(_ likelihood: Likelihood) -> (VariationalAutoencoder, Parameters<Float>) {
    let model = VariationalAutoencoder(
      Architecture(
        image: ImageShape(channels: 3, height: 2, width: 2), latent: 2, encoder: [5], decoder: [4],
        likelihood: likelihood))
    let parameters: Parameters<Float> = model.initialParameters(
      .lecunNormal, using: Philox(seed: 2))
    return (model, parameters)
  }

  @Test(
    "Draws have the decoder's mean and variance",
    arguments: [
      Likelihood.bernoulli, .gaussian(variance: 0.25), .gaussianLearnedVariance, .gaussianDiagonal,
    ])
  func draws(likelihood: Likelihood) {
    let (model, parameters) = model(likelihood)
    let count = 4000
    let z = Matrix<Float>(rows: count, columns: 2)
    for row in 0..<count { (z[row, 0], z[row, 1]) = (0.7, -1.2) }
    let means = model.means(parameters, ofLatents: z.rows(0..<1))
    let draws = model.draws(parameters, ofLatents: z, using: Philox(seed: 8))
    let outputs = model.decoder.forward(
      z.rows(0..<1), parameters,
      Perceptron.Trace<Float>(model.decoder, rows: 1, differentiatesInput: false))
    for number in 0..<12 {
      var moments = RunningMoments()
      for row in 0..<count { moments.add(Double(draws[row, number])) }
      let mean = Double(means[0, number])
      let variance: Double =
        switch likelihood {
        case .bernoulli: mean * (1 - mean)
        case .gaussian(let variance): variance
        case .gaussianLearnedVariance: 1
        case .gaussianDiagonal: exp(Double(outputs[0, 12 + number]))
        }
      #expect(Statistics.zScore(of: moments, against: Bounded(mean, error: 1e-6)).magnitude <= 5)
      #expect(
        Statistics.varianceZScore(of: moments, against: Bounded(variance, error: 1e-6)).magnitude
          <= 5)
    }
  }

  @Test(
    "A weight that is no number shows in means and draws",
    arguments: [Likelihood.bernoulli, .gaussianDiagonal])
  func spoilt(likelihood: Likelihood) {
    let (model, parameters) = model(likelihood)
    parameters["decoder.1.bias"].start[3] = .nan
    let z = Matrix<Float>(rows: 1, columns: 2)
    #expect(model.means(parameters, ofLatents: z)[0, 3].isNaN)
    #expect(model.draws(parameters, ofLatents: z, using: Philox(seed: 1))[0, 3].isNaN)
  }

  @Test("Reconstructions decode the means that the posteriors have")
  func reconstructions() {
    let (model, parameters) = model(.bernoulli)
    let images = ImageSet(
      shape: model.architecture.image, bytes: (0..<36).map { $0.isMultiple(of: 3) ? 255 : 0 })
    let found = model.reconstructions(parameters, of: images, EvaluationOptions())
    let means = model.means(parameters, ofLatents: found.posteriors.means)
    #expect(Array(found.means.values) == Array(means.values))
    for image in 0..<3 {
      var expected = 0.0
      for number in 0..<12 {
        let p = Double(means[image, number])
        expected += found.inputs[image, number] == 1 ? log(p) : log(1 - p)
      }
      // Twelve terms of at most a few nats, in single precision.
      #expect((found.logLikelihoods[image] - expected).magnitude <= 12 * 8 * 0x1p-23)
    }
  }

  @Test("An unused dimension has no response and comes last")
  func response() {
    let (model, parameters) = model(.bernoulli)
    let weight = parameters["decoder.0.weight"]
    for column in 0..<weight.columns { weight[0, column] = 0 }
    let response = model.response(parameters, through: [-3, 0, 3], at: [0, 0])
    #expect(response[0] == 0 && response[1] > 0)
    #expect(ranked(response) == [1, 0])
  }
}
