import Dispatch
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One file on its way from a server to the disk, measured and digested as it comes.
///
/// The session calls its methods one after another; the caller reads the outcome after the last.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  private let file: DatasetDownload.File
  private let address: String
  private let path: String
  private let output: Int32
  private let progress: @Sendable (DatasetDownload.Progress) -> Void
  private let ended = DispatchSemaphore(value: 0)

  private var digest = SHA256()
  private var received = 0
  private var failure: DatasetError?

  private init(
    _ file: DatasetDownload.File, from address: String, to path: String, output: Int32,
    progress: @escaping @Sendable (DatasetDownload.Progress) -> Void
  ) {
    self.file = file
    self.address = address
    self.path = path
    self.output = output
    self.progress = progress
  }

  /// Fetches a file, and returns when it lies verified under its name.
  ///
  /// - Throws: `DatasetError` with the address as its place, or with the path for what the disk did.
  static func run(
    _ file: DatasetDownload.File, from address: String, to path: String, patience: Double,
    progress: @escaping @Sendable (DatasetDownload.Progress) -> Void
  ) throws(DatasetError) {
    guard let url = URL(string: address), url.scheme == "http" || url.scheme == "https",
      url.host()?.isEmpty == false
    else {
      throw DatasetError(
        .invalid, address, "is not an address of the web", advice: "begin it with https://")
    }
    let beside = "\(path).\(getpid())-\(DispatchTime.now().uptimeNanoseconds).part"
    let output = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard output >= 0 else { throw .system(errno, path, doing: "written") }
    var isDone = false
    defer {
      close(output)
      if !isDone { unlink(beside) }
    }
    let transfer = Transfer(file, from: address, to: path, output: output, progress: progress)
    try transfer.perform(url, patience: patience)
    guard fsync(output) == 0, rename(beside, path) == 0 else {
      throw .system(errno, path, doing: "written")
    }
    isDone = true
  }

  private func perform(_ url: URL, patience: Double) throws(DatasetError) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = patience
    configuration.timeoutIntervalForResource = max(1800, patience)
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
    defer { session.invalidateAndCancel() }
    session.dataTask(with: url).resume()
    ended.wait()
    if let failure { throw failure }
    let found = digest.finish()
    guard received == file.size, found == file.sha256 else {
      throw DatasetError(
        .invalid, address,
        "\(received) bytes with SHA-256 \(found) arrived, not \(file.size) with \(file.sha256)",
        advice: "try again or name another mirror")
    }
  }

  // MARK: What the session reports

  /// Refuses everything but success, and what is longer than the file.
  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    if status != 200 {
      failure = DatasetError(
        .inputOutput, address, "the server answers with status \(status)",
        advice: "try again later or name another mirror")
    } else if response.expectedContentLength > file.size {
      failure = tooLong("\(response.expectedContentLength)")
    }
    completionHandler(failure == nil ? .allow : .cancel)
  }

  /// Writes what arrives.
  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard failure == nil else { return }
    received += data.count
    if received > file.size {
      failure = tooLong("more than \(file.size)")
    } else {
      data.withUnsafeBytes { bytes in
        digest.update(bytes)
        write(bytes)
      }
    }
    if failure != nil {
      dataTask.cancel()
    } else {
      progress(
        DatasetDownload.Progress(
          file: file.name, received: received, expected: file.size, wasCached: false))
    }
  }

  /// Ends the wait.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    if let error, failure == nil {
      failure = DatasetError(
        .inputOutput, address, words(error),
        advice: "check the network, or name another mirror")
    }
    ended.signal()
  }

  private func tooLong(_ size: String) -> DatasetError {
    DatasetError(
      .invalid, address, "offers \(size) bytes for a file of \(file.size)",
      advice: "name another mirror")
  }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(
        output, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        failure = .system(errno, path, doing: "written")
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  private func words(_ error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .cannotFindHost, .dnsLookupFailed: "the host is unknown"
    case .cannotConnectToHost, .notConnectedToInternet: "the host cannot be reached"
    case .timedOut: "the host does not answer in time"
    case _ where received > 0:
      "the connection broke off after \(received) of \(file.size) bytes"
    default: "the transfer failed (\(error.localizedDescription))"
    }
  }
}
