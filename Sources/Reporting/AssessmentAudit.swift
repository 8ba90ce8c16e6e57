import Foundation
import GridModel
import PeakShaving
import Schedules

/// An assessment's proving schedule seen from its file and the case alone: rules of the devices, the load, and what is
/// shaved. The lower bound is not derived again.
public struct AssessmentAudit: Sendable, Equatable, Codable {
  public var definition: ShavingDefinition
  public var basis: LoadBasis
  /// MW to which the file's powers hold the case's load, and what that is of the maximum load, %.
  public var level: Double
  public var percent: Double?
  /// Rules that a device breaks.
  public var violations: [Violation]
  /// Where the file or `assessment.json` says what the case or the powers do not.
  public var differences: [String] = []

  public var passed: Bool { violations.isEmpty && differences.isEmpty }

  enum CodingKeys: String, CodingKey {
    case definition, basis
    case level = "level_mw"
    case percent = "percent_of_maximum_load"
    case violations, differences
  }

  /// - Parameter system: the case in the hours of the assessment.
  /// - Throws: `ScheduleFileError` for a file that cannot be read.
  init(_ entry: AssessmentEntry, _ report: AssessmentReport, in folder: URL, of system: PowerSystem) throws {
    let file = AssessmentFolder.scheduleName(entry.definition, entry.basis)
    guard let data = try? Data(contentsOf: folder.appending(path: file)) else {
      throw ScheduleFileError(file: file, "cannot be read")
    }
    let table = try readTable(Array(data), file: file, horizon: system.horizon)
    (definition, basis) = (entry.definition, entry.basis)
    let load = basis.load(of: system)
    var left = load
    var use = DeviceUse()
    var known: Set = ["load_mw", "left_mw", "weight"]
    for resource in definition.resources(of: system) where resource.exclusion == nil {
      let name = resource.envelope.name
      guard let relief = table.values(of: "\(name)_mw"), let energy = table.values(of: "\(name)_mwh") else { continue }
      (use.relief[name], use.energy[name]) = (relief, energy)
      use.calls[name] = table.values(of: "\(name)_called")?.map { $0 > 0.5 }
      known.formUnion(["\(name)_mw", "\(name)_mwh", "\(name)_called"])
      for t in left.indices { left[t] -= relief[t] }
    }
    violations = use.violations(in: system)
    level = left.max() ?? 0
    let maximum = system.unmanagedLoad.max() ?? 0
    let capability = max(0, (load.max() ?? 0) - level)
    percent = maximum > 0 ? capability / maximum * 100 : nil
    differences += table.names.filter { !known.contains($0) }.map { "\(file): \($0) is of nothing that counts" }
    compare("\(file): load_mw", table.values(of: "load_mw") ?? [], load, system.horizon)
    compare("\(file): left_mw", table.values(of: "left_mw") ?? [], left, system.horizon)
    let place = "\(AssessmentFolder.reportName): \(definition.rawValue) \(basis.rawValue)"
    compare("\(place) peak_mw", entry.peak, load.max() ?? 0)
    compare("\(place) level_mw", entry.level, level)
    compare("\(place) capability_mw", entry.capability, capability)
    compare("\(place) percent_of_maximum_load", entry.percent ?? 0, percent ?? 0)
    compare("\(place) maximum_load_mw", report.maximumLoad, maximum)
    if entry.lowerBound > level + Self.slack(level) {
      differences.append("\(place) lower_bound_mw: \(entry.lowerBound), the schedule holds \(level)")
    }
    for entry in report.verdicts where entry.verdict.indicator == definition.indicator && entry.verdict.basis == basis {
      compare("\(place) verdict percent", entry.verdict.percent, percent ?? 0)
      let isMet = (percent ?? 0) >= entry.verdict.target * (1 - 1e-6)
      if isMet != (entry.verdict.isMet == true) {
        differences.append("\(place) verdict: the target of \(entry.verdict.target) % is \(isMet ? "" : "not ")met")
      }
    }
  }

  /// A file holds values rounded to 1e-7, and sums of them are further off.
  private static func slack(_ value: Double) -> Double { 1e-5 + 2e-6 * abs(value) }

  private mutating func compare(_ place: String, _ reported: Double, _ recomputed: Double) {
    guard abs(reported - recomputed) > Self.slack(recomputed) else { return }
    differences.append("\(place): reported \(reported), recomputed \(recomputed)")
  }

  private mutating func compare(_ place: String, _ reported: [Double], _ recomputed: [Double], _ horizon: Horizon) {
    guard reported.count == recomputed.count else {
      differences.append("\(place): missing")
      return
    }
    guard let t = recomputed.indices.first(where: { abs(reported[$0] - recomputed[$0]) > Self.slack(recomputed[$0]) })
    else { return }
    compare("\(place) of \(horizon.timestamp(t))", reported[t], recomputed[t])
  }
}

extension AssessmentReport {
  /// Audits every schedule in the folder of this assessment.
  ///
  /// - Throws: `ScheduleFileError` for a file that cannot be read.
  public func audits(in folder: URL, of system: PowerSystem) throws -> [AssessmentAudit] {
    try entries.map { try AssessmentAudit($0, self, in: folder, of: system) }
  }
}
