import CKernels

/// Batches from images kept as bytes: chosen rows of bytes become rows of numbers.
///
/// Every function takes `bytes`, all images row after row with as many bytes as the batch has columns, and
/// `rows`, the number of the image that becomes each row of the batch; it allocates nothing.
public enum ByteRows {
  /// Scales by 1/255, correctly rounded: 0 gives 0 and 255 gives 1.
  ///
  /// - Precondition: One number of a row for each row of the batch, each of an image that is there.
  public static func scale(
    _ bytes: UnsafeBufferPointer<UInt8>, rows: UnsafeBufferPointer<Int>, into batch: Matrix<Float>
  ) {
    check(bytes, rows, batch)
    ckGatherScaled(bytes.baseAddress, rows.baseAddress, rows.count, batch.columns, batch.start)
  }

  /// Writes 1 where a byte exceeds the threshold and 0 elsewhere.
  ///
  /// - Precondition: As for `scale`.
  public static func binarize(
    _ bytes: UnsafeBufferPointer<UInt8>, rows: UnsafeBufferPointer<Int>,
    above threshold: UInt8 = 127,
    into batch: Matrix<Float>
  ) {
    check(bytes, rows, batch)
    ckGatherThresholded(
      bytes.baseAddress, rows.baseAddress, rows.count, batch.columns, threshold, batch.start)
  }

  /// Writes 1 with probability byte/255, and 0 otherwise; never 1 for 0, always for 255.
  ///
  /// Number i of the batch is decided by 32-bit word i of a Philox stream, counted from the beginning of a
  /// block, and by nothing else: the probability is exact to 2⁻³².
  ///
  /// - Parameters:
  ///   - bytes: All images, row after row.
  ///   - rows: The image that becomes each row of the batch.
  ///   - key: The key of Philox 4x32-10.
  ///   - stream: The upper half of its counter.
  ///   - block: The lower half of its counter at the first block of four words.
  ///   - batch: Shape `[rows.count, numbers of an image]`.
  /// - Precondition: As for `scale`.
  public static func sample(
    _ bytes: UnsafeBufferPointer<UInt8>, rows: UnsafeBufferPointer<Int>, key: UInt64,
    stream: UInt64,
    block: UInt64 = 0, into batch: Matrix<Float>
  ) {
    check(bytes, rows, batch)
    ckGatherStochastic(
      bytes.baseAddress, rows.baseAddress, rows.count, batch.columns, key, stream, block,
      batch.start)
  }

  private static func check(
    _ bytes: UnsafeBufferPointer<UInt8>, _ rows: UnsafeBufferPointer<Int>, _ batch: Matrix<Float>
  ) {
    precondition(rows.count == batch.rows, "\(rows.count) rows for a batch of \(batch.rows)")
    for row in rows {
      precondition(
        row >= 0 && (row + 1) * batch.columns <= bytes.count,
        "row \(row) of \(bytes.count) bytes, \(batch.columns) a row")
    }
  }
}
