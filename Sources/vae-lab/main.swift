import Foundation
import Reporting
import VAELab

let console = Console.ofProcess(environment: ProcessInfo.processInfo.environment)
let sources = Interruption.install(console: console)
let status = withExtendedLifetime(sources) {
  Tool.run(Array(CommandLine.arguments.dropFirst()), in: console)
}
Interruption.conclude(console)
exit(status)
