import GridModel

/// The snapshots of a PyPSA network as steps, with their three weightings.
///
/// PyPSA weighs a snapshot's cost by `objective`, its part in stores by `stores` (hours) and its part in limits of energy
/// and emissions by `generators`. Steps here have one length: that of the stores. What the cost of a step weighs besides
/// goes into the prices, exactly.
struct PyPSASnapshots {
  let horizon: Horizon
  /// Cost weighting per hour of step, by step.
  let costWeights: [Double]
  /// Limit weighting per hour of step; all alike.
  let limitWeight: Double

  /// Uniform weights.
  var costWeight: Double { costWeights.first ?? 1 }
  var hasUniformCost: Bool { costWeights.allSatisfy { $0 == costWeight } }

  /// A price of PyPSA as currency per MWh here.
  func price(_ price: HourlySeries) -> HourlySeries {
    if hasUniformCost { return price.scaled(by: costWeight) }
    if price == .constant(0) { return price }
    return .series(zip(price.values(count: horizon.count), costWeights).map { $0 * $1 })
  }

  init(_ folder: PyPSAFolder, hasStores: Bool, _ log: inout FindingLog) {
    guard let table = folder.folder.table("snapshots.csv", isRequired: false, &log), table.width > 0 else {
      // A network without snapshots has one, called now.
      horizon = Horizon(start: Self.start, utcOffsetSeconds: 0, stepMinutes: 60, count: 1)
      (costWeights, limitWeight) = ([1], 1)
      return
    }
    let count = table.rowCount
    if count == 0 { log.add(.emptyFile, at: Place(file: table.file), "no rows below the header") }
    var columns: [String: Int] = [:]
    for column in 0..<table.width { columns[table.text(column)] = column }
    for name in ["period", "timestep"] {
      guard let column = columns[name] else { continue }
      log.add(.notSupported, at: table.place(column), "investment periods are not supported: export one of them")
    }
    func weights(_ name: String) -> [Double] {
      guard let column = columns[name] ?? columns["weightings"] else { return Array(repeating: 1, count: count) }
      return (0..<count).map { row in
        let cell = table.cell(row: row, column: column)
        let text = table.text(cell)
        if let value = NumberText.parse(text), value > 0 { return value }
        log.add(.notANumber, at: table.place(cell), "\(name) is \(quoted(text)), expected a number above 0")
        return 1
      }
    }
    func unequal(_ name: String, _ values: [Double]) -> Bool {
      guard let row = values.firstIndex(where: { $0 != values[0] }) else { return false }
      let column = columns[name] ?? columns["weightings"] ?? 0
      log.add(
        .notSupported, at: table.place(table.cell(row: row, column: column)),
        "the weighting \(name) differs from snapshot to snapshot, which is not supported with stores or limits")
      return true
    }
    let (objective, stores, generators) = (weights("objective"), weights("stores"), weights("generators"))
    var minutes = 60
    if hasStores || stores.allSatisfy({ $0 == stores.first }), count > 0, !unequal("stores", stores) {
      minutes = Self.minutes(stores[0]) ?? 0
      if minutes == 0, hasStores, let column = columns["stores"] ?? columns["weightings"] {
        log.add(
          .notSupported, at: table.place(table.cell(row: 0, column: column)),
          "steps of \(NumberText.text(stores[0])) h are not supported; expected 0.25, 0.5 or whole hours")
      }
      if minutes == 0 { minutes = 60 }
    }
    let hours = Double(minutes) / 60
    costWeights = objective.map { $0 / hours }
    limitWeight = (generators.first ?? 1) / hours
    let label = columns["snapshot"] ?? 0
    let times = (0..<count).map { table.time(table.cell(row: $0, column: label))?.localSeconds }
    let start = times.first.flatMap { $0 }
    horizon = Horizon(start: start ?? Self.start, utcOffsetSeconds: 0, stepMinutes: minutes, count: max(1, count))
    let isRegular = times.enumerated().allSatisfy { $1 == (start ?? 0) + $0 * minutes * 60 }
    if !isRegular {
      log.add(
        .assumption, at: table.place(table.width > 0 && count > 0 ? table.cell(row: 0, column: label) : 0),
        "the snapshots are no times \(minutes) minutes apart: their weightings count, and steps are numbered from "
          + horizon.timestamp(0))
    }
  }

  /// 2000-01-01T00:00Z.
  private static let start = 946_684_800

  /// Minutes of a step; `nil` where steps cannot be so long.
  private static func minutes(_ hours: Double) -> Int? {
    let minutes = (hours * 60).rounded()
    guard abs(minutes - hours * 60) < 1e-9, minutes <= 1e6 else { return nil }
    let whole = Int(minutes)
    return whole == 15 || whole == 30 || (whole > 0 && whole.isMultiple(of: 60)) ? whole : nil
  }
}
