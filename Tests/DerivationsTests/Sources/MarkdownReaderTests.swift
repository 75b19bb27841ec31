import Derivations
import Testing

/// A text of Markdown and the formulas that it holds.
struct Reading: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var formulas: [String]
  var style: Formula.Style = .display

  var testDescription: String { name }
}

@Suite("Formulas of Markdown")
struct MarkdownReaderTests {
  @Test("Every spelling of a display formula is found", arguments: displays)
  func display(_ reading: Reading) throws {
    let found = try document(reading.text).formulas.filter { $0.style == .display }
    #expect(found.map { $0.latex.trimmed } == reading.formulas)
  }

  @Test("Every spelling of an inline formula is found, and money is none", arguments: inlines)
  func inline(_ reading: Reading) throws {
    let found = try document(reading.text).formulas.filter { $0.style == .inline }
    #expect(found.map(\.latex) == reading.formulas)
  }

  @Test("Code, comments, front matter and scripts hold no formulas", arguments: skipped)
  func noFormula(_ reading: Reading) throws {
    #expect(try document(reading.text).formulas.map { $0.latex.trimmed } == reading.formulas)
  }

  @Test("A formula that is never closed is reported, and the rest of the document is still read")
  func unclosed() throws {
    let document = try document(
      "before\n\n$$ a = b\n\nThis sentence goes on. Then $c$.\n\n$$ d $$\n")
    #expect(document.formulas.map { $0.latex.trimmed } == ["c", "d"])
    #expect(
      document.warnings.map(\.description) == [
        "3:1: the formula that $$ opens here is never closed"
      ])
    let environment = try Derivations.Document(
      name: "a.md", bytes: Array("\\begin{align} x\n\ntext\n".utf8))
    #expect(environment.warnings.map(\.message) == ["\\begin{align} has no \\end"])
  }

  @Test("Directives are handed on with their places")
  func directives() throws {
    let document = try document("a\n\n<!-- vae-lab: latent z; data x -->\n<!-- other -->\n")
    #expect(document.directives.map(\.text) == ["latent z; data x"])
    #expect(document.directives.first?.range.description == "3:15-31")
  }

  static let displays: [Reading] = [
    Reading(name: "dollars", text: "Thus\n$$ a = b $$\n", formulas: ["a = b"]),
    Reading(name: "dollars over lines", text: "$$\na\n= b\n$$", formulas: ["a\n= b"]),
    Reading(name: "a full stop behind", text: "$$a$$.\n", formulas: ["a"]),
    Reading(name: "in a list", text: "1. one\n\n    $$a$$\n- $$b$$\n", formulas: ["a", "b"]),
    Reading(name: "set in the middle by spaces", text: "x\n\n          $$a$$\n", formulas: ["a"]),
    Reading(name: "brackets", text: "\\[ a = b \\]\n", formulas: ["a = b"]),
    Reading(name: "brackets escaped twice", text: "so\n\\\\[ a = b \\\\]\n", formulas: ["a = b"]),
    Reading(name: "escaped brackets of text", text: "see \\[1\\] and \\[the book\\]", formulas: []),
    Reading(
      name: "an environment alone", text: "\\begin{align*}\na &= b\n\\end{align*}\n",
      formulas: ["\\begin{align*}\na &= b\n\\end{align*}"]),
    Reading(
      name: "an environment with an escaped star", text: "\\begin{align\\*}a\\end{align\\*}",
      formulas: ["\\begin{align\\*}a\\end{align\\*}"]),
    Reading(
      name: "nested environments",
      text: "\\begin{equation}\\begin{split}a\\end{split}\\end{equation}",
      formulas: ["\\begin{equation}\\begin{split}a\\end{split}\\end{equation}"]),
    Reading(name: "a fence", text: "```math\na = b\n```\n", formulas: ["a = b"]),
    Reading(
      name: "a fence in a quotation", text: "> ```math\n> a = b\n> ```\n", formulas: ["a = b"]),
    Reading(name: "a quotation", text: "> $$\n> a\n> > b\n> $$\n", formulas: ["a\n > b"]),
    Reading(name: "an empty line inside", text: "$$\na\n\n= b\n$$\n", formulas: ["a\n\n= b"]),
    Reading(
      name: "entities and breaks", text: "$$ a &amp;= b <br> &lt; c $$", formulas: ["a &= b   < c"]),
    Reading(
      name: "templates", text: "{% raw %}\n$$ a {% endraw %} $$\n{% endraw %}", formulas: ["a"]),
    Reading(
      name: "doubled backslashes", text: "$$ \\\\frac{a}{b} \\\\\\\\ \\\\log c $$",
      formulas: ["\\frac{a}{b} \\\\ \\log c"]),
    Reading(
      name: "a row break before a letter", text: "$$ \\alpha \\\\x $$", formulas: ["\\alpha \\\\x"]),
    Reading(
      name: "a script", text: "<script type=\"math/tex; mode=display\">a = b</script>",
      formulas: ["a = b"]),
    Reading(name: "nothing", text: "$$ $$\n\n$$$$\n", formulas: []),
  ]

  static let inlines: [Reading] = [
    Reading(name: "dollars", text: "the $x$ and $y = 2$.", formulas: ["x", "y = 2"]),
    Reading(name: "loose dollars", text: "the $ x $, $ \\theta $", formulas: [" x ", " \\theta "]),
    Reading(name: "one side loose", text: "$Z $ and $X$", formulas: ["Z ", "X"]),
    Reading(name: "money", text: "$5 and $10, or 20$ and $30,000", formulas: []),
    Reading(name: "words between formulas", text: "$X$和$Y$的", formulas: ["X", "Y"]),
    Reading(name: "escaped dollars", text: "\\$5 and \\$6", formulas: []),
    Reading(name: "double dollars in a line", text: "the latent $$z$$ here", formulas: ["z"]),
    Reading(name: "parentheses", text: "\\(x\\), \\\\( y \\\\)", formulas: ["x", " y "]),
    Reading(name: "escaped parentheses of text", text: "\\(see the appendix\\)", formulas: []),
    Reading(name: "backticks", text: "$`a_b`$", formulas: ["a_b"]),
    Reading(
      name: "a formula in words", text: "$a \\text{ if $b$} c$", formulas: ["a \\text{ if $b$} c"]),
    Reading(name: "over lines", text: "$a\n+ b$", formulas: ["a\n+ b"]),
    Reading(name: "not over paragraphs", text: "a $x and\n\nb$ c", formulas: []),
  ]

  static let skipped: [Reading] = [
    Reading(name: "a fence", text: "```python\n$a$\n```\n$b$", formulas: ["b"]),
    Reading(name: "a longer fence", text: "~~~~\n$a$\n~~~\n$$b$$\n~~~~\n$c$", formulas: ["c"]),
    Reading(name: "a fence that stays open", text: "```\n$a$", formulas: []),
    Reading(name: "a code span", text: "`$a$` and ``$`b$`` $c$", formulas: ["c"]),
    Reading(name: "indented code", text: "text\n\n    $ ls $x\n\n$c$", formulas: ["c"]),
    Reading(name: "a comment", text: "<!-- $a$ \n $b$ --> $c$", formulas: ["c"]),
    Reading(
      name: "HTML", text: "<pre>$a$</pre><code>$b$</code><style>$</style> $c$", formulas: ["c"]),
    Reading(name: "front matter", text: "---\ntitle: $a$\n---\n$b$", formulas: ["b"]),
    Reading(name: "front matter of TOML", text: "+++\nx = \"$a$\"\n+++\n$b$", formulas: ["b"]),
    Reading(name: "a rule", text: "---\n$b$", formulas: ["b"]),
    Reading(
      name: "a highlighted block", text: "{% highlight sh %}$a$ b{% endhighlight %} $c$",
      formulas: ["c"]),
    Reading(name: "a definition", text: "$\\newcommand{\\x}{y}$ $\\x$", formulas: ["\\x"]),
  ]
}

extension String {
  /// The string without white space at its ends.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
