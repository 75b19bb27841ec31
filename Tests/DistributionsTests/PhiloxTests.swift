import Distributions
import Foundation
import Testing

@Suite("Philox 4x32-10")
struct PhiloxTests {
  /// The published answers: counter and key in words of 32 bits, least significant first.
  struct KnownAnswer: Sendable {
    let counter: [UInt32]
    let key: [UInt32]
    let answer: [UInt32]
  }

  static let knownAnswers = [
    KnownAnswer(
      counter: [0, 0, 0, 0], key: [0, 0],
      answer: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    KnownAnswer(
      counter: [.max, .max, .max, .max], key: [.max, .max],
      answer: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    KnownAnswer(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
      key: [0xa409_3822, 0x299f_31d0],
      answer: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
  ]

  static func joined(_ low: UInt32, _ high: UInt32) -> UInt64 { UInt64(low) | UInt64(high) << 32 }

  @Test("The block function gives the published answers", arguments: knownAnswers)
  func publishedAnswers(_ known: KnownAnswer) {
    let (c, k, want) = (known.counter, known.key, known.answer)
    let block = Philox.block(
      counter: (Self.joined(c[0], c[1]), Self.joined(c[2], c[3])), key: Self.joined(k[0], k[1]))
    #expect(block.0 == Self.joined(want[0], want[1]))
    #expect(block.1 == Self.joined(want[2], want[3]))
  }

  @Test("Key words exchanged, or one round key off, give other answers")
  func wrongKeys() {
    let known = Self.knownAnswers[2]
    let (c, k, want) = (known.counter, known.key, known.answer)
    let counter = (Self.joined(c[0], c[1]), Self.joined(c[2], c[3]))
    #expect(
      Philox.block(counter: counter, key: Self.joined(k[1], k[0])).0
        != Self.joined(want[0], want[1]))
    #expect(
      Philox.block(counter: counter, key: Self.joined(k[0] &+ 0x9E37_79B9, k[1])).0
        != Self.joined(want[0], want[1]))
  }

  @Test("A generator delivers the blocks of its stream in order")
  func order() {
    var generator = Philox(key: 11, stream: 22)
    for index in 0..<50 as Range<UInt64> {
      let block = Philox.block(counter: (index, 22), key: 11)
      #expect(generator.next() == block.0)
      #expect(generator.next() == block.1)
    }
    #expect(generator.position == 100)
  }

  @Test("Skipping and decoding a saved state continue the same words")
  func skippingAndSaving() throws {
    var walked = Philox(seed: 5).substream("skip")
    let start = walked
    for count in 0..<9 as Range<UInt64> {
      var skipped = start
      skipped.skip(count)
      #expect(skipped == walked)
      let saved = try JSONEncoder().encode(walked)
      var restored = try JSONDecoder().decode(Philox.self, from: saved)
      var copy = walked
      for _ in 0..<3 {
        let word = copy.next()
        #expect(skipped.next() == word)
        #expect(restored.next() == word)
      }
      _ = walked.next()
      #expect(walked != start)
    }
  }

  @Test("Sub-streams depend on their names only, not on order or on what was drawn")
  func orderIndependence() {
    let root = Philox(seed: 7)
    var used = root
    for _ in 0..<13 { _ = used.next() }
    let late = used.substream("claim").substream(3)
    let early = root.substream("claim").substream(3)
    #expect(late == early)
    #expect(early.position == 0)
    #expect(early != root.substream(3).substream("claim"))
    #expect(early != Philox(seed: 8).substream("claim").substream(3))
  }

  @Test("Names, numbers and nested names give streams without a common word")
  func disjointness() {
    let root = Philox(seed: 7)
    var streams = [root, Philox(seed: 8), root.substream(""), root.substream("a").substream("b")]
    // Names around the eight bytes that are absorbed at once, also with trailing zero bytes.
    for length in 1...20 {
      streams.append(root.substream(String(repeating: "a", count: length)))
      streams.append(root.substream(String(repeating: "\0", count: length)))
    }
    streams += (-500..<500).map { root.substream($0) }
    streams += (0..<500).map { root.substream("claim \($0)") }
    var words: Set<UInt64> = []
    var keys: Set<[UInt64]> = []
    for stream in streams {
      var generator = stream
      keys.insert([stream.key, stream.stream])
      for _ in 0..<16 { words.insert(generator.next()) }
    }
    #expect(keys.count == streams.count)
    // Among 24 704 words of 64 bits an accidental repetition has probability 2e-11.
    #expect(words.count == streams.count * 16)
  }

  @Test("Streams of neighbouring numbers are not correlated")
  func independence() {
    // Each bit of the exclusive or of two independent words is one fair coin.
    let root = Philox(seed: 3)
    var ones = 0
    let pairs = 2000
    for index in 0..<pairs {
      var first = root.substream(index)
      var second = root.substream(index + 1)
      ones += (first.next() ^ second.next()).nonzeroBitCount
    }
    let coins = Double(64 * pairs)
    #expect(((Double(ones) - coins / 2) / (coins / 4).squareRoot()).magnitude <= 6)
  }
}
