import Foundation

/// The two pipes to the kernel: a message of JSON a line goes out, and a byte comes back for each display.
struct Channel {
  private let messages: Int32
  private let answers: Int32

  /// The kernel's channel; `nil` outside of a notebook.
  static var current: Channel? {
    let environment = ProcessInfo.processInfo.environment
    func descriptor(_ name: String) -> Int32? { environment[name].flatMap { Int32($0) } }
    guard let messages = descriptor("VAE_LAB_DISPLAY"), let answers = descriptor("VAE_LAB_SHOWN")
    else { return nil }
    return Channel(messages: messages, answers: answers)
  }

  private enum Message: Encodable {
    case data([String: String])
    case thrown(String)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .data(let texts): try container.encode(["data": texts])
      case .thrown(let text): try container.encode(["thrown": text])
      }
    }
  }

  /// Sends one display, and waits until it is shown: what is printed later then stands below it.
  func send(_ representations: [Representation]) {
    send(.data(Dictionary(representations.map { ($0.type, $0.content) }) { first, _ in first }))
    var answer: UInt8 = 0
    while read(answers, &answer, 1) < 0, errno == EINTR {}
  }

  /// Sends the text of an error that ends a cell.
  func send(thrown text: String) {
    send(.thrown(text))
  }

  /// Sends a message, whole before the next begins.
  private func send(_ message: Message) {
    guard var bytes = try? JSONEncoder().encode(message) else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = write(messages, buffer.baseAddress! + sent, buffer.count - sent)
        guard count > 0 else { return }
        sent += count
      }
    }
  }
}

/// Tells the kernel what a cell threw and did not catch; called by the process of the cells, which finds it by name.
///
/// - Parameter error: The error as the runtime holds it; not consumed.
@_cdecl("vae_lab_show_thrown")
public func showThrown(_ error: UnsafeRawPointer) {
  let error = unsafeBitCast(error, to: (any Error).self)
  Channel.current?.send(thrown: String(describing: error))
}
