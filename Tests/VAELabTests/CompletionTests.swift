import Foundation
import Testing

/// Where bash is, if it is installed.
private let bashPath = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"]
  .first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite("Shell completion")
struct CompletionTests {
  /// Runs a bash script and returns its status and output.
  private func bash(_ script: String, _ options: [String] = []) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(bashPath))
    process.arguments = options + ["-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// What bash offers for the last of some words.
  private func offers(_ words: String) throws -> [String] {
    let script = run("completion bash").output
    let count = words.split(separator: " ").count - (words.hasSuffix(" ") ? 0 : 1)
    let last = words.hasSuffix(" ") ? "''" : ""
    let (status, output) = try bash(
      "\(script)\nCOMP_WORDS=(\(words)\(last)); COMP_CWORD=\(count); _vae_lab\n"
        + #"printf '%s\n' "${COMPREPLY[@]}""#)
    #expect(status == 0, "\(output)")
    return output.split(separator: "\n").map(String.init)
  }

  @Test("Every script names every command and option")
  func complete() {
    for shell in ["bash", "zsh", "fish"] {
      let outcome = run("completion " + shell)
      #expect(outcome.status == 0)
      for name in ["verify", "errata", "quadrature", "vary-seed", "evidence.decomposition"] {
        #expect(outcome.output.contains(name), "\(shell): \(name)")
      }
    }
  }

  @Test("bash reads the script and offers what fits", .enabled(if: bashPath != nil))
  func inBash() throws {
    let (status, message) = try bash(run("completion bash").output, ["-n"])
    #expect(status == 0 && message == "")
    #expect(try offers("vae-lab ver") == ["verify"])
    #expect(try offers("vae-lab bench ").contains("quadrature"))
    #expect(try offers("vae-lab bench quadrature --re") == ["--repeats"])
    #expect(try offers("vae-lab verify --json --va") == ["--vary-seed"])
    #expect(
      try offers("vae-lab verify --claim evidence.decompo") == ["evidence.decomposition"])
    #expect(try offers("vae-lab completion z") == ["zsh"])
    #expect(try offers("vae-lab help er") == ["errata"])
    #expect(try offers("vae-lab verify --seed ") == [])
  }
}
