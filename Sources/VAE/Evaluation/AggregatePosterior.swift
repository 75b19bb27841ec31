import Distributions
import Foundation
import Tensors

/// How the mixture q(z) = ¹⁄ₙ Σ q(z|xᵢ) of all posteriors differs from the prior, in nats.
///
/// The mean divergence of the posteriors is the sum of the two parts: KL̄ = I + KL(q(z) ‖ p(z)); Hoffman and
/// Johnson (2016).
public struct AggregatePosterior: Sendable, Equatable, Codable {
  /// KL(q(z) ‖ p(z)), by Monte Carlo.
  public var divergence: Estimate
  /// I = KL̄ − KL(q(z) ‖ p(z)): what z tells about which image it encodes, at most log n.
  public var mutualInformation: Estimate
  /// n, the posteriors of the mixture: those of the first images.
  public var components: Int
  /// Draws from the mixture.
  public var draws: Int

  private enum CodingKeys: String, CodingKey {
    case divergence
    case mutualInformation = "mutual_information"
    case components
    case draws
  }
}

extension PosteriorTable {
  /// Estimates the two parts of the mean divergence, with the exact density of the mixture.
  ///
  /// Draw *d* comes from component *d* mod n, so that every posterior is drawn from equally often: the draws of a
  /// component differ from those of another, and the standard error that is given is above the true one.
  ///
  /// - Parameters:
  ///   - components: n, at most the number of images; more are cut.
  ///   - drawsPerComponent: Draws from each posterior.
  ///   - generator: Sub-stream *i* serves component *i*.
  ///   - threads: How many threads share the draws.
  /// - Complexity: O(*n*² · *draws per component* · *latent*).
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func aggregate(
    components: Int, drawsPerComponent: Int, using generator: Philox, threads: Int
  ) -> AggregatePosterior {
    let n = min(components, count)
    let mixture = GaussianMixture(self, components: n)
    // One row a component: its draws' log q(z) − log p(z), then their log q(z|x) − log q(z).
    let results = Matrix<Double>(rows: n, columns: 2)
    let latent = latent
    inParallel(pieces: n, threads: threads) { component in
      var stream = generator.substream(component)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: latent + n) { room in
        guard let z = room.baseAddress else { return }
        for _ in 0..<drawsPerComponent {
          stream.fillNormals(UnsafeMutableBufferPointer(start: z, count: latent))
          var (noise, square) = (0.0, 0.0)
          for j in 0..<latent {
            noise += z[j] * z[j]
            z[j] = means[component, j].double + deviations[component, j].double * z[j]
            square += z[j] * z[j]
          }
          // All without their −½ log 2π a dimension.
          let prior = -0.5 * square
          let own = -0.5 * noise - mixture.halfLogVariances[component]
          let density = mixture.logDensity(z, z + latent)
          results[component, 0] += (density - prior) / Double(drawsPerComponent)
          results[component, 1] += (own - density) / Double(drawsPerComponent)
        }
      }
    }
    return AggregatePosterior(
      divergence: Estimate(count: n) { results[$0, 0] },
      mutualInformation: Estimate(count: n) { results[$0, 1] }, components: n,
      draws: n * drawsPerComponent)
  }
}

/// The density of q(z), in a form that is quick to evaluate.
private struct GaussianMixture: Sendable {
  let count: Int
  /// μ and −½/σ², dimension by dimension: row *j* holds all components' numbers.
  let means: Matrix<Double>
  let precisions: Matrix<Double>
  /// ½ Σ log σ² of every component.
  let halfLogVariances: [Double]

  init<Element: Scalar>(_ table: PosteriorTable<Element>, components: Int) {
    count = components
    means = Matrix(rows: table.latent, columns: components)
    precisions = Matrix(rows: table.latent, columns: components)
    var halves = [Double](repeating: 0, count: components)
    for i in 0..<components {
      for j in 0..<table.latent {
        let σ = table.deviations[i, j].double
        means[j, i] = table.means[i, j].double
        precisions[j, i] = -0.5 / (σ * σ)
        halves[i] += 0.5 * table.logVariances[i, j].double
      }
    }
    halfLogVariances = halves
  }

  /// log q(z) without its −½ log 2π a dimension; `room` holds one number a component.
  func logDensity(_ z: UnsafePointer<Double>, _ room: UnsafeMutablePointer<Double>) -> Double {
    for i in 0..<count { room[i] = -halfLogVariances[i] }
    for j in 0..<means.rows {
      let (μ, precision, place) = (means.row(j), precisions.row(j), z[j])
      for i in 0..<count {
        let gap = place - μ[i]
        room[i] += gap * gap * precision[i]
      }
    }
    var largest = -Double.infinity
    for i in 0..<count where room[i] > largest { largest = room[i] }
    var sum = 0.0
    for i in 0..<count where room[i] > largest - 40 { sum += exp(room[i] - largest) }
    return largest + log(sum / Double(count))
  }
}
