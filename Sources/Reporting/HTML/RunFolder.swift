import Foundation
import GridModel
import Schedules

/// The results of a run as its folder alone tells them.
struct RunFolder {
  let summary: RunSummary
  let horizon: Horizon
  /// `nil` in results from before it was written.
  let system: SystemRecord?
  let tables: [Quantity: SeriesTable]
  /// MW by bus, plant, unit and rule.
  let load: SeriesTable?
  let renewableAvailable: SeriesTable?
  let thermalAvailable: SeriesTable?
  let reserveRequirements: SeriesTable?
  /// MW by fleet, and MW per MW of level by process and bus.
  let vehicleUnmanaged: SeriesTable?
  let processRates: SeriesTable?
  /// MW by cause; `nil` in results from before it was written.
  let curtailment: SeriesTable?

  /// - Throws: `ResultsFolderError` or `ScheduleFileError` for what is no results folder or is damaged.
  init(at folder: URL) throws {
    summary = try ResultsFolder.summary(in: folder)
    horizon = try Horizon(summary.horizon, in: folder)
    let horizon = horizon
    let named = Set(summary.files)
    func bytes(_ name: String) throws -> [UInt8]? {
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else {
        if named.contains(name) {
          throw ResultsFolderError(
            folder: folder.relativePath, "lacks \(name), which \(ResultsFolder.summaryName) names: solve again")
        }
        return nil
      }
      return Array(data)
    }
    func table(_ name: String) throws -> SeriesTable? {
      try bytes(name).map { try readTable($0, file: name, horizon: horizon) }
    }
    tables = try Dictionary(
      uniqueKeysWithValues: Quantity.all.compactMap { quantity in
        try table(quantity.name + ".csv").map { (quantity, $0) }
      })
    do {
      system = try bytes(RecordFile.system).map { try SystemRecord(json: Data($0)) }
    } catch let error as DecodingError {
      throw ResultsFolderError(
        folder: folder.relativePath,
        "\(RecordFile.system) cannot be read; if another version wrote it, solve again: \(error)")
    }
    load = try table(RecordFile.load)
    renewableAvailable = try table(RecordFile.renewableAvailable)
    thermalAvailable = try table(RecordFile.thermalAvailable)
    reserveRequirements = try table(RecordFile.reserveRequirements)
    vehicleUnmanaged = try table(RecordFile.vehicleUnmanaged)
    processRates = try table(RecordFile.processRates)
    curtailment = try table(RecordFile.curtailment)
    guard !tables.isEmpty else {
      throw ResultsFolderError(folder: folder.relativePath, "holds no schedule, so there is nothing to draw")
    }
  }

  /// A run that is still at hand, as its folder would have it.
  init(of schedule: Schedule, system: PowerSystem) {
    summary = RunSummary(system: system, status: "")
    horizon = system.horizon
    self.system = nil
    tables = schedule.tables
    let records = recordTables(of: system.building(schedule))
    load = records[RecordFile.load]
    renewableAvailable = records[RecordFile.renewableAvailable]
    thermalAvailable = records[RecordFile.thermalAvailable]
    reserveRequirements = records[RecordFile.reserveRequirements]
    vehicleUnmanaged = records[RecordFile.vehicleUnmanaged]
    processRates = records[RecordFile.processRates]
    curtailment = nil
  }

  /// The series of one component; zeros where there is none.
  func values(_ quantity: Quantity, _ name: String) -> [Double] {
    tables[quantity]?.values(of: name) ?? Array(repeating: 0, count: horizon.count)
  }

  var periods: [Range<Int>] { horizon.balancePeriods }
  func periodName(_ steps: Range<Int>) -> String { horizon.periodName(steps) }
}

extension Horizon {
  /// The horizon that a summary describes.
  init(_ summary: HorizonSummary, in folder: URL) throws {
    func fail() -> ResultsFolderError {
      ResultsFolderError(
        folder: folder.relativePath,
        "no horizon is \(summary.steps) steps of \(summary.stepMinutes) min from \"\(summary.start)\"")
    }
    let text = summary.start
    guard [15, 30].contains(summary.stepMinutes) || summary.stepMinutes > 0 && summary.stepMinutes.isMultiple(of: 60),
      (1...10_000_000).contains(summary.steps), text.count == 22,
      let universal = seconds(ofTime: text, utcOffsetSeconds: 0),
      let local = seconds(ofTime: String(text.prefix(16)), utcOffsetSeconds: 0)
    else { throw fail() }
    self.init(
      start: universal, utcOffsetSeconds: local - universal, stepMinutes: summary.stepMinutes, count: summary.steps)
  }
}
