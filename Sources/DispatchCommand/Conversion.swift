import CaseFiles
import Foundation
import GridModel

/// A data set of another format made into a case, with what was assumed in its README.
struct Conversion {
  let source: String
  let folder: String
  var days: Int?
  /// Factors of the load, for a case of MATPOWER.
  var profile: String?
  /// `nil`: told by the files.
  var format: SourceFormat?

  func run(json: Bool) throws {
    let target = URL(fileURLWithPath: folder)
    if FileManager.default.fileExists(atPath: target.path) {
      throw refuse("\(folder) exists already", next: "griddispatch import with another folder to make")
    }
    let sourceURL = URL(fileURLWithPath: source)
    let format = format ?? SourceFormat(of: sourceURL)
    if profile != nil, format != .matpower {
      throw refuse(
        "--profile is for cases of MATPOWER, and \(source) is one of \(format.name)",
        next: "griddispatch import without --profile")
    }
    let progress = TerminalProgress()
    progress?.show(phase: "reading")
    let (system, findings) = read(format, at: sourceURL)
    progress?.clear()
    let prefix = findingPrefix(of: source)
    for finding in findings { writeError(prefix + "\(finding)") }
    guard let system else {
      var refusal = refuse("\(source) was not imported", next: advice(format))
      refusal.findings = findings.map(FindingEntry.init)
      throw refusal
    }
    let notice = try notice(format, at: sourceURL)
    progress?.show(phase: "writing")
    let steps = min(days.map { $0 * 24 * 60 / system.horizon.stepMinutes } ?? .max, system.horizon.count)
    let part = system.restricted(to: 0..<steps)
    do {
      try writeCase(part, to: target, readme: readme(format, findings, part.horizon))
      try notice?.write(to: target.appending(path: Self.notice))
    } catch {
      throw refuse("\(error)", next: "griddispatch import with a folder that can be written")
    }
    progress?.clear()
    if json { return try printJSON(Imported(folder: folder, size: CaseSize(part))) }
    let parts = [
      "\(Int(part.horizon.hours)) h", counted(part.thermalUnits.count, "thermal unit"),
      counted(part.buses.count, "bus", plural: "buses"),
    ]
    print("\(folder): \(parts.joined(separator: ", "))")
  }

  private func read(_ format: SourceFormat, at url: URL) -> (system: PowerSystem?, findings: [Finding]) {
    switch format {
    case .rtsGMLC: importRTSGMLC(at: url)
    case .matpower: importMATPOWER(at: url, profile: profile.map { URL(fileURLWithPath: $0) })
    default: readSystem(at: url)
    }
  }

  private func advice(_ format: SourceFormat) -> String {
    switch format {
    case .caseFolder:
      "griddispatch import with data of another format (griddispatch help import); a case needs no import"
    case .workbook: "griddispatch check \(source), and the workbook changed as above"
    case .pypsa, .pglibUC, .unitCommitmentJL, .matpower:
      "griddispatch check \(source), and the network changed as above"
    case .rtsGMLC: "the RTS_Data folder of a copy of RTS-GMLC, whole, with its notice as DATA-USE.md"
    }
  }

  private static let notice = "DATA-USE.md"

  /// The data's own notice goes with every copy, so there is no copy without it.
  private func notice(_ format: SourceFormat, at url: URL) throws -> Data? {
    guard format == .rtsGMLC else { return nil }
    guard let notice = try? Data(contentsOf: url.appending(path: Self.notice)) else {
      throw refuse(
        "\(source) was not imported: \(Self.notice), the notice of the data, is missing", next: advice(format))
    }
    return notice
  }

  private func readme(_ format: SourceFormat, _ findings: [Finding], _ horizon: Horizon) -> String {
    """
    \(title(format, horizon))

    What the data leave open and the conversion assumes:

    \(findings.filter { $0.code == .assumption }.map { "- \($0.message)" }.joined(separator: "\n"))

    """
  }

  private func title(_ format: SourceFormat, _ horizon: Horizon) -> String {
    guard format == .rtsGMLC else {
      return """
        # \(URL(fileURLWithPath: source).lastPathComponent)

        Converted by `griddispatch import SOURCE --out FOLDER` from a \(format == .workbook ? "" : "network of ")\(format.name).
        """
    }
    return """
      # RTS-GMLC

      The Reliability Test System of the Grid Modernization Laboratory Consortium (NREL), \(horizon.count) h of the
      day-ahead year 2020, converted by `griddispatch import SOURCE --out FOLDER` (the whole year of 8784 h unless
      `--days` says less). The notice in DATA-USE.md goes with every copy.

      Fuel is counted in t of coal equivalent (29.3076 GJ), so prices per MMBtu become prices per tce (27.778 MMBtu).
      """
  }

  /// What `--json` prints.
  private struct Imported: Encodable {
    let folder: String
    let size: CaseSize
  }
}
