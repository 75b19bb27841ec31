import Foundation
import Reporting
import Synchronization

/// Where commands run and what they said: every command once, however often chapters ask for it.
public final class Workshop: Sendable {
  /// What a command line left behind.
  public struct Transcript: Sendable {
    /// The exit status: 0, or 1 where something is false.
    public let status: Int32
    /// The standard output.
    public let output: String
    /// The standard error.
    public let errors: String

    /// Creates a transcript.
    public init(status: Int32, output: String, errors: String) {
      (self.status, self.output, self.errors) = (status, output, errors)
    }
  }

  /// Runs a command line of the tool, given without the tool's name.
  public typealias Runner = @Sendable ([String]) -> Transcript

  /// The folder of the package, from which source files are named.
  let root: URL
  private let runner: Runner
  private let transcripts = Mutex<[[String]: Transcript]>([:])
  private let documents = Mutex<[[String]: JSONValue]>([:])
  private let records = Mutex<[String: ClaimRecord]?>(nil)

  /// Creates a workshop.
  ///
  /// - Parameters:
  ///   - root: The folder of the package.
  ///   - runner: Runs a command line; the same command must say the same every time.
  public init(root: URL, runner: @escaping Runner) {
    (self.root, self.runner) = (root, runner)
  }

  /// What a command says.
  ///
  /// - Throws: `DirectiveError` where it ends with a status other than 0 and 1.
  func transcript(_ arguments: [String]) throws(DirectiveError) -> Transcript {
    if let known = transcripts.withLock({ $0[arguments] }) { return known }
    let transcript = runner(arguments)
    guard transcript.status == 0 || transcript.status == 1 else {
      let message = transcript.errors.split(separator: "\n").joined(separator: " ")
      throw DirectiveError(
        "vae-lab \(arguments.joined(separator: " ")) ended with status \(transcript.status): \(message)"
      )
    }
    transcripts.withLock { $0[arguments] = transcript }
    return transcript
  }

  /// What a command says as JSON, or what a stored file holds that is named in its place (`results/run.json`).
  func document(_ command: ToolCommand, folder: URL) throws(DirectiveError) -> JSONValue {
    if command.arguments.count == 1, command.text.hasSuffix(".json") {
      let file = folder.appendingPathComponent(command.text)
      guard let text = try? String(contentsOf: file, encoding: .utf8),
        let value = try? JSON.value(JSONValue.self, from: text)
      else { throw DirectiveError("\(command.text) is missing or no JSON") }
      return value
    }
    let arguments = command.adding("--json")
    if let known = documents.withLock({ $0[arguments] }) { return known }
    let text = try transcript(arguments).output
    guard let value = try? JSON.value(JSONValue.self, from: text) else {
      throw DirectiveError("vae-lab \(arguments.joined(separator: " ")) does not write JSON")
    }
    documents.withLock { $0[arguments] = value }
    return value
  }

  /// All claims by name, with the evidence that was computed now.
  func claims() throws(DirectiveError) -> [String: ClaimRecord] {
    let arguments = ["verify", "--json"]
    if let known = records.withLock({ $0 }) { return known }
    let text = try transcript(arguments).output
    let read: ClaimsRecord
    do {
      read = try JSON.value(ClaimsRecord.self, from: text)
    } catch {
      throw DirectiveError("vae-lab verify --json is not as expected: \(error)")
    }
    let claims = Dictionary(uniqueKeysWithValues: read.claims.map { ($0.id, $0) })
    records.withLock { $0 = claims }
    return claims
  }

  /// One claim.
  ///
  /// - Throws: `DirectiveError` where there is none of that name, or it does not hold.
  func claim(_ name: String) throws(DirectiveError) -> ClaimRecord {
    guard let claim = try claims()[name] else {
      throw DirectiveError("there is no claim “\(name)”; vae-lab verify --list names them")
    }
    guard claim.sound else {
      throw DirectiveError("the claim “\(name)” fails: see vae-lab verify --claim \(name)")
    }
    return claim
  }
}
