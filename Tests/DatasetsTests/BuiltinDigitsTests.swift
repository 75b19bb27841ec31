import Datasets
import Distributions
import Foundation
import Testing

@Suite struct BuiltinDigitsTests {
  private static let size = BuiltinDigits.side * BuiltinDigits.side
  private static let digits = BuiltinDigits(count: 1000)

  /// Ink, centre and covariance of one image, in pixels.
  private struct Moments {
    var ink = 0.0
    var x = 0.0
    var y = 0.0
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0

    init(_ image: some Sequence<UInt8>) {
      for (at, byte) in image.enumerated() {
        let weight = Double(byte) / 255
        let (row, column) = (Double(at / BuiltinDigits.side), Double(at % BuiltinDigits.side))
        ink += weight
        x += weight * column
        y += weight * row
        xx += weight * column * column
        xy += weight * column * row
        yy += weight * row * row
      }
      (x, y) = (x / ink, y / ink)
      (xx, xy, yy) = (xx / ink - x * x, xy / ink - x * y, yy / ink - y * y)
    }
  }

  /// The bits of an image are those of its own stream, whoever draws it and beside how many others.
  @Test func imagesAreFunctionsOfSeedPartAndNumber() {
    for index in [0, 1, 255, 256, 999] {
      var generator = Philox(seed: 1).substream("digits").substream("train").substream(index)
      let factors = BuiltinDigits.Factors.draw(using: &generator)
      #expect(factors == Self.digits.factors[index])
      let image = BuiltinDigits.image(factors, using: &generator)
      #expect(Self.digits.images.withImage(index) { $0.elementsEqual(image) })
    }
    let few = BuiltinDigits(count: 300)
    #expect(few.images == Self.digits.images[0..<300])
    #expect(few.factors == Array(Self.digits.factors[..<300]))
    let others = [
      BuiltinDigits(count: 10, seed: 2), BuiltinDigits(count: 10, part: .validation),
      BuiltinDigits(count: 10, part: .test), BuiltinDigits(count: 10),
    ]
    #expect(Set(others.map(\.images.bytes)).count == 4)
    #expect(BuiltinDigits(count: 0).images.count == 0)
  }

  /// The background is wide and black, the ink about as much as in MNIST, and none is cut off.
  @Test func imagesLookLikeMNIST() {
    let images = Self.digits.images
    let summary = DatasetSummary(images)
    #expect(summary.mean >= 0.115 && summary.mean <= 0.145)
    #expect(summary.shareOfZeros >= 0.75 && summary.shareOfZeros <= 0.85)
    #expect(images.labels == Self.digits.factors.map { UInt8($0.digit) })
    #expect(summary.classCounts?.count == 10)
    let last = BuiltinDigits.side - 1
    for index in 0..<images.count {
      images.withImage(index) { image in
        let border = (0...last).allSatisfy { at in
          [at, last * 28 + at, at * 28, at * 28 + last].allSatisfy { image[$0] == 0 }
        }
        #expect(border, "image \(index) touches the border")
        #expect(image.contains(255), "image \(index) is faint")
      }
    }
  }

  /// The labels say what is to be seen: the nearest of ten mean images is most often the right one.
  @Test func labelsAreReadable() {
    let images = Self.digits.images
    var means = [[Double]](repeating: [Double](repeating: 0, count: Self.size), count: 10)
    var counts = [Double](repeating: 0, count: 10)
    for index in 0..<700 {
      let digit = Self.digits.factors[index].digit
      counts[digit] += 1
      images.withImage(index) {
        for (at, byte) in $0.enumerated() { means[digit][at] += Double(byte) }
      }
    }
    for digit in 0..<10 { for at in 0..<Self.size { means[digit][at] /= counts[digit] } }
    var right = 0
    for index in 700..<1000 {
      let distances = means.map { mean in
        images.withImage(index) { image in
          zip(mean, image).reduce(0.0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
        }
      }
      right +=
        distances.firstIndex(of: distances.min()!)! == Self.digits.factors[index].digit ? 1 : 0
    }
    // Guessing finds 30 of 300; 150 lie 23 standard deviations above that.
    #expect(right >= 150, "\(right) of 300")
  }

  /// Each factor moves in the image what its name says, for every way of writing every digit.
  @Test func factorsDoWhatTheyAreCalled() {
    var generator = Philox(seed: 7)
    for digit in 0..<10 {
      for variant in 0..<3 {
        var base = BuiltinDigits.Factors.draw(using: &generator)
        (base.digit, base.variant, base.slant, base.rotation) = (digit, variant, 0, 0)
        (base.scale, base.aspect, base.thickness) = (0.9, 1, 2.4)
        (base.right, base.down) = (0, 0)
        let start = generator
        func moments(_ change: (inout BuiltinDigits.Factors) -> Void) -> Moments {
          var factors = base
          change(&factors)
          var same = start
          return Moments(BuiltinDigits.image(factors, using: &same))
        }
        let plain = moments { _ in }
        #expect(moments { $0.thickness = 4 }.ink > 1.3 * plain.ink)
        // A tall digit is as tall as its box; a wide one is as wide.
        let small = moments { $0.scale = 0.6 }
        #expect(small.xx + small.yy < 0.7 * (plain.xx + plain.yy))
        // Down is positive, so a lean to the right is a negative covariance.
        #expect(
          moments { $0.slant = 0.4 }.xy < plain.xy && plain.xy < moments { $0.slant = -0.4 }.xy)
        let (wide, narrow) = (moments { $0.aspect = 1.4 }, moments { $0.aspect = 0.7 })
        if digit != 1 { #expect(wide.xx / wide.yy > narrow.xx / narrow.yy) }
        // A turn by 0.3 radians turns the axes.
        let turned = moments { $0.rotation = 0.3 }
        let angle = { (m: Moments) in 0.5 * atan2(2 * m.xy, m.xx - m.yy) }
        let gap = remainder(angle(turned) - angle(plain), .pi)
        #expect(gap > 0.15 && gap < 0.45, "\(digit).\(variant) turned by \(gap)")
        // A small digit, which the border leaves where it is.
        let moved = moments { ($0.scale, $0.right, $0.down) = (0.6, 1, -1.5) }
        #expect((moved.x - small.x - 1).magnitude < 0.1, "\(digit).\(variant)")
        #expect((moved.y - small.y + 1.5).magnitude < 0.1, "\(digit).\(variant)")
      }
    }
  }

  @Test func factorsSurviveTheirCoding() throws {
    let factors = Array(Self.digits.factors.prefix(3))
    let coded = try JSONEncoder().encode(factors)
    #expect(try JSONDecoder().decode([BuiltinDigits.Factors].self, from: coded) == factors)
  }

  @Test func dataSetHasThreeParts() {
    let data = Dataset.builtin(train: 20, validation: 5, test: 4, seed: 3)
    #expect(data.parts.map(\.images.count) == [20, 5, 4])
    #expect(data.train == BuiltinDigits(count: 20, seed: 3).images)
  }
}
