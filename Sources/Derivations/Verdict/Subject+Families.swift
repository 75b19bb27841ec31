// The models that a step is tried on.
extension Subject {
  /// The families on which a step has to hold: counted values, and densities unless something is summed.
  var families: [Family] {
    var found = unsigned
    let written = comparison.left.writtenQuantities.union(comparison.right.writtenQuantities)
    if comparison.isOrder, written.contains(where: { comparison.scene.quantities[$0].isSigned }) {
      var signed = found[0]
      signed.isSigned = true
      found.append(signed)
    }
    return found
  }

  /// The families with letters that are usual for positive numbers taken as such.
  private var unsigned: [Family] {
    if comparison.scene.variables.contains(where: \.isReal) {
      var found = [Family(measure: .gaussian), Family(measure: .mixture)]
      // A bound on a density may fail for small deviations only.
      if comparison.isBoundOnDensity { found.append(Family(measure: .gaussian, magnitude: 0x1p-4)) }
      return found
    }
    var found = [Family(), Family(spread: 3)]
    if comparison.isOfNumbers {
      found += [0x1p-4, 0x1p4, 0x1p-30, 0x1p30].map { Family(magnitude: $0) }
    }
    if !comparison.scene.variables.contains(where: \.isCounted) {
      found.append(Family(measure: .weighted))
    }
    return found
  }
}
