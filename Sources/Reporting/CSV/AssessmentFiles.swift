import Foundation
import GridModel
import PeakShaving

/// A schedule that proves an assessment, one row per step: the load, what is left of it, the weight of the step in the
/// level, and each resource's power off the load and energy. Charts and `pandas.read_csv` take it as it is.
public func assessmentCSV(_ assessment: PeakShavingAssessment, horizon: Horizon) -> [UInt8] {
  let envelopes = assessment.problem.envelopes
  let count = horizon.count
  var weights = [Double](repeating: 0, count: count)
  for hour in assessment.solution.explanation(of: assessment.problem).hours { weights[hour.step] = hour.weight }
  let reliefs = envelopes.indices.map { assessment.schedule.relief(by: envelopes[$0], at: $0) }
  var text = DecimalText(capacity: count * (48 + 20 * envelopes.count))
  var names = ["time", "load_mw", "left_mw", "weight"]
  for member in envelopes.flatMap(\.members) { names += ["\(member.name)_mw", "\(member.name)_mwh"] }
  text.append(contentsOf: names.map(quotedField).joined(separator: ",").utf8)
  text.append(UInt8(ascii: "\n"))
  for t in 0..<count {
    text.append(contentsOf: horizon.timestamp(t).utf8)
    func field(_ value: Double) {
      text.append(UInt8(ascii: ","))
      text.append(value)
    }
    field(assessment.load[t])
    field(assessment.load[t] - reliefs.reduce(0) { $0 + $1[t] })
    field(weights[t])
    for (i, envelope) in envelopes.enumerated() {
      let k = i * count + t
      for member in envelope.members {
        field(member.share * reliefs[i][t])
        field(member.share * assessment.schedule.energy[k])
      }
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
}
