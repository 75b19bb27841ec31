import Foundation
import Tensors
import Testing

@Suite("Kernels of Float: activations")
struct ActivationKernelTests {
  static func activate<S: Scalar>(
    _ activation: Activation, _ y: [S], _ bias: [S], rows: Int
  ) -> [S] {
    var y = y
    S.activate(activation, &y, addingToRows: bias, rows: rows, columns: bias.count)
    return y
  }

  static func differentiate<S: Scalar>(_ activation: Activation, _ y: [S], _ gradient: [S]) -> [S] {
    var gradient = gradient
    S.differentiate(activation, output: y, gradient: &gradient, count: y.count)
    return gradient
  }

  @Test("Values are within four units in the last place", arguments: Activation.allCases)
  func values(_ activation: Activation) {
    for columns in KernelInputs.lengths {
      var y = KernelInputs.normals(3 * columns, scale: 8, "values")
      for (index, value) in KernelInputs.special.enumerated() where index < y.count {
        y[y.count - 1 - index] = value
      }
      let bias = KernelInputs.normals(columns, scale: 0.1, "bias")
      let found = Self.activate(activation, y, bias, rows: 3)
      for (index, value) in found.enumerated() {
        // The sum is rounded before the function sees it.
        let argument = Double(y[index] + bias[index % columns])
        let expected = Double.value(of: activation, at: argument)
        // Below the smallest normal number the exponential is 0.
        let bound = 8 * KernelInputs.unit * expected.magnitude + 0x1p-126
        #expect((Double(value) - expected).magnitude <= bound, "\(activation) at \(argument)")
      }
    }
  }

  @Test("Limits, symmetry, and NaN")
  func limits() {
    let ends: [Float] = [.infinity, -.infinity, .nan]
    let zero = [Float](repeating: 0, count: 3)
    let expected: [Activation: (Float, Float)] = [
      .identity: (.infinity, -.infinity), .relu: (.infinity, 0), .tanh: (1, -1),
      .softplus: (.infinity, 0), .sigmoid: (1, 0),
    ]
    for activation in Activation.allCases {
      let found = Self.activate(activation, ends, zero, rows: 1)
      #expect(found[0] == expected[activation]?.0 && found[1] == expected[activation]?.1)
      #expect(found[2].isNaN)
      // One NaN, wherever it stands, stays one NaN, in the values and in the gradient.
      for place in [0, 15, 16, 39] {
        var y = KernelInputs.normals(40, "symmetry")
        y[place] = .nan
        let values = Self.activate(activation, y, [Float](repeating: 0, count: 40), rows: 1)
        #expect(values.indices.filter { values[$0].isNaN } == [place])
        let ones = [Float](repeating: 1, count: 40)
        if activation != .identity {
          let slopes = Self.differentiate(activation, y.map(\.magnitude), ones)
          #expect(slopes.indices.filter { slopes[$0].isNaN } == [place])
        }
        let through = Self.differentiate(activation, ones, y)
        #expect(through.indices.filter { through[$0].isNaN } == [place])
      }
    }
    let x = KernelInputs.normals(784, scale: 3, "odd") + KernelInputs.special
    let none = [Float](repeating: 0, count: x.count)
    let right = Self.activate(.tanh, x, none, rows: 1)
    let left = Self.activate(.tanh, x.map { -$0 }, none.map { -$0 }, rows: 1)
    #expect(zip(right, left).allSatisfy { $0 == -$1 && $0.magnitude <= 1 })
  }

  @Test("Slopes are those of the definition", arguments: Activation.allCases)
  func slopes(_ activation: Activation) {
    for count in KernelInputs.lengths {
      let a = KernelInputs.normals(count, scale: 4, "arguments")
      let y = Self.activate(activation, a, [Float](repeating: 0, count: count), rows: 1)
      let gradient = KernelInputs.normals(count, "gradients")
      let found = Self.differentiate(activation, y, gradient)
      if activation != .softplus {
        #expect(found == Self.differentiate(activation, y.plain, gradient.plain).floats)
        continue
      }
      for index in 0..<count {
        // Without the cancellation of 1 − e⁻ʸ.
        let expected = Double(gradient[index]) * -expm1(-Double(y[index]))
        let error = (Double(found[index]) - expected).magnitude
        #expect(error <= 4 * KernelInputs.unit * expected.magnitude + 0x1p-149)
      }
    }
  }

  @Test("Sums have the bits of the definition, down the rows and element by element")
  func sums() {
    for columns in KernelInputs.lengths {
      for rows in [0, 1, 5] {
        let a = KernelInputs.normals(rows * columns, "rows")
        var sum = [Float](repeating: .nan, count: columns)
        var expected = sum.plain
        Float.sumRows(a, rows: rows, columns: columns, into: &sum)
        PlainFloat.sumRows(a.plain, rows: rows, columns: columns, into: &expected)
        #expect(sum == expected.floats)
        guard rows > 0 else { continue }
        Float.add(a, to: &sum, count: columns)
        PlainFloat.add(a.plain, to: &expected, count: columns)
        #expect(sum == expected.floats)
        Float.scale(&sum, by: a, count: columns)
        PlainFloat.scale(&expected, by: a.plain, count: columns)
        #expect(sum == expected.floats)
      }
    }
  }
}
