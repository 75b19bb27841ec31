import Foundation

/// Content as an address, so that a page needs no file but itself.
enum DataAddress {
  /// The address that holds the content.
  static func text(of bytes: [UInt8], as kind: String) -> String {
    "data:\(kind);base64,\(Data(bytes).base64EncodedString())"
  }
}
