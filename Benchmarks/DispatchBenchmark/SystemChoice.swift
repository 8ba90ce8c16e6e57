import ArgumentParser
import CaseFiles
import Foundation
import GridModel
import YearSystems

/// A system of a family, or a case folder; whole or its first hours, as it is, plain or tightened.
struct SystemChoice: ParsableArguments {
  @Option(help: "One of \(YearFamily.allCases.map(\.rawValue).joined(separator: ", ")); or a case folder.")
  var system: String
  @Option var seed: UInt64 = 1
  @Option(help: "Hours from the start on; a year for a family, all for a case, if not given.")
  var hours: Int?
  @Option(help: "Thermal units of a family.")
  var units = 40
  @Flag(help: "Without heat, portfolios, vehicles, interfaces, deep stages and renewable energy asked of channels.")
  var plain = false
  @Flag(help: "All units set on, ramps of 12 % of the capacity per hour.")
  var tightened = false

  func make() throws -> PowerSystem {
    var chosen: PowerSystem
    if let family = YearFamily(rawValue: system) {
      chosen = YearSystem(family, seed: seed, hours: hours ?? 8760, units: units).system()
    } else {
      let (read, findings) = readCase(at: URL(fileURLWithPath: system))
      guard let read else {
        throw ValidationError("\(system) is no family, and as a case has \(findings.count) findings")
      }
      let steps = hours.map { min(read.horizon.count, read.horizon.steps(coveringHours: Double($0))) }
      chosen = steps.map { read.restricted(to: 0..<$0) } ?? read
    }
    if plain { chosen = YearSystems.plain(chosen) }
    return tightened ? YearSystems.tightened(chosen) : chosen
  }
}

/// Writes a system as a case folder, for other programs to read.
struct Write: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write a system as a case folder.")

  @OptionGroup var choice: SystemChoice
  @Argument(help: "Must not exist, unless --force is given.")
  var folder: String
  @Flag var force = false

  func run() throws {
    try writeCase(choice.make(), to: URL(fileURLWithPath: folder), replacing: force)
  }
}
