import Derivations
import Testing

@Suite("Best values over an index, and quantities that sum to 1")
struct SelectionTests {
  @Test("The nearest of several codes is the same for squares, and not for what is farthest")
  func nearest() throws {
    let right = try MatrixTests.finding(
      #"\arg\min_j \|u - c_j\|^2 = \arg\max_j \left(-\|u - c_j\|\right)"#)
    #expect([.holds, .proved].contains(right.verdict), "\(right)")
    for wrong in [
      #"\arg\min_j \|u - c_j\|^2 = \arg\max_j \|u - c_j\|^2"#,
      #"\arg\min_j \|u - c_j\|^2 = \arg\min_j \|u + c_j\|^2"#,
      #"\arg\min_j \|u - c_j\|^2 = \min_j \|u - c_j\|^2"#,
    ] {
      let finding = try MatrixTests.finding(wrong)
      #expect(finding.verdict == .refuted, "\(wrong): \(finding)")
    }
  }

  @Test("Quantities that the document requires to sum to 1 do so")
  func shares() throws {
    let requirement = #"\sum_{k=1}^{K} w_k = 1"#
    let right = try MatrixTests.finding(
      requirement, #"\sum_{k=1}^{K} w_k \log \frac{w_k}{2} = \sum_{k=1}^{K} w_k \log w_k - \log 2"#)
    #expect([.holds, .proved].contains(right.verdict), "\(right)")
    let wrong = try MatrixTests.finding(
      requirement, #"\sum_{k=1}^{K} w_k \log \frac{w_k}{2} = \sum_{k=1}^{K} w_k \log w_k + \log 2"#)
    #expect(wrong.verdict == .refuted, "\(wrong)")
  }

  @Test("An equation between constants is false if it is so to every usual base of the logarithm")
  func bases() throws {
    let wrong = try MatrixTests.finding(#"\log 8 + \log 4 = \log 12"#)
    #expect(wrong.verdict == .refuted, "\(wrong)")
    let base = try MatrixTests.finding(#"\log 8 = 3"#)
    #expect(base.verdict == .notUnderstood, "\(base)")
  }
}
