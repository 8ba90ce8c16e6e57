import ArgumentParser
import CaseFiles
import Foundation
import GridModel

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convert a published data set into a case.", subcommands: [RTSGMLC.self])

  struct RTSGMLC: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rts-gmlc", abstract: "Convert RTS-GMLC source data and day-ahead series.")

    @Argument(help: "The folder with SourceData, timeseries_data_files and DATA-USE.md.")
    var source: String

    @Argument(help: "The case folder to make.")
    var folder: String

    @Option(help: "Only the first so many days of the year.")
    var days: Int?

    func validate() throws {
      if let days, days < 1 || days > 366 { throw ValidationError("--days must be 1 to 366.") }
    }

    func run() throws {
      let target = URL(fileURLWithPath: folder)
      if FileManager.default.fileExists(atPath: target.path) { throw refuse("\(folder) exists already") }
      let sourceURL = URL(fileURLWithPath: source)
      let (system, findings) = importRTSGMLC(at: sourceURL)
      for finding in findings { writeError("\(source)/\(finding)") }
      guard let system else { throw refuse("\(source) was not imported") }
      // The data's own notice goes with every copy, so there is no copy without it.
      guard let notice = try? Data(contentsOf: sourceURL.appending(path: "DATA-USE.md")) else {
        throw refuse("\(source) was not imported: DATA-USE.md, the notice of the data, is missing")
      }
      let steps = min(days.map { $0 * 24 } ?? .max, system.horizon.count)
      do {
        try writeCase(system.restricted(to: 0..<steps), to: target, readme: readme(findings, steps))
        try notice.write(to: target.appending(path: "DATA-USE.md"))
      } catch {
        throw refuse("\(error)")
      }
      print(
        "\(folder): \(steps) h, \(counted(system.thermalUnits.count, "thermal unit")), \(counted(system.buses.count, "bus", plural: "buses"))"
      )
    }

    private func readme(_ findings: [Finding], _ steps: Int) -> String {
      """
      # RTS-GMLC

      The Reliability Test System of the Grid Modernization Laboratory Consortium (NREL), \(steps) h of the day-ahead
      year 2020, converted by `griddispatch import rts-gmlc SOURCE FOLDER` (the whole year of 8784 h unless `--days` says
      less). The notice in DATA-USE.md goes with every copy.

      Fuel is counted in t of coal equivalent (29.3076 GJ), so prices per MMBtu become prices per tce (27.778 MMBtu).

      What the data leave open and the conversion assumes:

      \(findings.filter { $0.code == .assumption }.map { "- \($0.message)" }.joined(separator: "\n"))

      """
    }
  }
}
