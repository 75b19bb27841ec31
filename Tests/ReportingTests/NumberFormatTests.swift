import Reporting
import Testing

@Suite("Numbers for people")
struct NumberFormatTests {
  @Test(
    "Significant digits",
    arguments: [
      (-1.9502897562, 6, "-1.95029"), (0, 6, "0"), (1.25e-13, 2, "1.2e-13"), (2.5e-5, 3, "2.5e-5"),
      (123456.7, 3, "123457"), (9.999999, 3, "10"), (1e7, 6, "1e7"),
      (0.1, 17, "0.10000000000000001"),
      (.nan, 3, "nan"), (.infinity, 3, "inf"), (-.infinity, 3, "-inf"), (-0.0, 4, "0"),
    ])
  func significant(value: Double, digits: Int, expected: String) {
    #expect(NumberFormat.significant(value, digits: digits) == expected)
  }

  @Test(
    "A value is cut where its error begins",
    arguments: [
      (0.9440239466, 0.00031, "0.94402 ± 0.00031"), (12.5, 3, "12.5 ± 3"),
      (1234.5, 25, "1234 ± 25"), (0.944023946612, 3e-10, "0.94402394661 ± 3e-10"),
      (0, 0.1, "0.00 ± 0.1"), (1.5, 0, "1.5"), (.nan, 0.1, "nan ± 0.1"), (2, .nan, "2 ± nan"),
      (1e-20, 1e-22, "1e-20 ± 1e-22"),
    ])
  func plusMinus(value: Double, error: Double, expected: String) {
    #expect(NumberFormat.plusMinus(value, error) == expected)
  }

  @Test("Shares and durations")
  func others() {
    #expect(NumberFormat.percent(1, of: 3) == "33.3 %")
    #expect(NumberFormat.percent(9999, of: 10_000) == "99.9 %")
    #expect(NumberFormat.percent(5, of: 5) == "100 %")
    #expect(NumberFormat.percent(0, of: 0) == "–")
    #expect(NumberFormat.duration(seconds: 0.0124) == "12 ms")
    #expect(NumberFormat.duration(seconds: 0.9999) == "1.0 s")
    #expect(NumberFormat.duration(seconds: 125) == "2 min 5 s")
  }
}
