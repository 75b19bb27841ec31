import Foundation
import Synchronization
import Testing
import VAE

@Suite("Checkpoint files") struct CheckpointFileTests {
  static func content(_ number: Double, count: Int = 1) -> TensorFile {
    TensorFile(
      metadata: ["epoch": "1"], tensors: [.init("w", Array(repeating: number, count: count))])
  }

  /// What a killed process leaves.
  static let leftover = "model.safetensors.0123456789abcdef.part"

  @Test("A checkpoint is written, replaced and read")
  func replace() throws {
    let folder = try TemporaryFolder()
    let file = CheckpointFile(path: folder.file("model.safetensors"))
    try file.write(Self.content(1))
    #expect(try file.read() == Self.content(1))
    chmod(file.path, 0o640)
    try file.write(Self.content(2, count: 100_000))
    #expect(try file.read() == Self.content(2, count: 100_000))
    var status = stat()
    #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o640)
    #expect(try folder.names == ["model.safetensors"])
  }

  @Test("A link to a checkpoint stays a link")
  func links() throws {
    let folder = try TemporaryFolder()
    try CheckpointFile(path: folder.file("model.safetensors")).write(Self.content(1))
    let link = CheckpointFile(path: folder.file("latest"))
    #expect(symlink("model.safetensors", link.path) == 0)
    try link.write(Self.content(2))
    #expect(try CheckpointFile(path: folder.file("model.safetensors")).read() == Self.content(2))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "model.safetensors")
  }

  @Test("What is not there, or no checkpoint, is refused in one line")
  func wrongPlaces() throws {
    let folder = try TemporaryFolder()
    func kind(_ path: String) throws -> CheckpointError.Kind {
      let error = try #require(throws: CheckpointError.self) {
        try CheckpointFile(path: path).read()
      }
      #expect(error.place == path && !error.description.contains("\n"))
      return error.kind
    }
    #expect(try kind(folder.file("none")) == .missing)
    #expect(try kind(folder.path) == .invalid)
    try Data("not a checkpoint".utf8).write(to: URL(fileURLWithPath: folder.file("text")))
    #expect(try kind(folder.file("text")) == .invalid)
    try Data().write(to: URL(fileURLWithPath: folder.file("empty")))
    #expect(try kind(folder.file("empty")) == .invalid)
    try Self.content(1).encode().dropLast()
      .write(to: URL(fileURLWithPath: folder.file("truncated")))
    #expect(try kind(folder.file("truncated")) == .invalid)
    for path in [folder.path, folder.file("none/model.safetensors")] {
      let error = try #require(throws: CheckpointError.self) {
        try CheckpointFile(path: path).write(Self.content(1))
      }
      #expect(error.kind == .inputOutput)
    }
  }

  @Test(
    "A full disk leaves the old checkpoint and nothing else", arguments: [ENOSPC, EDQUOT, EIO, 0])
  func failingWrites(code: Int32) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    try CheckpointFile(path: path).write(Self.content(1))
    let room = Mutex(5000)
    let full = CheckpointFile(path: path) { descriptor, bytes in
      room.withLock { room in
        guard room > 0 else {
          errno = code
          return code == 0 ? 0 : -1
        }
        let written = write(descriptor, bytes.baseAddress, min(bytes.count, room))
        room -= written
        return written
      }
    }
    let error = try #require(throws: CheckpointError.self) {
      try full.write(Self.content(2, count: 1000))
    }
    #expect(error.kind == .inputOutput && error.place == path)
    #expect(try CheckpointFile(path: path).read() == Self.content(1))
    #expect(try folder.names == ["model.safetensors"])
  }

  @Test("Writes that are short or interrupted are continued")
  func shortWrites() throws {
    let folder = try TemporaryFolder()
    let calls = Mutex(0)
    let slow = CheckpointFile(path: folder.file("model.safetensors")) { descriptor, bytes in
      let call = calls.withLock {
        $0 += 1
        return $0
      }
      if call.isMultiple(of: 2) {
        errno = EINTR
        return -1
      }
      return write(descriptor, bytes.baseAddress, min(bytes.count, 100))
    }
    try slow.write(Self.content(3, count: 200))
    #expect(try slow.read() == Self.content(3, count: 200))
  }

  @Test("The system's own limit on a file's size leaves the old checkpoint and nothing else")
  func sizeLimit() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    try CheckpointFile(path: path).write(Self.content(1))
    await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(1) }
      do throws(CheckpointError) {
        try CheckpointFile(path: path).write(Self.content(2, count: 1000))
      } catch {
        exit(error.kind == .inputOutput ? 74 : 2)
      }
    }
    #expect(try CheckpointFile(path: path).read() == Self.content(1))
    #expect(try folder.names == ["model.safetensors"])
  }

  @Test("A process killed while it writes leaves the old checkpoint; the next writing cleans up")
  func killed() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    try CheckpointFile(path: path).write(Self.content(1))
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let file = CheckpointFile(path: path) { descriptor, bytes in
        _ = write(descriptor, bytes.baseAddress, min(bytes.count, 100))
        kill(getpid(), SIGKILL)
        return 100
      }
      try file.write(Self.content(2, count: 1000))
    }
    #expect(try CheckpointFile(path: path).read() == Self.content(1))
    #expect(try folder.names.count == 2)
    try CheckpointFile(path: path).write(Self.content(3))
    #expect(try folder.names == ["model.safetensors"])
    #expect(try CheckpointFile(path: path).read() == Self.content(3))
  }

  @Test("Only what nobody writes any more is cleaned up")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    let others = ["model.safetensors.txt.part", "other.safetensors.0123456789abcdef.part"]
    for name in others + [Self.leftover] {
      try Data().write(to: URL(fileURLWithPath: folder.file(name)))
    }
    let descriptor = open(folder.file(Self.leftover), O_WRONLY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
    let file = CheckpointFile(path: folder.file("model.safetensors"))
    try file.write(Self.content(1))
    #expect(try folder.names == (others + ["model.safetensors", Self.leftover]).sorted())
    #expect(flock(descriptor, LOCK_UN) == 0)
    try file.write(Self.content(2))
    #expect(try folder.names == (others + ["model.safetensors"]).sorted())
  }

  @Test(
    "What a killed run left half-written goes when the next begins, even if it writes no better weights"
  )
  func runs() throws {
    let folder = try TemporaryFolder()
    for name in ["best.safetensors", "checkpoint.safetensors", "log.jsonl"] {
      try Data().write(to: URL(fileURLWithPath: folder.file("\(name).0123456789abcdef.part")))
    }
    try Data().write(to: URL(fileURLWithPath: folder.file("best.safetensors")))
    let run = RunFolder(
      path: URL(fileURLWithPath: folder.file("x")).deletingLastPathComponent().path)
    try run.create()
    #expect(try folder.names == ["best.safetensors"])
  }
}
