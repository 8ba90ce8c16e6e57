import ArgumentParser
import CaseFiles
import Foundation
import GridModel

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a case: every finding with file, line and column. Exits with 1 if any is an error.")

  @OptionGroup var input: CaseArgument

  func run() throws {
    try input.checkFolder()
    let (system, findings) = readCase(at: input.url)
    for finding in findings { print("\(input.folder)/\(finding)") }
    if let system { print(Self.size(of: system)) }
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    print("\(counted(errors, "error")), \(counted(warnings, "warning"))")
    if errors > 0 || system == nil {
      print("griddispatch format describes every file and column.")
      throw ExitStatus.badInput.error
    }
  }

  private static func size(of system: PowerSystem) -> String {
    let parts = [
      counted(system.buses.count, "bus", plural: "buses"), counted(system.lines.count, "line"),
      counted(system.thermalUnits.count, "thermal unit"), counted(system.renewables.count, "renewable plant"),
      counted(system.storages.count, "storage"),
      counted(system.interruptibleLoads.count + system.shiftableLoads.count, "flexible load"),
      counted(system.exportChannels.count, "export channel"),
    ]
    let horizon = system.horizon
    return """
      \(system.name): \(counted(horizon.count, "step")) of \(horizon.stepMinutes) min from \(horizon.timestamp(0)), \
      \(parts.joined(separator: ", "))
      """
  }
}
