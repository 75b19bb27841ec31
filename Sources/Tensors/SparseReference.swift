// Lists of the numbers that are not zero, as their definitions say; see the requirements.

extension Scalar {
  /// See the requirement.
  public static func compressRows(
    _ a: UnsafePointer<Self>, rows: Int, columns: Int, most: Int,
    starts: UnsafeMutablePointer<UInt32>, indices: UnsafeMutablePointer<UInt32>,
    values: UnsafeMutablePointer<Self>
  ) {
    var count = 0
    for r in 0..<rows where count <= most {
      starts[r] = UInt32(count)
      for c in 0..<columns where a[r * columns + c] != .zero {
        indices[count] = UInt32(c)
        values[count] = a[r * columns + c]
        count += 1
      }
    }
    starts[rows] = UInt32(count)
  }

  /// See the requirement.
  public static func transposeLists(
    starts: UnsafePointer<UInt32>, indices: UnsafePointer<UInt32>, values: UnsafePointer<Self>,
    rows: Int, columns: Int, columnStarts: UnsafeMutablePointer<UInt32>,
    columnIndices: UnsafeMutablePointer<UInt32>, columnValues: UnsafeMutablePointer<Self>
  ) {
    // Each column's count, then its end, then, filled from behind, its start.
    columnStarts.update(repeating: 0, count: columns + 1)
    for i in 0..<Int(starts[rows]) { columnStarts[Int(indices[i])] += 1 }
    for c in 0..<columns { columnStarts[c + 1] += columnStarts[c] }
    for r in (0..<rows).reversed() {
      for i in Int(starts[r])..<Int(starts[r + 1]) {
        columnStarts[Int(indices[i])] -= 1
        let place = Int(columnStarts[Int(indices[i])])
        columnIndices[place] = UInt32(r)
        columnValues[place] = values[i]
      }
    }
  }

  /// See the requirement.
  public static func multiplyLists(
    starts: UnsafePointer<UInt32>, indices: UnsafePointer<UInt32>, values: UnsafePointer<Self>,
    lists: Int, dense: UnsafePointer<Self>, n: Int, into out: UnsafeMutablePointer<Self>
  ) {
    for list in 0..<lists {
      let sum = out + list * n
      sum.update(repeating: .zero, count: n)
      for i in Int(starts[list])..<Int(starts[list + 1]) {
        let row = dense + Int(indices[i]) * n
        for c in 0..<n { sum[c] += values[i] * row[c] }
      }
    }
  }
}
