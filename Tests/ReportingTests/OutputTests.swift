import Foundation
import Reporting
import Synchronization
import Testing

// One after another: the list of partial files belongs to the whole process.
@Suite("Output: JSON, files, progress", .serialized)
struct OutputTests {
  private struct Row: Codable, Equatable {
    var name: String
    var values: [Double]
    var missing: Int?
  }

  @Test("JSON is sorted, exact, and has a place for numbers that are not finite")
  func json() throws {
    let row = Row(name: "a/b", values: [0.1, .nan, .infinity, -.infinity, 1e-300], missing: nil)
    let text = try JSON.text(row)
    #expect(
      text == """
        {
          "name" : "a/b",
          "values" : [
            0.1,
            "nan",
            "inf",
            "-inf",
            1e-300
          ]
        }

        """)
    let back: Row = try JSON.value(from: text)
    #expect(back.values[0] == 0.1 && back.values[1].isNaN && back.values[3] == -.infinity)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test("A file appears whole; its mode and the links to it stay")
  func atomicFile() throws {
    try withFolder { folder in
      let path = folder + "/report"
      try "old".write(toFile: path, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: "report")
      let file = try AtomicFile(path: folder + "/link")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
      try file.commit("new")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
      #expect(try names(in: folder) == ["link", "report"])
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
    }
  }

  @Test("A file given up leaves nothing behind")
  func abandoned() throws {
    try withFolder { folder in
      do { _ = try AtomicFile(path: folder + "/report") }
      #expect(try names(in: folder) == [])
      let partials = PartialFiles()
      let interrupted = try AtomicFile(path: folder + "/report", partials: partials)
      partials.removeAll()
      #expect(try names(in: folder) == [])
      #expect(throws: OutputError(destination: folder + "/report", code: ENOENT)) {
        try interrupted.commit("late")
      }
    }
  }

  @Test("A place that cannot be written is named with the reason")
  func unwritable() throws {
    try withFolder { folder in
      let missing = folder + "/missing/report"
      #expect(throws: OutputError(destination: missing, code: ENOENT)) {
        try AtomicFile(path: missing)
      }
      #expect(throws: OutputError(destination: folder, code: EISDIR)) {
        try AtomicFile(path: folder)
      }
    }
    let error = OutputError(destination: "x", code: ENOENT)
    #expect(error.description == "cannot write x: No such file or directory")
  }

  @Test("A device is written in place", .enabled(if: access("/dev/full", W_OK) == 0))
  func device() throws {
    let file = try AtomicFile(path: "/dev/full")
    #expect(throws: OutputError(destination: "/dev/full", code: ENOSPC)) { try file.commit("x") }
  }

  /// A clock that tests move by hand.
  private final class Clock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { instant.withLock { $0 } }
    func advance(_ duration: Duration) { instant.withLock { $0 += duration } }
  }

  @Test("A log gets few lines, a terminal one line that is erased")
  func progress() {
    let clock = Clock()
    let log = StringSink()
    let plain = ProgressLine(of: "claims", total: 4, on: .init(sink: log), now: { clock.now })
    plain.advance()
    clock.advance(.seconds(11))
    plain.advance()
    plain.advance()
    plain.finish()
    #expect(log.text == "2 of 4 claims\n")

    let screen = StringSink()
    let stream = Console.Stream(sink: screen, isTerminal: true, width: 40)
    let drawn = ProgressLine(of: "claims", total: 4, on: stream, now: { clock.now })
    drawn.advance("unseen")
    clock.advance(.seconds(1))
    drawn.advance("kl.diagonal-gaussian.closed-form")
    drawn.finish()
    #expect(
      screen.text
        == "\r\u{1B}[K████████████░░░░░░░░░░░░ 2/4 claims  k…\r\u{1B}[K")
  }
}
