/// How far notation without brackets reaches.
///
/// What stands to the right of a logarithm, a derivative, an expectation, a sum or a slash belongs to it or not, and
/// authors differ. The rules, and the readings that are kept besides:
///
/// - **Functions** (`\log`, `\exp`, …). A bracket that follows is the whole argument: `\log (a) b` is (log a) b.
///   Without a bracket the argument is one operand and the densities, laws, fractions, numbers, letters and powers
///   next to it: `\log p(x ∣ z) p(z)` is the log of the product. It ends before `+`, `−`, `·`, a bracket, an opaque
///   f(x), and before any operator with a reach of its own. Behind a derivative it is one operand:
///   `\nabla \log q(z) f(z)` is (∇ log q) f.
/// - **Derivatives** reach over one operand: `\nabla_φ q(z) f(z)` is (∇ q) f.
/// - **Expectations** without brackets, **sums** and **limits** reach to the next `+` or `−`. A product series leaves
///   out the factors at its end that do not contain its index.
/// - **Integrals** reach to their differential; without one, or with the differential first, to the next `+` or `−`.
/// - **max, min, argmax, argmin** reach to the end, over `+` and `−`.
/// - **A slash** divides by the next operand only, but by 2σ² in x / 2σ²: a number that stands close to letters belongs
///   to them, unless it is a number that is divided.
/// - **A superscript T** in italics is a transpose.
/// - **A superscript letter** from i, j, k, l, m, n, s, t on a letter of a random variable is an index.
///
/// Where a rule decided between possibilities, the other reading is tried as well, and kept if the tree differs.
enum Reading: String, Hashable, CaseIterable {
  /// By the rules.
  case standard
  /// Functions and derivatives take one operand; optima end at `+` and `−`.
  case narrow
  /// Functions, derivatives, slashes, and expectations in round brackets, take all that is multiplied to the right.
  case wide
  /// Expectations and sums without brackets take the terms behind `+` and `−` as well.
  case overSums
  /// A slash divides by more or by less than by the rules.
  case slash
  /// Superscript letters are exponents.
  case powers
}
