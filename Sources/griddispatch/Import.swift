import ArgumentParser
import CaseFiles
import Foundation
import GridModel

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convert a published data set into a case.",
    discussion: discussion(examples: [("rts-gmlc RTS_Data rts-week --days 7", "a week of RTS-GMLC")], of: "import"),
    subcommands: [RTSGMLC.self])

  struct RTSGMLC: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rts-gmlc", abstract: "Convert RTS-GMLC source data and day-ahead series.",
      discussion: discussion(
        examples: [
          ("RTS_Data rts-gmlc", "the whole year of 8784 h"), ("RTS_Data rts-week --days 7", "its first week"),
        ], of: "import rts-gmlc"))

    @Argument(help: "The folder with SourceData, timeseries_data_files and DATA-USE.md.", completion: .directory)
    var source: String

    @Argument(help: "The case folder to make.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("Only the first so many days of the year.", valueName: "number"))
    var days: Int?

    @Flag(help: "Print what was made as JSON to standard output, and nothing else.")
    var json = false

    func validate() throws {
      if let days, days < 1 || days > 366 { throw ValidationError("--days must be 1 to 366.") }
    }

    func run() throws {
      let target = URL(fileURLWithPath: folder)
      if FileManager.default.fileExists(atPath: target.path) {
        throw refuse("\(folder) exists already", next: "griddispatch import with another folder to make")
      }
      let sourceURL = URL(fileURLWithPath: source)
      let progress = TerminalProgress()
      progress?.show(phase: "reading")
      let (system, findings) = importRTSGMLC(at: sourceURL)
      progress?.clear()
      for finding in findings { writeError("\(source)/\(finding)") }
      let advice = "the RTS_Data folder of a copy of RTS-GMLC, whole, with its notice as DATA-USE.md"
      guard let system else {
        var refusal = refuse("\(source) was not imported", next: advice)
        refusal.findings = findings.map(FindingEntry.init)
        throw refusal
      }
      // The data's own notice goes with every copy, so there is no copy without it.
      guard let notice = try? Data(contentsOf: sourceURL.appending(path: "DATA-USE.md")) else {
        throw refuse("\(source) was not imported: DATA-USE.md, the notice of the data, is missing", next: advice)
      }
      progress?.show(phase: "writing")
      let steps = min(days.map { $0 * 24 } ?? .max, system.horizon.count)
      do {
        try writeCase(system.restricted(to: 0..<steps), to: target, readme: readme(findings, steps))
        try notice.write(to: target.appending(path: "DATA-USE.md"))
      } catch {
        throw refuse("\(error)", next: "griddispatch import with a folder that can be written")
      }
      progress?.clear()
      if json { return try printJSON(Imported(folder: folder, size: CaseSize(system.restricted(to: 0..<steps)))) }
      let parts = [
        "\(steps) h", counted(system.thermalUnits.count, "thermal unit"),
        counted(system.buses.count, "bus", plural: "buses"),
      ]
      print("\(folder): \(parts.joined(separator: ", "))")
    }

    /// What `--json` prints.
    private struct Imported: Encodable {
      let folder: String
      let size: CaseSize
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
