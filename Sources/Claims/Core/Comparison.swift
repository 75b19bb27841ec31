import Numerics

extension Check {
  /// States that a formula equals another number on every subject, within their error bounds.
  ///
  /// - Parameters:
  ///   - name: What is compared, in a few words.
  ///   - subjects: The fixed witnesses and the random ones.
  ///   - routes: How the left and the right side are computed.
  ///   - left: The formula under test.
  ///   - right: The other route.
  ///   - variants: Formulas that take the place of `left`.
  public static func equality<Value>(
    _ name: String, on subjects: @escaping Subjects<Value>, routes: (String, String),
    states left: @escaping Formula<Value>, equals right: @escaping Formula<Value>,
    variants: [Variant<Formula<Value>>] = []
  ) -> Check {
    compare(name, subjects, routes, left, right, variants) { .equality(left: $0, right: $1) }
  }

  /// States that a formula does not exceed another number on any subject.
  public static func order<Value>(
    _ name: String, on subjects: @escaping Subjects<Value>, routes: (String, String),
    states left: @escaping Formula<Value>, isAtMost right: @escaping Formula<Value>,
    variants: [Variant<Formula<Value>>] = []
  ) -> Check {
    compare(name, subjects, routes, left, right, variants) { .order(lesser: $0, greater: $1) }
  }

  /// States that a formula differs from another number on every subject, by more than their error bounds.
  public static func separation<Value>(
    _ name: String, on subjects: @escaping Subjects<Value>, routes: (String, String),
    states left: @escaping Formula<Value>, differsFrom right: @escaping Formula<Value>,
    variants: [Variant<Formula<Value>>] = []
  ) -> Check {
    compare(name, subjects, routes, left, right, variants) { .separation(left: $0, right: $1) }
  }

  /// Puts the statement and its variants through one comparison; the right side is computed once a subject.
  private static func compare<Value>(
    _ name: String, _ subjects: @escaping Subjects<Value>, _ routes: (String, String),
    _ left: @escaping Formula<Value>, _ right: @escaping Formula<Value>,
    _ variants: [Variant<Formula<Value>>],
    _ relate: @escaping @Sendable (Bounded, Bounded) -> Evidence
  ) -> Check {
    Check(name, routes: routes, isStatistical: false, variants: variants, statement: left) {
      laboratory, _ in
      let cases = Result { try subjects(laboratory) }
      let truths = cases.map { cases in cases.map { subject in Result { try right(subject.value) } }
      }
      return { formula in
        collect(cases) { index, subject in
          relate(try formula(subject.value), try truths.get()[index].get())
        }
      }
    }
  }

  /// Turns one computation a subject into findings; what is thrown becomes a failure with its message.
  static func collect<Value>(
    _ cases: Result<[Subject<Value>], any Error>,
    _ evidence: (Int, Subject<Value>) throws -> Evidence
  ) -> Verdict {
    do {
      return Verdict(
        try cases.get().enumerated().map { index, subject in
          let found: Evidence
          do { found = try evidence(index, subject) } catch { found = .failure(reason: "\(error)") }
          return Finding(subject: subject.name, isRandom: subject.isRandom, evidence: found)
        })
    } catch {
      return Verdict([
        Finding(subject: "subjects", isRandom: false, evidence: .failure(reason: "\(error)"))
      ])
    }
  }
}
