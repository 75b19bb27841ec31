import Foundation
import Reporting
import VAE

/// A training run as it is told on the console.
struct TrainingSession<Task: ToldTask> {
  let run: TrainingRun<Task>
  let json: Bool
  let console: Console

  /// Trains; epochs are told as they come, or all at the end as JSON.
  func run(resumes: Bool) throws -> ExitStatus {
    let steps = run.stepsPerEpoch
    let total = run.configuration.epochs * steps
    let progress = ProgressLine(of: "steps", total: total, tellsLabels: true, on: console.errors)
    defer { progress.finish() }
    var epochs: [TrainingEpoch] = []
    var (done, begun, began) = (0, 0, ContinuousClock.now)
    if !json { try console.output.sink.write(heading) }
    var failure: (any Error)?
    let (end, model) = try console.stop.listening {
      try run.run(
        resumes: resumes, isStopped: { console.stop.isMade || failure != nil },
        onStart: {
          (done, begun, began) = ($0.step, $0.step, .now); progress.advance(by: $0.step)
        },
        onStep: { now in
          progress.advance(by: now.step - done, label(now, since: began, begun))
          done = now.step
        },
        onEpoch: { epoch in
          epochs.append(epoch)
          guard !json else { return }
          progress.finish()
          do { try console.output.sink.write(row(epoch)) } catch { failure = error }
        })
    }
    progress.finish()
    if let failure { throw failure }
    let seconds = (.now - began) / Duration.seconds(1)
    if json {
      try console.output.sink.write(
        try JSON.text(
          TrainingDocument(
            epochs: epochs, end: end, out: run.folder.path, seconds: seconds,
            peakMemory: PeakMemory.bytes, configuration: model.configuration)))
    } else {
      try console.output.sink.write(closing(end, model, seconds))
    }
    return .holds
  }

  private func label(
    _ progress: TrainingProgress, since began: ContinuousClock.Instant, _ begun: Int
  ) -> String {
    let steps = run.stepsPerEpoch
    let left = run.configuration.epochs * steps - progress.step
    let seconds = (.now - began) / Duration.seconds(1)
    let pace = seconds / Double(max(progress.step - begun, 1))
    let bound =
      progress.terms.examples > 0
      ? NumberFormat.fixed(progress.terms.bound / Double(progress.terms.examples), decimals: 2)
      : ""
    let rate = NumberFormat.fixed(Double(run.configuration.batch) / pace / 1000, decimals: 1)
    return [
      "epoch \(progress.epoch + 1)/\(run.configuration.epochs)", "bound \(bound)",
      "\(rate)k images/s", "\(Clock.text(pace * Double(left))) left",
    ].joined(separator: "  ")
  }

  private static var columns: [EpochColumn] {
    [EpochColumn("epoch", width: 7, decimals: 0) { Double($0.epoch) }] + Task.columns + [
      EpochColumn("validation", width: 12) { $0.validation },
      EpochColumn("seconds", width: 9, decimals: 2) { $0.seconds },
    ]
  }

  private static func line(_ cell: (EpochColumn) -> String) -> String {
    columns.map { column in
      let text = cell(column)
      return String(repeating: " ", count: max(0, column.width - text.count)) + text
    }.joined() + "\n"
  }

  private var heading: String { Self.line(\.name) }

  private func row(_ epoch: TrainingEpoch) -> String { Self.line { $0.cell(epoch) } }

  private func closing(
    _ end: TrainingEnd, _ model: TrainingCheckpoint<Task>, _ seconds: Double
  ) -> String {
    let memory = "\(PeakMemory.bytes >> 20) MB at most"
    let place = run.folder.path
    let stage = run.folder.stage == .model ? "" : " --stage \(run.folder.stage.rawValue)"
    switch end {
    case .finished:
      return
        "\(model.progress.epoch) epochs in \(Clock.text(seconds)), \(memory); \(Task.product) is in \(place)\n"
    case .stoppedEarly:
      return
        "stopped after epoch \(model.progress.epoch): no better validation since epoch \(model.validation?.bestEpoch ?? 0); \(Task.product) is in \(place)\n"
    case .interrupted:
      return
        "interrupted at step \(model.progress.step) and saved; --resume\(stage) --out \(place) goes on\n"
    }
  }
}

/// What `train --json` writes.
struct TrainingDocument<Task: TrainingTask>: Encodable {
  var epochs: [TrainingEpoch]
  var end: TrainingEnd
  var out: String
  var seconds: Double
  var peakMemory: Int
  var configuration: Task

  private enum CodingKeys: String, CodingKey {
    case epochs, end, out, seconds, configuration
    case peakMemory = "peak_memory_bytes"
  }
}
