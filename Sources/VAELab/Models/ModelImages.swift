import Datasets
import Distributions

extension DatasetPart: ArgumentValue {}

/// The images of one part of a source, with what is known about them.
struct ModelImages {
  /// What to call the source.
  let data: String
  /// The part.
  let part: DatasetPart
  /// The images.
  var images: ImageSet
  /// What was varied in each, where the program drew them.
  var factors: [BuiltinDigits.Factors]?

  /// Reads the images.
  ///
  /// - Parameters:
  ///   - source: Where they come from.
  ///   - part: Which part; there must be such a part with images in it.
  ///   - most: Only the first so many.
  ///   - command: What errors call the command.
  /// - Throws: `DatasetError`, `Failure`.
  init(_ source: DataSource, part: DatasetPart, most: Int? = nil, command: String) throws {
    data = source.argument
    self.part = part
    guard source != .builtin else {
      let usual = BuiltinDigits.usualCount(of: part)
      let digits = BuiltinDigits(count: min(usual, most ?? usual), part: part)
      (images, factors) = (digits.images, digits.factors)
      return
    }
    let parts = try source.load().parts.filter { $0.images.count > 0 }
    guard let found = parts.first(where: { $0.part == part })?.images else {
      let others = parts.map(\.part.rawValue).joined(separator: ", ")
      throw Failure(
        .badData,
        "\(command): \(data) has no \(part.rawValue) images; choose another part with --part: \(others)"
      )
    }
    images = most.map { found[0..<min($0, found.count)] } ?? found
  }

  /// Some of the images, in the order given.
  func chosen(_ places: [Int]) -> ImageSet {
    ImageSet(
      shape: images.shape, bytes: places.flatMap { images.withImage($0, Array.init) },
      labels: images.labels.map { labels in places.map { labels[$0] } })
  }

  /// Different places, drawn at random; all there are where fewer are there than asked for.
  func places(_ count: Int, seed: UInt64) -> [Int] {
    var generator = Philox(seed: seed).substream("images")
    var places = Array(0..<images.count)
    let count = min(count, places.count)
    for index in 0..<count {
      let other = generator.next().multipliedFullWidth(by: UInt64(places.count - index)).high
      places.swapAt(index, index + Int(other))
    }
    return Array(places.prefix(count))
  }

  /// Refuses a number that no image has.
  func check(_ place: Int, option: String, command: String) throws(Failure) {
    guard images.indices.contains(place) else {
      throw Failure(
        .usage,
        "\(command): \(option) \(place) is no image: \(data) has \(images.count) \(part.rawValue) images, counted from 0"
      )
    }
  }
}

extension ImageSet {
  /// The places of the images.
  var indices: Range<Int> { 0..<count }
}
