import Derivations
import Testing

@Suite("Rows and chains")
struct ChainTests {
  @Test("Rows that start with a relation go on from the row above")
  func chain() throws {
    let readback = try Readback(#"\begin{align} a &= b + c \\ &= d \\ &\ge e \end{align}"#)
    #expect(readback.steps == ["a = b + c", "b + c = d", "d ≥ e"])
    #expect(readback.details.map(\.chain) == [0, 0, 0])
    #expect(readback.details.map(\.index) == [0, 1, 2])
    #expect(readback.details.map(\.leftIsCarried) == [false, true, true])
  }

  @Test(
    "Layouts that say the same",
    arguments: [
      #"a = b \\ = c"#,
      #"\begin{aligned} a =& b \\ =& c \end{aligned}"#,
      #"\begin{split} a &= b \\[4pt] &= c \end{split}"#,
      #"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}"#,
      #"\begin{equation}\begin{aligned} a & = b \\ & = c, \end{aligned}\end{equation}"#,
      #"a & = b = c ."#,
      #"a \\ = b \\ = c"#,
      #"a = \\ b = \\ c"#,
      #"a &= b && \text{by definition} \\ &= c && \text{(why)}"#,
      #"a &= b & \text{since } x > 0 \\ &= c & (\text{again})"#,
      #"a &= b \qquad (1) \\ &= c \qquad \text{(2)}"#,
      #"a \overset{(i)}{=} b \stackrel{(ii)}{=} c"#,
      #"\textcircled{A} \quad a = b \\ \textcircled{B} \quad = c"#,
    ])
  func layouts(latex: String) throws {
    let readback = try Readback(latex)
    #expect(readback.steps == ["a = b", "b = c"])
    #expect(readback.messages.isEmpty)
  }

  @Test("Rows that open with + or − belong to the side above")
  func continuedSums() throws {
    let readback = try Readback(#"\begin{align} a &= b \\ &\quad + c \\ &- d \\ &= e \end{align}"#)
    #expect(readback.steps == ["a = b + c - d", "b + c - d = e"])
  }

  @Test("A row that opens with − and has a left side of its own is a new statement")
  func negativeLeftSide() throws {
    let readback = try Readback(#"\begin{align} a &= b \\ -c &= d \end{align}"#)
    #expect(readback.steps == ["a = b", "-c = d"])
    #expect(readback.details.map(\.chain) == [0, 1])
  }

  @Test("A minus that ends one row and opens the next is not guessed at")
  func doubledMinus() throws {
    let readback = try Readback(#"\begin{align} a &= b - \\ &- c \end{align}"#)
    #expect(readback.steps.isEmpty)
    #expect(!readback.messages.isEmpty)
  }

  @Test("Brackets may close in a later row")
  func longBrackets() throws {
    let readback = try Readback(
      #"\begin{align} a &= f\Big[ b \\ &\qquad + c \Big] \\ &= d \end{align}"#)
    #expect(readback.steps.map(bare) == ["a=f(b+c)", "f(b+c)=d"])
  }

  @Test("A bracket that never closes spoils its own row, not the ones after it")
  func openBracket() throws {
    let readback = try Readback(#"\begin{align} a &= (b \\ c &= d \\ e &= f \end{align}"#)
    #expect(readback.steps == ["c = d", "e = f"])
    #expect(readback.messages.first == "“(” is not closed")
    #expect(readback.places.first == SourcePosition(line: 1, column: 20))
  }

  @Test("A chain goes on in the next display, not from a formula in the text")
  func blocks() throws {
    let readback = try Readback("a = b", "= c")
    #expect(readback.steps == ["a = b", "b = c"])
    #expect(readback.details.map(\.chain) == [0, 0])
    #expect(readback.details.map(\.index) == [0, 1])
    var reader = DerivationReader()
    _ = reader.read(try Formula(latex: "a = b").tokens(), style: .inline)
    let orphan = reader.read(try Formula(latex: "= c").tokens())
    #expect(orphan.steps.isEmpty)
    #expect(orphan.unread.map(\.error.message) == ["a relation with nothing before it"])
  }

  @Test("Statements side by side")
  func sideBySide() throws {
    #expect(
      try Readback(#"z = g(\epsilon, x), \quad \epsilon \sim p(\epsilon)"#).steps
        == [#"z = g(\epsilon, x)"#, #"\epsilon ∼ p(\epsilon)"#])
    #expect(try Readback(#"x, z \sim p(x, z)"#).steps.map(bare) == ["(x,z)∼p(x,z)"])
    #expect(try Readback(#"a = b \text{ where } c = d"#).steps == ["a = b", "c = d"])
    #expect(try Readback(#"a &= b & c &= d"#).steps == ["a = b", "c = d"])
  }

  @Test("What is said beside a formula is kept")
  func remarks() throws {
    let readback = try Readback(#"a = b \quad \text{(Bayes' rule)}"#)
    #expect(readback.details.first?.comments == ["(Bayes' rule)"])
    let conditional = try Readback(#"a = b \quad \text{if } c > 0"#)
    #expect(conditional.details.first?.conditions.first?.hasPrefix("if") == true)
  }

  @Test("A row without a relation spoils the side that it may belong to")
  func strayRow() throws {
    let readback = try Readback(#"\begin{align} a &= b \\ & c \\ & \text{done} \end{align}"#)
    #expect(readback.steps.isEmpty)
    #expect(readback.messages.contains("a row without a relation"))
  }

  @Test("Definitions and constants")
  func relations() throws {
    #expect(try Readback(#"a := b"#).steps == ["a ≔ b"])
    #expect(try Readback(#"b =: a"#).steps == ["a ≔ b"])
    #expect(try Readback(#"a \overset{\text{def}}{=} b"#).steps == ["a ≔ b"])
    #expect(try Readback(#"a \triangleq b"#).steps == ["a ≔ b"])
    #expect(try Readback(#"a \stackrel{+}{=} b"#).steps == [#"a = b + \text{const}"#])
    #expect(try Readback(#"a = b + C"#).steps == [#"a = b + \text{const}"#])
    #expect(try Readback(#"a \not= b"#).steps == ["a ≠ b"])
    #expect(try Readback(#"a \overset{d}{=} b"#).steps.isEmpty)
  }

  @Test("Underbraces name what stands over them, or claim something of it")
  func underbraces() throws {
    let readback = try Readback(
      #"a = \underbrace{b}_{\text{cost}} + \underbrace{c}_{\ge 0} + \underbrace{d}_{=\mathcal{L}(x)}"#
    )
    #expect(
      readback.steps == ["a = b + c + d", #"\text{cost} ≔ b"#, "c ≥ 0", #"\mathcal{L}(x) ≔ d"#])
  }
}
