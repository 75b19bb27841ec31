import Distributions
import Networks
import Tensors

extension CodePrior {
  /// Draws codes from the law, position after position, many images together.
  ///
  /// - Parameters:
  ///   - count: How many images.
  ///   - parameters: The weights.
  ///   - temperature: What the logits are divided by: 1 for the law itself, less for likelier codes.
  ///   - threads: How many threads work; the codes do not depend on it.
  ///   - generator: The stream whose sub-stream *i* draws image *i*, one word a position.
  /// - Returns: k, image after image, position after position.
  /// - Complexity: One pass through the network a position.
  public func samples(
    _ count: Int, _ parameters: Parameters<Float>, temperature: Double = 1, threads: Int,
    using generator: Philox
  ) -> [UInt32] {
    let (positions, codes) = (architecture.positions, architecture.codes)
    precondition(temperature > 0, "a temperature of \(temperature)")
    let pieces = (count + Self.together - 1) / Self.together
    let workers = max(1, min(threads, pieces))
    let workspaces = (0..<workers).map { _ in
      PriorWorkspace<Float>(self, examples: min(Self.together, count))
    }
    let result = IndexBuffer(count: count * positions)
    inParallel(pieces: workers, threads: workers) { worker in
      let workspace = workspaces[worker]
      for index in pieces * worker / workers..<pieces * (worker + 1) / workers {
        let range = index * Self.together..<min((index + 1) * Self.together, count)
        var streams = range.map { generator.substream($0) }
        workspace.codes.values.update(repeating: 0)
        for position in 0..<positions {
          let logits = logits(count: range.count, parameters, workspace)
          for row in 0..<range.count {
            workspace.codes.start[row * positions + position] = Self.draw(
              logits.row(row) + position * codes, codes, temperature,
              at: streams[row].uniform())
          }
        }
        (result.start + range.lowerBound * positions).update(
          from: workspace.codes.start, count: range.count * positions)
      }
    }
    return withExtendedLifetime(result) { Array(result.values) }
  }

  /// The category into whose share of the running sum of e^((l − max)/T) a level from (0, 1] falls.
  private static func draw(
    _ logits: UnsafePointer<Float>, _ count: Int, _ temperature: Double, at level: Double
  ) -> UInt32 {
    let logits = UnsafeBufferPointer(start: logits, count: count)
    let largest = Double(logits.max() ?? 0)
    let weights = logits.map { Double.exp((Double($0) - largest) / temperature) }
    let mark = level * weights.reduce(0, +)
    var sum = 0.0
    for (category, weight) in weights.enumerated() {
      sum += weight
      if sum >= mark, weight > 0 { return UInt32(category) }
    }
    return UInt32(weights.lastIndex { $0 > 0 } ?? 0)
  }
}
