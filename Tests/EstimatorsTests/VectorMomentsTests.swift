import CKernels
import Distributions
import Estimators
import Foundation
import Numerics
import Claims
import Testing

@Suite("Moments of columns")
struct VectorMomentsTests {
  @Test("A block's sums are those of its numbers added one by one", arguments: [1, 3])
  func oneByOne(_ stride: Int) {
    var generator = Philox(seed: 8)
    for count in Array(1...40) + [255, 256, 1023, Int(CK_MOMENTS_MOST)] {
      let offset = 1e6
      let values = (0..<(count * stride)).map { _ in offset + exp(generator.standardNormal()) }
      var sums = CKMoments()
      ckMoments(&sums, values, count, stride)
      let column = (0..<count).map { values[$0 * stride] }
      let added = RunningMoments(column)
      let n = Double(count)
      // The deviations of all numbers from the offset bound every partial sum; each of them is a rounded
      // difference from a mean of size 1e6, off by an ulp of that at most.
      let ulp = 4 * offset.ulp
      #expect((sums.mean - added.mean).magnitude <= ulp)
      func bound(_ power: Double) -> Double {
        column.reduce(0) { total, x in
          let d = (x - added.mean).magnitude
          return total + power * pow(d + ulp, power - 1) * 8 * ulp + n * 0x1p-50 * pow(d, power)
        }
      }
      if count > 1 {
        #expect((sums.sum2 - added.variance * (n - 1)).magnitude <= bound(2))
      }
      #expect((sums.sum3 - added.thirdCentralMoment * n).magnitude <= bound(3))
      #expect((sums.sum4 - added.fourthCentralMoment * n).magnitude <= bound(4))
    }
  }

  @Test("Moments put together from sums go on as those of the numbers do")
  func continued() {
    let values = (0..<300).map { sin(Double($0)) + Double($0) / 100 }
    let front = RunningMoments(values[..<200])
    var sums = CKMoments()
    ckMoments(&sums, values, 200, 1)
    var joined = RunningMoments(
      count: 200, mean: sums.mean, sums: (sums.sum2, sums.sum3, sums.sum4))
    #expect((joined.variance / front.variance - 1).magnitude <= 200 * 0x1p-50)
    for value in values[200...] { joined.add(value) }
    let whole = RunningMoments(values)
    #expect(joined.count == 300)
    #expect((joined.mean - whole.mean).magnitude <= 300 * 0x1p-50)
    #expect((joined.variance / whole.variance - 1).magnitude <= 300 * 0x1p-50)
    #expect((joined.fourthCentralMoment / whole.fourthCentralMoment - 1).magnitude <= 300 * 0x1p-50)
  }

  /// An estimator with a number of the given value at draw 9000.
  struct Faulty: GradientEstimator {
    let fault: Double
    var contract: Contract { Contract("faulty", "goes wrong at draw 9000") }
    var parameters: [String] { ["mean", "deviation"] }
    func fill(_ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox) {
      // The second block of 8192 draws is the shorter one here.
      let isSecond = block.count < 2 * Measurement.block
      for number in block.indices { block[number] = isSecond && number == 2 * 808 + 1 ? fault : 1 }
    }
  }

  @Test("A draw that is not finite is named", arguments: [Double.nan, .infinity, -.infinity])
  func nonFinite(_ fault: Double) {
    let error = #expect(throws: NonFiniteDraw.self) {
      try Measurement.run(Faulty(fault: fault), draws: 10_000, from: Philox(seed: 1))
    }
    #expect(error?.draw == 9000 && error?.parameter == "deviation")
    #expect(error?.value.isNaN == fault.isNaN && error?.value.isFinite == false)
  }

  @Test("A draw that is finite is not refused, however large its square")
  func large() throws {
    let measured = try Measurement.run(Faulty(fault: 1e200), draws: 10_000, from: Philox(seed: 1))
    #expect(measured.moments[0].mean == 1 && measured.moments[1].mean.isFinite)
  }
}
