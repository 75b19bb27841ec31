import Testing
import VAELab

@Suite("Suggestions")
struct SuggestionTests {
  @Test(
    "The Damerau–Levenshtein distance",
    arguments: [
      ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("abc", "acb", 1), ("abc", "abd", 1),
      ("abc", "xabc", 1), ("ca", "abc", 2), ("kitten", "sitting", 3), ("verfiy", "verify", 1),
    ])
  func distance(first: String, second: String, expected: Int) {
    #expect(Suggestion.editDistance(first, second) == expected)
    #expect(Suggestion.editDistance(second, first) == expected)
  }

  @Test("The distance obeys the triangle inequality")
  func metric() {
    let words = ["", "a", "ab", "ba", "abc", "acb", "cab", "ca", "bca", "aabb", "abab"]
    for x in words {
      for y in words {
        for z in words {
          #expect(
            Suggestion.editDistance(x, z)
              <= Suggestion.editDistance(x, y) + Suggestion.editDistance(y, z))
        }
      }
    }
  }

  @Test("The nearest name wins; beginnings and parts of names count")
  func nearest() {
    let names = ["evidence.decomposition", "bound.tightness", "kl.gibbs", "003"]
    #expect(Suggestion.nearest(to: "evidence", among: names) == "evidence.decomposition")
    #expect(Suggestion.nearest(to: "tightness", among: names) == "bound.tightness")
    #expect(Suggestion.nearest(to: "KL.Gibs", among: names) == "kl.gibbs")
    #expect(Suggestion.nearest(to: "3", among: names) == "003")
    #expect(Suggestion.nearest(to: "x", among: []) == nil)
  }
}
