import Datasets
import Foundation
import Synchronization
import Testing

@Suite struct DatasetDownloadTests {
  typealias Answer = LoopbackServer.Answer

  let scratch: Scratch
  let large = DatasetDownloadTests.content(200_000)
  let small = DatasetDownloadTests.content(300)
  /// The check sums are those of another program.
  let files = [
    DatasetDownload.File(
      name: "large", size: 200_000,
      sha256: "9e9263b9dba19863d20433416f4dbb45b7adb7ca1d386e3c28efd32f13261031"),
    DatasetDownload.File(
      name: "small", size: 300,
      sha256: "b5de4edbecfcce02363210942863e52e954e4e70cac29405714faa6bb4a13059"),
  ]

  init() throws { scratch = try Scratch() }

  private static func content(_ count: Int) -> [UInt8] {
    (0..<count).map { (at: Int) -> UInt8 in UInt8((31 * at * at + 7 * at) % 251) }
  }

  private func answers(_ change: (inout [String: Answer]) -> Void = { _ in }) -> [String: Answer] {
    var answers = [
      "large": Answer(body: large, length: large.count),
      "small": Answer(body: small, length: small.count),
    ]
    change(&answers)
    return answers
  }

  private func download(_ mirrors: String..., patience: Double = 30) -> DatasetDownload {
    DatasetDownload(name: "sample", files: files, mirrors: mirrors, patience: patience)
  }

  private func refusal(_ download: DatasetDownload) -> DatasetError? {
    failure { () throws(DatasetError) in try download.fetch(into: scratch.path) }
  }

  @Test func fetchesVerifiesAndAsksOnlyOnce() throws {
    let server = LoopbackServer(answers())
    let reports = Mutex<[DatasetDownload.Progress]>([])
    let folder = "\(scratch.path)/deep/folder"
    try download(server.address).fetch(into: folder) { report in
      reports.withLock { $0.append(report) }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/large")) == Data(large))
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/small")) == Data(small))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    #expect(server.requests == ["large", "small"])
    let first = reports.withLock { $0 }
    #expect(first.filter { $0.file == "large" }.last?.received == 200_000)
    #expect(first.allSatisfy { !$0.wasCached })

    let again = Mutex<[DatasetDownload.Progress]>([])
    try download(server.address).fetch(into: folder) { report in
      again.withLock { $0.append(report) }
    }
    #expect(server.requests.count == 2)
    #expect(again.withLock { $0.map(\.file) } == ["large", "small"])
    #expect(again.withLock { $0.allSatisfy(\.wasCached) })

    // What was altered since is fetched again.
    try Data(small.dropLast()).write(to: URL(fileURLWithPath: "\(folder)/small"))
    try download(server.address).fetch(into: folder)
    #expect(server.requests == ["large", "small", "small"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/small")) == Data(small))
  }

  @Test func fetchesFromTheNextMirror() throws {
    let empty = LoopbackServer([:])
    let server = LoopbackServer(answers())
    try download("http://127.0.0.1:\(LoopbackServer.deadPort())", empty.address, server.address)
      .fetch(into: scratch.path)
    #expect(try scratch.names == ["large", "small"])
    #expect(empty.requests == ["large", "small"])
  }

  @Test func reportsEveryMirrorInOneLine() throws {
    let (first, second) = (LoopbackServer([:]), LoopbackServer([:]))
    let error = refusal(download(first.address, second.address))
    #expect(
      error?.description
        == "large: \(first.address)large: the server answers with status 404; "
        + "\(second.address)large: the server answers with status 404; "
        + "try again later or name another mirror")
  }

  /// Nothing but the earlier, verified file stays behind any failure.
  @Test(arguments: ["altered", "absent", "broken", "cut", "long", "endless", "refused"])
  func refuses(fault: String) throws {
    let server = LoopbackServer(
      answers { answers in
        switch fault {
        case "altered": answers["small"]!.body[150] ^= 1
        case "absent": answers["small"] = nil
        case "broken": answers["small"]!.body.removeLast(100)
        case "cut": answers["small"] = Answer(body: Array(small.dropLast(100)))
        case "long": answers["small"] = Answer(body: small + [0], length: 301)
        case "endless": answers["small"] = Answer(body: small + large)
        default: answers["small"]!.status = 500
        }
      })
    let error = try #require(refusal(download(server.address)))
    #expect(error.place == "\(server.address)small")
    let (kind, finding): (DatasetError.Kind, String) =
      switch fault {
      case "altered": (.invalid, "300 bytes with SHA-256 ")
      case "absent": (.inputOutput, "the server answers with status 404")
      case "broken": (.inputOutput, "the connection broke off after 200 of 300 bytes")
      case "cut": (.invalid, "200 bytes with SHA-256 ")
      case "long": (.invalid, "offers 301 bytes for a file of 300")
      case "endless": (.invalid, "offers more than 300 bytes for a file of 300")
      default: (.inputOutput, "the server answers with status 500")
      }
    #expect(error.kind == kind && error.finding.hasPrefix(finding), "\(error)")
    if fault == "altered" { #expect(error.finding.hasSuffix("not 300 with \(files[1].sha256)")) }
    #expect(try scratch.names == ["large"])
  }

  @Test func givesUpOnServersThatAreSilentOrAbsent() throws {
    let dead = "http://127.0.0.1:\(LoopbackServer.deadPort())/"
    let absent = refusal(download(dead))
    #expect(absent?.kind == .inputOutput && absent?.finding == "the host cannot be reached")
    let server = LoopbackServer(
      answers { $0["large"] = Answer(body: small, length: 200_000, stalls: true) })
    let silent = refusal(download(server.address, patience: 1))
    #expect(silent?.kind == .inputOutput)
    #expect(silent?.finding == "the host does not answer in time")
    #expect(try scratch.names == [])
  }

  @Test func refusesWhatIsNoAddressOrNoFolder() throws {
    for mirror in ["file:///etc", "nonsense", "http:///", ""] {
      let error = refusal(download(mirror))
      #expect(error?.kind == .invalid && error?.finding == "is not an address of the web")
    }
    let file = try scratch.write("file", [0])
    let blocked = failure { () throws(DatasetError) in
      try download("http://127.0.0.1/").fetch(into: "\(file)/folder")
    }
    #expect(blocked?.kind == .inputOutput)
  }

  @Test func removesWhatKilledRunsLeft() throws {
    let server = LoopbackServer(answers())
    let running = "large.\(getpid())-1.part"
    for name in ["large.99999999-1.part", running, "other.99999999-1.part"] {
      try scratch.write(name, [0])
    }
    try download(server.address).fetch(into: scratch.path)
    #expect(try scratch.names == ["large", running, "other.99999999-1.part", "small"])
  }

  @Test func mnistIsDescribedAsItIs() {
    let mnist = DatasetDownload.mnist
    #expect(mnist.files.count == 4 && mnist.mirrors.count == 2)
    #expect(mnist.files.allSatisfy { $0.sha256.count == 64 })
    #expect(mnist.from("http://127.0.0.1/").mirrors == ["http://127.0.0.1/"])
    #expect(mnist.defaultFolder.hasSuffix("/vae-lab/mnist"))
  }

  /// The files at hand are those that the download expects: nothing is asked for.
  @Test(.enabled(if: SharedData.has("mnist/t10k-labels-idx1-ubyte.gz"), "MNIST is not here"))
  func mnistAtHandIsTheOneExpected() throws {
    let folder = SharedData.path("mnist")
    let nowhere = DatasetDownload.mnist.from("http://127.0.0.1:\(LoopbackServer.deadPort())/")
    #expect(try nowhere.fetch(into: folder) == folder)
  }
}
