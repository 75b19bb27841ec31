/// The source of the random parameters of witness models: SplitMix64 (Steele, Lea and Flood 2014).
///
/// A witness is known by its seed: the same seed gives the same model on every machine.
struct WitnessGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates the generator of a seed.
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// Creates the generator of a name under a seed, so that what one name draws does not depend on
  /// how many other names there are.
  init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    self.init(seed: seed ^ hash)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns a number between `low` and `high`, a multiple of 2⁻¹⁶ so that it prints shortly and is
  /// exact in sums.
  mutating func number(from low: Double, to high: Double) -> Double {
    let fraction = Double(next() >> 48) * 0x1p-16
    let raw = low + (high - low) * fraction
    return (raw * 0x1p12).rounded() * 0x1p-12
  }
}
