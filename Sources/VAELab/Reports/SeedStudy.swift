import Claims
import Numerics
import Reporting

/// What `--vary-seed` measures: how often true statements look false by chance.
///
/// A standardised gap beyond the threshold is too rare to be counted in any reasonable number of
/// seeds; that the promised rate is the right one shows in the tails that can be counted.
package struct SeedStudy: Encodable {
  /// How many gaps lie beyond a number of standard errors.
  package struct Tail: Encodable {
    package let beyond: Double
    package let count: Int
    package let measured: Double
    /// The Clopper–Pearson interval of the measured rate, at confidence 0.9999.
    package let low: Double
    package let high: Double
    package let promised: Double
    /// Whether the promise lies in the interval.
    package let agrees: Bool
  }

  let seeds: Int
  let firstSeed: UInt64
  /// Statistical checks that were rerun under each seed.
  let checks: Int
  /// Standardised gaps seen in all, without those that are 0 because nothing varies.
  package let gaps: Int
  package let tails: [Tail]
  let threshold: Double
  /// Runs of the suite in which at least one true statement was rejected.
  package let runsWithAlarm: Int
  /// The bound on the probability of such a run: gaps in one run times the tail beyond the threshold.
  let promisedPerRun: Double
  /// Checks that gave a false alarm or broke down, each with its seed.
  let alarms: [String]

  private enum CodingKeys: String, CodingKey {
    case seeds
    case firstSeed = "first_seed"
    case checks, gaps, tails, threshold
    case runsWithAlarm = "runs_with_alarm"
    case promisedPerRun = "promised_per_run"
    case alarms
  }

  /// A statistical check and the stream that it draws from.
  private struct Job {
    let claim: Claim
    let index: Int
  }

  /// The gaps of one check under one seed.
  private struct Outcome {
    var gaps: [Double] = []
    var alarms: [String] = []
  }

  /// Reruns the statistical checks of claims, without their variants.
  ///
  /// - Parameters:
  ///   - firstSeed: The first seed; the others follow it.
  ///   - progress: Called from any thread after each seed.
  package static func run(
    _ claims: [Claim], seeds: Int, firstSeed: UInt64, threads: Int?,
    progress: @escaping @Sendable () -> Void
  ) -> SeedStudy {
    let jobs = claims.flatMap { claim in
      claim.checks.indices.filter { claim.checks[$0].isStatistical }
        .map { Job(claim: claim, index: $0) }
    }
    let outcomes = Parallel.map(
      count: seeds, threads: threads, progress: { _ in progress() },
      { gaps(of: jobs, seed: firstSeed &+ UInt64($0)) })
    return SeedStudy(outcomes, checks: jobs.count, firstSeed: firstSeed)
  }

  private static func gaps(of jobs: [Job], seed: UInt64) -> Outcome {
    var outcome = Outcome()
    do {
      let laboratory = try Laboratory(seed: seed)
      for job in jobs {
        let verdict = job.claim.checks[job.index]
          .run(in: laboratory, stream: job.claim.stream(job.index), variants: false).statement
        for finding in verdict.findings {
          if case .statistical(_, _, let z, _, _) = finding.evidence, z != 0 {
            outcome.gaps.append(z)
          }
        }
        if let failing = verdict.findings.first(where: { !$0.evidence.holds }) {
          outcome.alarms.append(
            "seed \(seed), \(job.claim.id), \(failing.subject): \(failing.evidence.summary)")
        }
      }
    } catch {
      outcome.alarms.append("seed \(seed): \(error)")
    }
    return outcome
  }

  private init(_ outcomes: [Outcome], checks: Int, firstSeed: UInt64) {
    let all = outcomes.flatMap(\.gaps)
    let threshold = Evidence.threshold
    self.checks = checks
    self.firstSeed = firstSeed
    seeds = outcomes.count
    gaps = all.count
    tails = [1, 2, 3, 4, threshold].map { limit in
      // NaN lies beyond everything.
      let count = all.count { !($0.magnitude <= limit) }
      let promised = FalseAlarm.twoSidedTail(beyond: limit)
      let interval = FalseAlarm.rateInterval(
        occurrences: count, trials: max(1, all.count), confidence: 0.9999)
      return Tail(
        beyond: limit, count: count, measured: all.isEmpty ? 0 : Double(count) / Double(all.count),
        low: interval.low, high: interval.high, promised: promised,
        agrees: interval.contains(promised))
    }
    self.threshold = threshold
    runsWithAlarm = outcomes.count { !$0.alarms.isEmpty }
    let perRun = outcomes.map(\.gaps.count).max() ?? 0
    promisedPerRun = FalseAlarm.unionBound(
      FalseAlarm.twoSidedTail(beyond: threshold), checks: perRun)
    alarms = outcomes.flatMap(\.alarms)
  }

  /// The study for people.
  package func text(width: Int?, palette: Palette) -> String {
    var table = Table(columns: [
      .init("|z| beyond", alignment: .right), .init("gaps", alignment: .right),
      .init("measured rate", alignment: .right), .init("99.99 % interval"),
      .init("promised rate", alignment: .right), .init(""),
    ])
    for tail in tails {
      table.append([
        Table.Cell(NumberFormat.significant(tail.beyond)), "\(tail.count)",
        Table.Cell(NumberFormat.significant(tail.measured, digits: 3)),
        Table.Cell(
          "\(NumberFormat.significant(tail.low, digits: 3)) … "
            + "\(NumberFormat.significant(tail.high, digits: 3))"),
        Table.Cell(NumberFormat.significant(tail.promised, digits: 3)),
        Table.Cell(tail.agrees ? "agrees" : "DISAGREES", emphasis: tail.agrees ? .good : .bad),
      ])
    }
    let conclusion =
      "\(runsWithAlarm) of \(seeds) runs with a false alarm; promised: at most "
      + "\(NumberFormat.significant(promisedPerRun, digits: 2)) a run"
    return "\(checks) statistical checks under \(seeds) seeds from \(firstSeed): "
      + "\(gaps) standardised gaps\n\n" + table.rendered(width: width, palette: palette) + "\n"
      + palette.apply(runsWithAlarm == 0 ? .good : .bad, to: conclusion) + "\n"
      + alarms.map { "  \($0)\n" }.joined()
  }
}
