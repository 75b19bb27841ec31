import Reporting

/// The tool as a function from a command line to output and a status.
public enum Tool {
  /// The version that `--version` shows.
  public static let version = "0.1.0"

  /// Columns of help texts and wrapped reports where no terminal says otherwise.
  static let defaultWidth = 80

  /// Runs one command line.
  ///
  /// - Parameters:
  ///   - arguments: What follows the tool's name.
  ///   - console: Where results and messages go.
  /// - Returns: The exit status; see ``ExitStatus``.
  public static func run(_ arguments: [String], in console: Console) -> Int32 {
    do throws(Failure) {
      return try perform(arguments, in: console).rawValue
    } catch {
      let line = "vae-lab: error: " + error.message.split(separator: "\n").joined(separator: " ")
      try? console.errors.sink.write(line + "\n")
      return error.status.rawValue
    }
  }

  /// Runs one command line; every failure comes back as one type.
  private static func perform(
    _ arguments: [String], in console: Console
  ) throws(Failure) -> ExitStatus {
    let root = CommandNode(VAELabCommand.self)
    let request = try CommandParser(root: root).parse(arguments)
    do {
      switch request {
      case .help(let node):
        let width = min(100, console.output.width ?? defaultWidth)
        try console.output.sink.write(HelpText(node: node).text(width: width))
        return .holds
      case .version:
        try console.output.sink.write("\(root.name) \(version)\n")
        return .holds
      case .run(let command):
        return try command.run(in: console)
      }
    } catch let failure as Failure {
      throw failure
    } catch let error as OutputError {
      throw Failure(.inputOutput, "\(error); choose another place or make room there")
    } catch {
      throw Failure(error) ?? Failure(.badData, "\(error)")
    }
  }
}

/// The root of the tree of commands.
struct VAELabCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "vae-lab",
      abstract: "Checks the mathematics of variational autoencoders by computing it.",
      examples: [
        "vae-lab verify                 prove, refute or correct every statement of the notes",
        "vae-lab verify --claim ID      one claim with its formula, routes, numbers and mutants",
        "vae-lab check note.md          read a derivation, name its first false step",
        "vae-lab errata                 what the notes write, and what is right",
        "vae-lab variance-report        gradient estimators: variance, bias, cost, exact values beside",
        "vae-lab train --out runs/one   train a VAE on digits that the program draws",
        "vae-lab train --model vq ...   train a VQ-VAE; then --stage prior, the law of its codes",
        "vae-lab evaluate runs/one      ELBO, log p(x), use of the latents",
        "vae-lab gradcheck              certify the gradients of every objective",
        "vae-lab handout build          the course as pages and PDF, every equation checked",
      ],
      subcommands: [
        Verify.self, Check.self, Errata.self, VarianceReport.self, VarianceMap.self,
        VarianceScaling.self, ProfileCommand.self,
        DataCommand.self, Train.self, Evaluate.self, Compare.self, Sample.self, Reconstruct.self,
        Interpolate.self, Traverse.self, Manifold.self, Embed.self, Codes.self, GradientCheck.self,
        HandoutCommand.self, Bench.self,
        Completion.self,
      ])
  }
}
