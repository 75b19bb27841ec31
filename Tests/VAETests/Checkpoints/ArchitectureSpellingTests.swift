import Datasets
import Foundation
import Tensors
import Testing
import VAE

/// Other programs read the architecture from the metadata of a checkpoint; see Golden/evaluate_numpy.py.
@Suite("Spelling of architectures") struct ArchitectureSpellingTests {
  static let spelled =
    #"{"activation":"tanh","decoder":[40],"encoder":[40,30],"image":{"channels":1,"height":3,"width":4},"#
    + #""latent":2,"likelihood":"gaussian:0.25","posteriorScale":"log-deviation"}"#
  static let architecture = Architecture(
    image: ImageShape(height: 3, width: 4), latent: 2, encoder: [40, 30], decoder: [40],
    activation: .tanh, likelihood: .gaussian(variance: 0.25), posteriorScale: .logDeviation)

  @Test("An architecture is written with names, and read back")
  func spelling() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(Self.architecture), as: UTF8.self)
    #expect(text == Self.spelled)
    let read = try JSONDecoder().decode(Architecture.self, from: Data(text.utf8))
    #expect(read == Self.architecture)
  }

  @Test("Every activation is read by its name or its number, and nothing else is")
  func activations() throws {
    func read(_ text: String) throws -> [Activation] {
      try JSONDecoder().decode([Activation].self, from: Data(text.utf8))
    }
    for activation in Activation.allCases {
      #expect(try read("[\"\(activation)\", \(activation.rawValue)]") == [activation, activation])
    }
    #expect(throws: DecodingError.self) { try read("[\"gelu\"]") }
    #expect(throws: DecodingError.self) { try read("[5]") }
    #expect(throws: DecodingError.self) { try read("[null]") }
  }
}
