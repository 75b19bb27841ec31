import Distributions
import Numerics

/// A sampler under test: prepared for a subject once, then drawn from many times.
public typealias Sampler<Value> = @Sendable (Value) throws -> (inout Philox) -> Double

extension Check {
  /// States that the mean of a sampler is a known number: |z| ≤ `Evidence.threshold`.
  ///
  /// - Parameters:
  ///   - name: What is compared, in a few words.
  ///   - subjects: The witnesses; every one is drawn from `draws` times.
  ///   - draws: Sample size, the same for the statement and its variants (which see the same noise).
  ///   - right: How the expectation is computed.
  ///   - sampler: One draw of the estimator.
  ///   - expectation: The exact expectation, by closed form, sum or quadrature.
  ///   - variants: Samplers that take the place of the statement's.
  public static func mean<Value>(
    _ name: String, on subjects: @escaping Subjects<Value>, draws: Int = Laboratory.draws,
    against right: String, of sampler: @escaping Sampler<Value>,
    equals expectation: @escaping Formula<Value>, variants: [Variant<Sampler<Value>>] = []
  ) -> Check {
    sampled(name, subjects, draws, "mean", right, sampler, expectation, variants) {
      moments, truth in
      .statistical(
        estimate: moments.mean, expectation: truth.value,
        z: Statistics.zScore(of: moments, against: truth), draws: draws,
        detectable: Laboratory.detectable * moments.standardError)
    }
  }

  /// States that the variance of a sampler is a known number, standardised by the sample's fourth moment.
  public static func variance<Value>(
    _ name: String, on subjects: @escaping Subjects<Value>, draws: Int = Laboratory.draws,
    against right: String, of sampler: @escaping Sampler<Value>,
    equals variance: @escaping Formula<Value>, variants: [Variant<Sampler<Value>>] = []
  ) -> Check {
    sampled(name, subjects, draws, "variance", right, sampler, variance, variants) {
      moments, truth in
      let n = Double(draws)
      let spread = (moments.fourthCentralMoment - moments.variance * moments.variance) / n
      return .statistical(
        estimate: moments.variance, expectation: truth.value,
        z: Statistics.varianceZScore(of: moments, against: truth), draws: draws,
        detectable: Laboratory.detectable * max(0, spread).squareRoot())
    }
  }

  private static func sampled<Value>(
    _ name: String, _ subjects: @escaping Subjects<Value>, _ draws: Int, _ statistic: String,
    _ right: String, _ sampler: @escaping Sampler<Value>,
    _ expectation: @escaping Formula<Value>, _ variants: [Variant<Sampler<Value>>],
    _ relate: @escaping @Sendable (RunningMoments, Bounded) -> Evidence
  ) -> Check {
    Check(
      name, routes: ("\(statistic) of \(draws) draws", right), isStatistical: true,
      variants: variants, statement: sampler
    ) { laboratory, stream in
      let cases = Result { try subjects(laboratory) }
      let truths = cases.map { cases in
        cases.map { subject in Result { try expectation(subject.value) } }
      }
      return { sampler in
        collect(cases) { index, subject in
          let truth = try truths.get()[index].get()
          let draw = try sampler(subject.value)
          var generator = laboratory.generator("\(stream)/\(subject.name)")
          var moments = RunningMoments()
          for _ in 0..<draws { moments.add(draw(&generator)) }
          return relate(moments, truth)
        }
      }
    }
  }

  /// States that a sampler follows a law, by the Kolmogorov–Smirnov distance to its cumulative function.
  public static func fit<Value>(
    _ name: String, on subjects: @escaping Subjects<Value>, draws: Int = 20_000,
    against right: String, of sampler: @escaping Sampler<Value>,
    follows cumulative: @escaping @Sendable (Value) throws -> (Double) -> Double,
    variants: [Variant<Sampler<Value>>] = []
  ) -> Check {
    Check(
      name, routes: ("\(draws) draws, sorted", right), isStatistical: true, variants: variants,
      statement: sampler
    ) { laboratory, stream in
      let cases = Result { try subjects(laboratory) }
      return { sampler in
        collect(cases) { _, subject in
          let draw = try sampler(subject.value)
          var generator = laboratory.generator("\(stream)/\(subject.name)")
          let sample = (0..<draws).map { _ in draw(&generator) }
          let test = try Statistics.kolmogorovSmirnov(sample, cdf: cumulative(subject.value))
          return .statistical(
            estimate: test.statistic, expectation: 0, z: test.zEquivalent, draws: draws,
            detectable: Laboratory.detectable / (2 * Double(draws).squareRoot()))
        }
      }
    }
  }
}
