// The letter Σ typed as it is, which stands for sums as often as for covariances.
extension Tokenizer {
  /// Returns whether every letter Σ of a formula sums over an index: one below it, something behind it that speaks of the
  /// index, and no inverse.
  ///
  /// - Complexity: O(*n*) for *n* scalars and a few letters Σ; of more than sixteen none is looked at.
  static func sumsBySigma(_ scalars: [Unicode.Scalar]) -> Bool {
    let places = scalars.indices.filter { scalars[$0] == "Σ" }
    return !places.isEmpty && places.count <= 16 && places.allSatisfy { isSum(at: $0, in: scalars) }
  }

  private static func isSum(at place: Int, in scalars: [Unicode.Scalar]) -> Bool {
    var rest = scalars[(place + 1)...]
    guard let sign = rest.popFirst(), let letter = index(sign, &rest) else { return false }
    if rest.first == "^" {
      rest.removeFirst()
      if rest.first == "{" { rest.removeFirst() }
      guard let power = rest.first, power != "-", power != "−" else { return false }
      rest = rest.drop { $0 != "}" && !$0.properties.isWhitespace }.dropFirst()
    }
    rest = rest.drop { $0.properties.isWhitespace }
    guard let next = rest.first,
      next.properties.isAlphabetic || "([\\".unicodeScalars.contains(next)
    else { return false }
    return rest.contains { $0 == letter || below[$0] == letter }
  }

  /// Reads the index below Σ and returns its letter.
  private static func index(
    _ sign: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>
  ) -> Unicode.Scalar? {
    if let letter = below[sign] { return letter }
    guard sign == "_", let first = rest.popFirst() else { return nil }
    guard first == "{" else { return first.properties.isAlphabetic ? first : nil }
    let letter = rest.first
    guard let end = rest.prefix(20).firstIndex(of: "}") else { return nil }
    rest = rest[(end + 1)...]
    return letter.flatMap { $0.properties.isAlphabetic ? $0 : nil }
  }

  private static let below: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    uniqueKeysWithValues: zip("ᵢⱼₖₗₘₙₛₜₓ".unicodeScalars, "ijklmnstx".unicodeScalars))
}
