import Derivations
import Testing

@Suite("Fractions")
struct RationalTests {
  @Test("Fractions are in lowest terms with a positive denominator")
  func lowestTerms() {
    #expect(Rational(6, over: -4) == Rational(-3, over: 2))
    #expect(Rational(0, over: 7) == Rational(0))
    #expect(Rational(1, over: 0) == nil)
    #expect(Rational(.min, over: 1) == nil)
  }

  @Test("Decimals are exact")
  func decimals() {
    #expect(Rational(decimal: "0.25") == Rational(1, over: 4))
    #expect(Rational(decimal: "12") == Rational(12))
    #expect(Rational(decimal: ".5") == Rational(1, over: 2))
    #expect(Rational(decimal: "1.2.3") == nil)
    #expect(Rational(decimal: ".") == nil)
    #expect(Rational(decimal: "99999999999999999999") == nil)
  }
}
