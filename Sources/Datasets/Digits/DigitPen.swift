import Distributions
import Foundation

/// Draws digits: bends a shape as the factors say, and inks the pixels near it.
///
/// It keeps its working arrays from one image to the next.
struct DigitPen {
  private typealias Point = SIMD2<Double>

  private var controls: [Point] = []
  private var points: [Point] = []
  /// Where in `points` each path begins; the last entry is the count.
  private var starts: [Int] = []

  /// Pixels over which the edge of the ink fades.
  private static let softness = 1.3
  /// Side of the image, in pixels.
  private static let side = BuiltinDigits.side
  /// The ink stays this far from the edge of the image, in pixels.
  private static let margin = 1.0

  /// Draws one digit onto black.
  ///
  /// - Parameters:
  ///   - pixels: `side · side` zeros, row by row.
  ///   - generator: The tremor of the hand.
  mutating func draw(
    _ factors: BuiltinDigits.Factors, into pixels: UnsafeMutableBufferPointer<UInt8>,
    using generator: inout some RandomNumberGenerator
  ) {
    let bend = Bend(factors, using: &generator)
    points.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    for path in DigitShape.all[factors.digit][factors.variant].paths {
      starts.append(points.count)
      controls.removeAll(keepingCapacity: true)
      for (index, point) in path.enumerated() {
        if index > 0, point == path[index - 1] {
          controls.append(controls[index - 1])
        } else {
          let tremor = Point(generator.standardNormal(), generator.standardNormal())
          controls.append(bend(point + factors.tremor * tremor))
        }
      }
      flatten()
    }
    starts.append(points.count)
    place(factors)
    ink(factors, pressure: Pressure(using: &generator), into: pixels)
  }

  /// Appends the curve through the control points, in pieces of about a sixteenth of a height.
  private mutating func flatten() {
    let last = controls.count - 1
    points.append(controls[0])
    for index in 0..<last {
      let from = controls[index]
      let to = controls[index + 1]
      if from == to { continue }
      // Catmull and Rom's cubic; at an end or a corner the missing neighbour continues the piece.
      let before =
        index > 0 && controls[index - 1] != from ? controls[index - 1] : from + (from - to)
      let after =
        index + 1 < last && controls[index + 2] != to ? controls[index + 2] : to + (to - from)
      let pieces = max(1, Int((16 * length(to - from)).rounded(.up)))
      let slope = 0.5 * (to - before)
      let exit = 0.5 * (after - from)
      for piece in 1...pieces {
        let t = Double(piece) / Double(pieces)
        let cubic = (2.0 * (from - to) + slope + exit) * t
        let square = 3.0 * (to - from) - 2.0 * slope - exit
        points.append(from + t * (slope + t * (square + cubic)))
      }
    }
  }

  /// Moves and scales the paths to where the factors want them in the image, without cutting any off.
  private mutating func place(_ factors: BuiltinDigits.Factors) {
    var low = points[0]
    var high = points[0]
    for point in points {
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    let scale = (20 * factors.scale - factors.thickness) / (high - low).max()
    // The centre of the ink: the mean over the length of all paths.
    var moment = Point.zero
    var total = 0.0
    for path in 0..<starts.count - 1 {
      for index in starts[path]..<starts[path + 1] - 1 {
        let weight = length(points[index + 1] - points[index])
        moment += weight * 0.5 * (points[index] + points[index + 1])
        total += weight
      }
    }
    let centre = Point(repeating: 0.5 * Double(DigitPen.side))
    var shift = centre + Point(factors.right, factors.down) - scale * (moment / total)
    let reach = DigitPen.margin + 0.5 * factors.thickness * Pressure.most + 0.5 * DigitPen.softness
    let room = Double(DigitPen.side) - reach
    shift = pointwiseMin(
      pointwiseMax(shift, Point(repeating: reach) - scale * low), room - scale * high)
    for index in points.indices { points[index] = scale * points[index] + shift }
  }

  /// Inks every pixel by its distance from the paths.
  private func ink(
    _ factors: BuiltinDigits.Factors, pressure: Pressure,
    into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    for path in 0..<starts.count - 1 {
      for index in starts[path]..<starts[path + 1] - 1 {
        let radius = 0.5 * factors.thickness * pressure(at: Double(index))
        DigitPen.ink(from: points[index], to: points[index + 1], radius: radius, into: pixels)
      }
    }
  }

  /// Inks the pixels near one straight piece; their centres lie at halves.
  private static func ink(
    from start: Point, to end: Point, radius: Double, into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    let reach = radius + 0.5 * softness
    let core = max(0, radius - 0.5 * softness)
    let low = pointwiseMin(start, end) - reach
    let high = pointwiseMax(start, end) + reach
    let columns = max(0, Int(low.x.rounded(.down)))...min(side - 1, Int(high.x))
    let rows = max(0, Int(low.y.rounded(.down)))...min(side - 1, Int(high.y))
    let along = end - start
    let square = (along * along).sum()
    let inverse = square > 0 ? 1 / square : 0
    for row in rows {
      let dy = Double(row) + 0.5 - start.y
      for column in columns {
        let dx = Double(column) + 0.5 - start.x
        let t = min(1, max(0, (dx * along.x + dy * along.y) * inverse))
        let x = dx - t * along.x
        let y = dy - t * along.y
        let distance = x * x + y * y
        if distance >= reach * reach { continue }
        let level =
          distance <= core * core ? 1 : min(1, (reach - distance.squareRoot()) / softness)
        let byte = UInt8(255 * level + 0.5)
        let at = row * side + column
        if byte > pixels[at] { pixels[at] = byte }
      }
    }
  }
}

/// Slant, rotation and stretch, after a smooth elastic displacement by two waves.
private struct Bend {
  private var waves: (Wave, Wave)
  private let factors: BuiltinDigits.Factors
  private let turn: (cos: Double, sin: Double)

  struct Wave {
    /// Radians per height of a digit.
    var frequency: SIMD2<Double>
    var phase: Double
    /// In heights of a digit.
    var amplitude: SIMD2<Double>

    init(using generator: inout some RandomNumberGenerator) {
      frequency = 3.0 * SIMD2(generator.standardNormal(), generator.standardNormal())
      phase = 2 * Double.pi * generator.uniform()
      amplitude = 0.034 * SIMD2(generator.standardNormal(), generator.standardNormal())
    }

    func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
      amplitude * sin((frequency * point).sum() + phase)
    }
  }

  init(_ factors: BuiltinDigits.Factors, using generator: inout some RandomNumberGenerator) {
    self.factors = factors
    waves = (Wave(using: &generator), Wave(using: &generator))
    turn = (cos(factors.rotation), sin(factors.rotation))
  }

  func callAsFunction(_ point: SIMD2<Double>) -> SIMD2<Double> {
    let bent = point + waves.0(point) + waves.1(point)
    let x = factors.aspect * (bent.x - 0.35) + factors.slant * (0.5 - bent.y)
    let y = bent.y - 0.5
    return SIMD2(turn.cos * x - turn.sin * y, turn.sin * x + turn.cos * y)
  }
}

/// How the pen's width changes along the way.
private struct Pressure {
  /// The largest factor.
  static let most = 1.15

  private let phase: Double
  private let pace: Double

  init(using generator: inout some RandomNumberGenerator) {
    phase = 2 * Double.pi * generator.uniform()
    pace = 0.1 + 0.15 * generator.uniform()
  }

  func callAsFunction(at step: Double) -> Double {
    1 + (Pressure.most - 1) * sin(phase + pace * step)
  }
}

private func length(_ vector: SIMD2<Double>) -> Double {
  (vector * vector).sum().squareRoot()
}
