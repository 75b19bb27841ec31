import Distributions
import Tensors
import Testing

@Suite("Dual numbers")
struct DualTests {
  private typealias Function<Element> = (Element, Element) -> Element

  /// Every operation, as a function of two positive numbers.
  private static func functions<Element: Scalar>(
    _: Element.Type
  ) -> [(String, (Element, Element) -> Element)] {
    [
      ("+", { $0 + $1 }), ("−", { $0 - $1 }), ("·", { $0 * $1 }), ("/", { $0 / $1 }),
      ("negation", { -$0 * $1 }), ("exp", { .exp($0 * $1) }), ("log", { .log($0 * $1) }),
      ("log1p", { .log1p($0 * $1) }), ("tanh", { .tanh($0 - $1) }),
      ("√", { .squareRoot($0 * $1) }), ("softplus", { .softplus($0 - $1) }),
      ("sigmoid", { .sigmoid($1 - $0) }),
      (
        "+=",
        { x, y in
          var sum = x
          sum += y * y
          return sum
        }
      ),
      (
        "*=",
        { x, y in
          var product = x
          product *= y / x
          return product
        }
      ),
      ("relu", { Element.value(of: .relu, at: $0 - $1) }),
    ]
  }

  @Test("Values are those of the base; tangents are differences; twice dual numbers second ones")
  func operations() {
    typealias Once = Dual<Double>
    typealias Twice = Dual<Dual<Double>>
    let (plain, once, twice) = (
      Self.functions(Double.self), Self.functions(Once.self), Self.functions(Twice.self)
    )
    let (x, y, dx, dy) = (0.8, 0.5, 0.7, -0.4)
    for index in plain.indices {
      let (name, f) = plain[index]
      func along(_ t: Double) -> Double { f(x + t * dx, y + t * dy) }
      let h = 1e-3
      let first = (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h)
      let second =
        (16 * (along(h) + along(-h)) - (along(2 * h) + along(-2 * h)) - 30 * along(0))
        / (12 * h * h)
      let dual = once[index].1(Once(x, tangent: dx), Once(y, tangent: dy))
      #expect(dual.value == f(x, y), "\(name)")
      #expect((dual.tangent - first).magnitude <= 1e-10, "\(name)")
      let number = twice[index].1(
        Twice(Once(x, tangent: dx), tangent: Once(dx)),
        Twice(Once(y, tangent: dy), tangent: Once(dy)))
      #expect(number.double == f(x, y), "\(name)")
      #expect((number.tangent.value - dual.tangent).magnitude <= 1e-15, "\(name)")
      #expect((number.tangent.tangent - second).magnitude <= 1e-8, "\(name)")
    }
  }

  @Test("Comparisons look at values alone")
  func comparison() {
    #expect(!(Dual<Double>(1, tangent: 0) < Dual(1, tangent: 5)))
    #expect(Dual<Double>(1, tangent: 9) < Dual(2, tangent: -9))
  }

  @Test(
    "Products of matrices carry the tangents A B′ + A′ B",
    arguments: [false, true], [false, true])
  func products(transposesLeft: Bool, transposesRight: Bool) {
    var stream = Philox(seed: 2)
    func number() -> Dual<Double> {
      Dual(stream.standardNormal(), tangent: stream.standardNormal())
    }
    let (m, n, k) = (3, 2, 4)
    let (a, b) = ((0..<m * k).map { _ in number() }, (0..<k * n).map { _ in number() })
    let start = (0..<m * n).map { _ in number() }
    for accumulates in [false, true] {
      var c = start
      Dual<Double>.multiply(
        a, transposed: transposesLeft, b, transposed: transposesRight, into: &c, m: m, n: n, k: k,
        accumulating: accumulates)
      for i in 0..<m {
        for j in 0..<n {
          var sum = accumulates ? start[i * n + j] : .zero
          for l in 0..<k {
            sum +=
              (transposesLeft ? a[l * m + i] : a[i * k + l])
              * (transposesRight ? b[j * k + l] : b[l * n + j])
          }
          #expect((sum.value - c[i * n + j].value).magnitude <= 1e-14)
          #expect((sum.tangent - c[i * n + j].tangent).magnitude <= 1e-14)
        }
      }
    }
  }
}
