/// How the numbers that a model sees are made from the bytes of an image.
public enum Binarization: String, Sendable, Codable, CaseIterable {
  /// v / 255.
  case none
  /// 1 where v > 127, 0 elsewhere.
  case threshold
  /// 1 with probability v / 255, drawn anew at every use.
  case stochastic
}
