import Foundation
import Reporting
import Testing
import VAELab

@Suite("The command line")
struct CommandLineTests {
  @Test(
    "A wrong command line is told in one line with the nearest valid name, status 64",
    arguments: [
      ("--verson", "unknown option '--verson'; did you mean '--version'? (see 'vae-lab help')"),
      ("verfiy", "unknown command 'verfiy'; did you mean 'verify'? (see 'vae-lab help')"),
      ("help erata", "unknown command 'erata'; did you mean 'errata'? (see 'vae-lab help')"),
      (
        "bench quadratur",
        "bench: unknown command 'quadratur'; did you mean 'quadrature'? (see 'vae-lab help bench')"
      ),
      (
        "verify --sed 3",
        "verify: unknown option '--sed'; did you mean '--seed'? (see 'vae-lab help verify')"
      ),
      (
        "verify --seed",
        "verify: '--seed <n>' has no value: expected a whole number from 0 to 2^64 - 1 "
          + "(see 'vae-lab help verify')"
      ),
      (
        "verify --seed --json",
        "verify: '--seed <n>' has no value: expected a whole number from 0 to 2^64 - 1 "
          + "(see 'vae-lab help verify')"
      ),
      (
        "verify --seed=",
        "verify: '' is no value of '--seed <n>': expected a whole number from 0 to 2^64 - 1 "
          + "(see 'vae-lab help verify')"
      ),
      (
        "verify --seed -3",
        "verify: '-3' is no value of '--seed <n>': expected a whole number from 0 to 2^64 - 1 "
          + "(see 'vae-lab help verify')"
      ),
      (
        "verify --threads 0",
        "verify: '0' is no value of '--threads <n>': expected a whole number from 1 to 1000000 "
          + "(see 'vae-lab help verify')"
      ),
      (
        "verify --json=yes",
        "verify: '--json' takes no value, but 'yes' was given (see 'vae-lab help verify')"
      ),
      ("verify 003", "verify: unexpected argument '003' (see 'vae-lab help verify')"),
      ("verify -- --json", "verify: unexpected argument '--json' (see 'vae-lab help verify')"),
      (
        "verify --claim evidence.decompositoin",
        "verify: unknown claim 'evidence.decompositoin'; did you mean 'evidence.decomposition'? "
          + "(see 'vae-lab help verify')"
      ),
      ("verify --list --mutants", "verify: --mutants and --list exclude each other; choose one"),
      (
        "completion",
        "completion: missing <shell>: expected one of bash, zsh, fish "
          + "(see 'vae-lab help completion')"
      ),
      (
        "completion bsh",
        "completion: unknown shell 'bsh'; did you mean 'bash'? (see 'vae-lab help completion')"
      ),
    ])
  func wrong(line: String, message: String) {
    let outcome = run(line)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors == "vae-lab: error: \(message)\n")
  }

  @Test("An option's value may follow an equals sign or a space; the last one counts")
  func values() {
    let spaced = run("verify --list --seed 5 --seed 7")
    #expect(spaced.status == 0)
    #expect(run("verify --seed=7 --list").output == spaced.output)
    #expect(run("verify --list --threads 1").errors == "")
  }

  @Test("Help is one text, whichever way it is asked for")
  func help() throws {
    #expect(run("").output == run("--help").output)
    #expect(run("verify -h").output == run("help verify").output)
    #expect(run("bench").output == run("help bench").output)
    #expect(run("verify --seed 3 --help").status == 0)
    #expect(run("--version").output == "vae-lab \(Tool.version)\n")
    #expect(run("verify --version").output == "vae-lab \(Tool.version)\n")
    let words = [
      "", "verify", "errata", "bench", "bench quadrature", "bench estimators", "completion",
    ]
    for words in words {
      let name = (["help"] + words.split(separator: " ")).joined(separator: "-") + ".txt"
      try expectGolden(run("help " + words).output, name)
    }
  }

  @Test("Help fits the terminal")
  func helpWidth() {
    for width in [40, 60, 100] {
      for line in run("help verify", width: width).output.split(separator: "\n")
      where !line.hasPrefix("  vae-lab") {
        #expect(line.displayWidth <= width, "\(line)")
      }
    }
  }

  @Test("Output that cannot be written is one line and status 74, before any work is done")
  func unwritable() throws {
    try withFolder { folder in
      let path = folder + "/missing/report.json"
      let outcome = run(["verify", "--list", "--output", path])
      #expect(outcome.status == 74)
      #expect(
        outcome.errors
          == "vae-lab: error: cannot write \(path): No such file or directory; "
          + "choose another place or make room there\n")
      let written = run(["verify", "--list", "--json", "--output", folder + "/list.json"])
      #expect(written.status == 0 && written.output == "")
      let text = try String(contentsOfFile: folder + "/list.json", encoding: .utf8)
      #expect(text == run("verify --list --json").output)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["list.json"])
    }
  }

  @Test("A full device is named; a closed pipe ends quietly")
  func streams() throws {
    let full = open("/dev/full", O_WRONLY)
    if full >= 0 {
      defer { close(full) }
      let errors = StringSink()
      let console = Console(
        output: .init(sink: DescriptorSink(descriptor: full, name: "standard output")),
        errors: .init(sink: errors))
      #expect(Tool.run(["--help"], in: console) == 74)
      #expect(errors.text.hasPrefix("vae-lab: error: cannot write standard output: No space left"))
    }
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let errors = StringSink()
    let sink = DescriptorSink(descriptor: ends[1], name: "standard output")
    let console = Console(output: .init(sink: sink), errors: .init(sink: errors))
    #expect(Tool.run(["--help"], in: console) == 0)
    #expect(errors.text == "")
  }
}
