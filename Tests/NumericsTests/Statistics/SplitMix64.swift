import Numerics

/// The generator of the statistics tests: small, seeded, independent of the model side.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in (0, 1), the midpoint of one of 2⁵³ cells.
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  mutating func uniforms(_ count: Int) -> [Double] { (0..<count).map { _ in uniform() } }
}

/// Twenty-five numbers with two decimals: the sample whose statistics SciPy 1.17 computed.
let fixedSample = [
  0.61, 0.29, 0.06, 0.59, -1.73, -0.74, 0.51, -0.56, 0.39, 1.64, 0.05, -0.06, 0.64,
  -0.82, 0.37, 1.77, 1.09, -1.28, 2.36, 1.31, 1.05, -0.32, -0.40, 1.06, -2.47,
]

/// Whether two numbers agree to a relative tolerance; false for NaN.
func agrees(_ a: Double, _ b: Double, within tolerance: Double) -> Bool {
  (a - b).magnitude <= tolerance * b.magnitude
}
