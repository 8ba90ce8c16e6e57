import ArgumentParser
import CaseFiles
import Foundation

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a case: every finding with file, line and column. Exits with 1 if any is an error.")

  @OptionGroup var input: CaseArgument

  func run() throws {
    let (system, findings) = readCase(at: input.url)
    for finding in findings { print("\(input.folder)/\(finding)") }
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    if let system {
      print(
        """
        \(system.name): \(system.horizon.count) steps of \(system.horizon.stepMinutes) min from \
        \(system.horizon.timestamp(0)), \(system.buses.count) buses, \(system.lines.count) lines, \
        \(system.thermalUnits.count) thermal units, \(system.renewables.count) renewable plants, \
        \(system.storages.count) storages, \(system.interruptibleLoads.count + system.shiftableLoads.count) flexible \
        loads, \(system.exportChannels.count) export channels
        """)
    }
    print("\(errors) errors, \(warnings) warnings")
    if errors > 0 || system == nil { throw ExitStatus.badInput.error }
  }
}
