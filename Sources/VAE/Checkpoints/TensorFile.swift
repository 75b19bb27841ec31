import Foundation

/// Named arrays of numbers and some text: the content of a safetensors file.
///
/// - Note: The format is that of Python's `safetensors` package, which reads what `encode()` writes.
public struct TensorFile: Sendable, Equatable {
  /// One array.
  public struct Tensor: Sendable, Equatable {
    /// Its name, unique in the file.
    public let name: String
    /// The type of its numbers.
    public let type: TensorType
    /// Its extent along each dimension; empty for a single number.
    public let shape: [Int]
    /// The numbers in row-major order, little-endian.
    public let bytes: [UInt8]

    /// Creates an array from its bytes.
    ///
    /// - Precondition: There are as many bytes as the shape and the type say.
    public init(name: String, type: TensorType, shape: [Int], bytes: [UInt8]) {
      precondition(
        type.byteCount(of: shape) == bytes.count,
        "\(bytes.count) bytes for \(name) of shape \(shape) and type \(type.rawValue)")
      self.name = name
      self.type = type
      self.shape = shape
      self.bytes = bytes
    }
  }

  /// The metadata entry that holds the checksum; `encode()` writes it and `init(decoding:)` removes it.
  public static let checksumKey = "checksum"

  /// Text by name, without the checksum.
  public var metadata: [String: String]
  /// The arrays, in the order of their data.
  public var tensors: [Tensor]

  /// Creates a content.
  public init(metadata: [String: String] = [:], tensors: [Tensor] = []) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The array of a name, or nil.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }
}

/// The types of numbers that a checkpoint holds, by their names in the format.
public enum TensorType: String, Sendable, CaseIterable {
  /// `Float`.
  case float32 = "F32"
  /// `Double`.
  case float64 = "F64"
  /// `UInt8`.
  case uint8 = "U8"
  /// `Int64`.
  case int64 = "I64"

  /// Bytes of one number.
  public var width: Int {
    switch self {
    case .uint8: 1
    case .float32: 4
    case .float64, .int64: 8
    }
  }

  /// Bytes of an array, or nil if that is no number that fits.
  public func byteCount(of shape: [Int]) -> Int? {
    var product = width
    for extent in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      product = next
    }
    return product
  }
}
