import Tensors

/// A number that a `TensorFile` can hold.
public protocol TensorElement: BitwiseCopyable {
  /// Its name in the format.
  static var tensorType: TensorType { get }
}

extension Float: TensorElement {
  /// `F32`.
  public static var tensorType: TensorType { .float32 }
}

extension Double: TensorElement {
  /// `F64`.
  public static var tensorType: TensorType { .float64 }
}

extension UInt8: TensorElement {
  /// `U8`.
  public static var tensorType: TensorType { .uint8 }
}

extension Int64: TensorElement {
  /// `I64`.
  public static var tensorType: TensorType { .int64 }
}

#if !_endian(little)
  #error("the bytes of numbers are copied as they are: this needs a little-endian processor")
#endif

extension TensorFile.Tensor {
  /// Creates an array from numbers in row-major order.
  ///
  /// - Parameters:
  ///   - name: The name that the file keeps it under.
  ///   - values: The numbers.
  ///   - shape: The extents; without them, one dimension.
  /// - Precondition: There are as many numbers as the shape says.
  public init<Element: TensorElement>(_ name: String, _ values: [Element], shape: [Int]? = nil) {
    self.init(
      name: name, type: Element.tensorType, shape: shape ?? [values.count],
      bytes: values.withUnsafeBytes { Array($0) })
  }

  /// Creates an array of shape `[rows, columns]` from a matrix.
  public init<Element: Scalar & TensorElement>(_ name: String, _ matrix: Matrix<Element>) {
    self.init(
      name: name, type: Element.tensorType, shape: [matrix.rows, matrix.columns],
      bytes: Array(UnsafeRawBufferPointer(matrix.values)))
  }

  /// The numbers in row-major order, or nil if they are of another type.
  public func values<Element: TensorElement>(
    as element: Element.Type = Element.self
  ) -> [Element]? {
    guard type == Element.tensorType else { return nil }
    let count = bytes.count / type.width
    return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      initialized = count
    }
  }

  /// Copies the numbers into a matrix.
  ///
  /// - Returns: Whether type and shape, `[rows, columns]`, fit; if not, nothing is copied.
  public func copy<Element: Scalar & TensorElement>(into matrix: Matrix<Element>) -> Bool {
    guard type == Element.tensorType, shape == [matrix.rows, matrix.columns] else { return false }
    UnsafeMutableRawBufferPointer(matrix.values).copyBytes(from: bytes)
    return true
  }
}
