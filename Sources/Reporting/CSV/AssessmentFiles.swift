import Foundation
import GridModel
import PeakShaving

/// A schedule that proves an assessment, one row per step: the load, what is left of it, the weight of the step in the
/// level, each resource's power off the load and energy, and whether loads with rules of calls are in one. Charts and
/// `pandas.read_csv` take it as it is.
public func assessmentCSV(_ assessment: PeakShavingAssessment, of system: PowerSystem) -> [UInt8] {
  let count = system.horizon.count
  var weights = [Double](repeating: 0, count: count)
  for hour in assessment.solution.explanation(of: assessment.problem).hours { weights[hour.step] = hour.weight }
  let use = assessment.deviceUse(of: system)
  var left = assessment.load
  var columns: [(name: String, values: [Double])] = [("load_mw", left), ("left_mw", []), ("weight", weights)]
  for name in assessment.problem.envelopes.flatMap(\.members).map(\.name) {
    guard let relief = use.relief[name], let energy = use.energy[name] else { continue }
    for t in left.indices { left[t] -= relief[t] }
    columns += [("\(name)_mw", relief), ("\(name)_mwh", energy)]
    if let calls = use.calls[name] { columns.append(("\(name)_called", calls.map { $0 ? 1 : 0 })) }
  }
  columns[1].values = left
  var text = DecimalText(capacity: count * (36 + 10 * columns.count))
  text.append(contentsOf: (["time"] + columns.map(\.name)).map(quotedField).joined(separator: ",").utf8)
  text.append(UInt8(ascii: "\n"))
  for t in 0..<count {
    text.append(contentsOf: system.horizon.timestamp(t).utf8)
    for column in columns {
      text.append(UInt8(ascii: ","))
      text.append(column.values[t])
    }
    text.append(UInt8(ascii: "\n"))
  }
  return text.bytes
}

/// The points of a frontier: MW and hours of added storage, what is shaved and what at most could be, % of the maximum load.
public func frontierCSV(_ frontier: ShavingFrontier, maximumLoad: Double) -> [UInt8] {
  var text = DecimalText(capacity: frontier.level.count * 60)
  text.append(contentsOf: "power_mw,hours,level_mw,lower_bound_mw,shaved_percent,relative_gap\n".utf8)
  for (k, level) in frontier.level.enumerated() {
    text.append(frontier.powers[k / frontier.durations.count])
    let gap = (level - frontier.lowerBound[k]) / max(abs(level), 1e-9)
    let percent = (frontier.peak - level) / max(maximumLoad, 1e-9) * 100
    for value in [frontier.durations[k % frontier.durations.count], level, frontier.lowerBound[k], percent, gap] {
      text.append(UInt8(ascii: ","))
      text.append(value)
    }
    text.append(UInt8(ascii: "\n"))
  }
  return text.bytes
}

/// Writes files to a folder that is new, or that holds nothing but what an assessment wrote.
///
/// - Throws: `ResultsFolderError` where it would overwrite something else.
public func writeAssessment(_ files: [(name: String, data: Data)], to folder: URL, force: Bool) throws {
  let manager = FileManager.default
  let known = Set(files.map(\.name) + [AssessmentFolder.reportName, ResultsFolder.reportName])
  if manager.fileExists(atPath: folder.path) {
    let names = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? ["?"]
    guard force else {
      throw ResultsFolderError(folder: folder.relativePath, "exists already (use --force to replace it)")
    }
    guard names.isEmpty || names.contains(AssessmentFolder.reportName),
      let stranger = Optional(names.first { !known.contains($0) && !$0.hasSuffix(".csv") }), stranger == nil
    else { throw ResultsFolderError(folder: folder.relativePath, "is no assessment folder; it is not replaced") }
    for name in names { try manager.removeItem(at: folder.appending(path: name)) }
  }
  try manager.createDirectory(at: folder, withIntermediateDirectories: true)
  for file in files { try file.data.write(to: folder.appending(path: file.name), options: .atomic) }
}

/// Names in the folder of an assessment.
public enum AssessmentFolder {
  public static let reportName = "assessment.json"

  /// The file of a proving schedule.
  public static func scheduleName(_ definition: ShavingDefinition, _ basis: LoadBasis) -> String {
    "\(definition.rawValue)-\(basis.rawValue).csv"
  }

  /// The assessment in a folder; `nil` where there is none.
  ///
  /// - Throws: `ResultsFolderError` where it cannot be read.
  public static func report(in folder: URL) throws -> AssessmentReport? {
    guard let data = try? Data(contentsOf: folder.appending(path: reportName)) else { return nil }
    do {
      return try JSONDecoder().decode(AssessmentReport.self, from: data)
    } catch {
      throw ResultsFolderError(folder: folder.relativePath, "\(reportName) cannot be read: \(error)")
    }
  }
}
