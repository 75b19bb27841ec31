import Distributions

extension QuantizedAutoencoder {
  /// Draws codes from the uniform law under which the model is trained.
  ///
  /// - Parameters:
  ///   - count: How many images.
  ///   - generator: The stream whose sub-stream *i* draws image *i*, one word a position.
  /// - Returns: k, image after image, position after position.
  public func uniformCodes(_ count: Int, using generator: Philox) -> [UInt32] {
    (0..<count).flatMap { image in
      var stream = generator.substream(image)
      return (0..<architecture.positions).map { _ in
        UInt32(stream.next().multipliedFullWidth(by: UInt64(architecture.codes)).high)
      }
    }
  }
}
