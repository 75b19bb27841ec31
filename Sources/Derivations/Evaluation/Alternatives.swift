/// Places of a step where notation leaves open what is meant, and which of the possible meanings each is given.
///
/// A step holds if it does so in one reading of all its places together, and is false only if it is in every one; a
/// place of the same name is read in the same way wherever it stands.
final class Alternatives {
  /// Which meaning each place has, in the order in which they were met; the first where nothing is said.
  private let picks: [Int]
  /// The names of the places that were met.
  private var names: [String] = []
  /// How many meanings each has.
  private var counts: [Int] = []
  /// What has been chosen beyond the first meanings, in words.
  private(set) var words: [String] = []

  /// Makes a reading from the numbers of the meanings.
  init(_ picks: [Int] = []) { self.picks = picks }

  /// Returns the number of the meaning that a place has in this reading.
  ///
  /// - Parameters:
  ///   - name: What is read, the same wherever it stands.
  ///   - meanings: What may be meant, in words, at least one.
  func pick(_ name: String, from meanings: [String]) -> Int {
    let position: Int
    if let known = names.firstIndex(of: name) {
      position = known
    } else {
      position = names.count
      names.append(name)
      counts.append(meanings.count)
    }
    let picked = position < picks.count ? min(picks[position], meanings.count - 1) : 0
    if meanings.count > 1, !words.contains(meanings[picked]) { words.append(meanings[picked]) }
    return picked
  }

  /// The most readings that are tried.
  private static let most = 6

  /// The other readings, given what was met in this one.
  var others: [[Int]] {
    var found: [[Int]] = [[]]
    for count in counts {
      found = found.flatMap { picks in (0..<count).map { picks + [$0] } }
      if found.count > 64 { break }
    }
    return Array(found.filter { $0.contains { $0 > 0 } }.prefix(Self.most - 1))
  }
}
