import Reporting

/// `vae-lab completion <shell>`.
struct Completion: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "completion", abstract: "Write a completion script for a shell.",
      examples: ["source <(vae-lab completion bash)"])
  }

  @Argument(help: "The shell that the script is for.", valueName: "shell")
  var shell: Shell

  func run(in console: Console) throws -> ExitStatus {
    let script = CompletionScript(root: CommandNode(VAELabCommand.self))
    try console.output.sink.write(script.text(for: shell))
    return .holds
  }
}
