import Foundation
import Handouts

/// A workshop whose commands are texts written here.
func workshop(root: URL = URL(fileURLWithPath: "/"), _ outputs: [String: String] = [:]) -> Workshop
{
  Workshop(root: root) { arguments in
    if let output = outputs[arguments.joined(separator: " ")] {
      return .init(status: 0, output: output, errors: "")
    }
    return .init(status: 64, output: "", errors: "vae-lab: error: no such command")
  }
}

/// The JSON of `verify` with one claim that holds.
let oneClaim = #"""
  {"claims": [{"id": "kl.gibbs", "identity": "C09", "title": "A divergence is not negative",
    "statement": "\\mathrm{KL}(q\\,\\|\\,p) \\ge 0", "rows": ["S0-01"], "sound": true,
    "checks": [{"name": "divergence", "routes": ["sum", "zero"], "subjects": 52, "numbers": "0 ≤ 0.25 ± 1e-15",
      "subject": "W-D"}],
    "mutants": [{"fault": "sign", "rejected": true}]}]}
  """#

/// A chapter from text, with nothing beside it.
func chapter(_ text: String, file: String = "3-laws.md") throws -> Chapter {
  try Chapter(file: file, folder: FileManager.default.temporaryDirectory, text: text)
}

/// A folder that is gone after use.
func withFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
