import Foundation
import Synchronization

/// A server of HTTP on a free port of this machine, one answer a connection.
final class LoopbackServer: Sendable {
  /// What it says to a path.
  struct Answer: Sendable {
    var status = 200
    var body: [UInt8] = []
    /// What it claims the body's length to be; `nil` to say nothing of it.
    var length: Int?
    /// Whether it holds the connection open instead of saying more.
    var stalls = false
  }

  private let listener: Int32
  private let answers: [String: Answer]
  private let seen = Mutex<[String]>([])
  /// The port it listens on.
  let port: UInt16

  /// The folder's address.
  var address: String { "http://127.0.0.1:\(port)/" }
  /// The paths that were asked for.
  var requests: [String] { seen.withLock { $0 } }

  /// Starts to serve; a path that is not among the answers gets status 404.
  init(_ answers: [String: Answer]) {
    self.answers = answers
    (listener, port) = LoopbackServer.listen()
    let thread = Thread { [listener] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        Thread.detachNewThread { [weak self] in
          self?.serve(connection)
          close(connection)
        }
      }
    }
    thread.start()
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// A port of this machine on which nobody listens.
  static func deadPort() -> UInt16 {
    let (listener, port) = listen()
    close(listener)
    return port
  }

  private static func listen() -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        precondition(
          bind(listener, address, length) == 0 && Foundation.listen(listener, 8) == 0
            && getsockname(listener, address, &length) == 0, "no port on loopback")
      }
    }
    return (listener, UInt16(bigEndian: address.sin_port))
  }

  private func serve(_ connection: Int32) {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return }
      request += buffer.prefix(count)
    }
    let words = String(decoding: request, as: UTF8.self).split(separator: " ")
    let path = words.count > 1 ? String(words[1].dropFirst()) : ""
    seen.withLock { $0.append(path) }
    let answer = answers[path] ?? Answer(status: 404, body: Array("nothing".utf8), length: 7)
    let length = answer.length.map { "Content-Length: \($0)\r\n" } ?? ""
    send(
      connection, Array("HTTP/1.1 \(answer.status) X\r\n\(length)Connection: close\r\n\r\n".utf8))
    send(connection, answer.body)
    if answer.stalls { _ = recv(connection, &buffer, buffer.count, 0) }
  }

  private func send(_ connection: Int32, _ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // A client that has gone is no reason to end the process.
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
