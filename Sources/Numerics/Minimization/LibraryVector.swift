import CGSL

/// A vector that the library owns the memory of, for as long as this value lives.
struct LibraryVector: ~Copyable {
  let pointer: UnsafeMutablePointer<gsl_vector>

  /// Copies an array.
  init(_ elements: [Double]) {
    guard let made = withoutAborting({ gsl_vector_alloc(elements.count) }) else {
      preconditionFailure("no memory for \(elements.count) elements")
    }
    pointer = made
    for (index, element) in elements.enumerated() { gsl_vector_set(made, index, element) }
  }

  deinit { gsl_vector_free(pointer) }

  /// Copies a vector of the library.
  static func array(_ vector: UnsafePointer<gsl_vector>?) -> [Double] {
    guard let vector else { return [] }
    return (0..<vector.pointee.size).map { gsl_vector_get(vector, $0) }
  }
}
