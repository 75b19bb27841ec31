// Variables that may be 0 or 1.
extension Subject {
  /// Returns the finding about a step that holds if variables that it takes at 0 or at 1 take no other values; nil if it
  /// does not.
  func ofBits(seed: UInt64) throws -> Finding? {
    let scene = comparison.scene
    let bits = scene.heldValues.filter {
      $0.value.isSubset(of: [0, 1]) && !scene.variables[$0.key].isBinary
    }.keys.sorted()
    guard !bits.isEmpty else { return nil }
    var other = self
    other.comparison.makeBinary(bits)
    var found = try other.comparedFinding(seed: seed)
    guard found.isGood else { return nil }
    found.verdict = .conditional
    let names = bits.map { scene.variables[$0].name }.joined(separator: " and ")
    found.reason = "only if \(names) is 0 or 1"
    return found
  }
}
