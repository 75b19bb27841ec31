import Derivations
import Testing

/// Documents of the corpus with characters lost, doubled and moved: every one is examined to the end.
@Suite("Spoiled derivations")
struct SpoiledCorpusTests {
  /// SplitMix64, so that every run spoils the documents alike.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// What is put in where a document is spoiled.
  static let pieces = [
    "\\frac{", "}", "{", "\\left(", ")", "[", "|", "_", "^", "&", "\\\\", "=", "\\sum_{i=1}^{N}",
    "\\int", "\\log", "\\nabla_\\theta", "\\mathbb{E}_{q}", "p(x|z)", "z_{1:T}", "$", "$$", "-",
  ]

  @Test("A document with a few faults is examined to the end")
  func survives() throws {
    for (number, document) in try CorpusDocument.all().enumerated() {
      var generator = Generator(state: UInt64(number))
      for _ in 0..<3 {
        var text = Array(document.text().unicodeScalars)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          let place = Int.random(in: 0..<text.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: text.remove(at: place)
          case 1: text.insert(text[place], at: Int.random(in: 0..<text.count, using: &generator))
          default:
            let piece = Self.pieces.randomElement(using: &generator) ?? ""
            text.insert(contentsOf: Array(piece.unicodeScalars), at: place)
          }
        }
        var spoiled = String.UnicodeScalarView()
        spoiled.append(contentsOf: text)
        let read = try Document(name: document.name, bytes: Array(String(spoiled).utf8))
        var reader = DerivationReader()
        var steps: [Step] = []
        for formula in read.formulas {
          guard let tokens = try? read.tokens(of: formula) else { continue }
          steps += reader.read(tokens, style: formula.style).steps
        }
        var examiner = Examiner(suggests: false)
        #expect(examiner.findings(for: steps).count == steps.count)
      }
    }
  }
}
