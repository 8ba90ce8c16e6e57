import DispatchFormulation
import GridModel
import LinearOptimization
import Schedules

/// Every way in which the limits of a program, or of a part of its rows and columns, can give way.
///
/// Rows give way by their labels; of the limits of columns only those of lines, storage levels, minimum outputs and
/// statuses; and what is given (schedules of export, plants that cannot be curtailed, minimum output without
/// commitment) has no column at all and gives way in the balances. With all of them some point is always feasible.
struct ReliefCatalogue {
  private let program: DispatchProgram
  private let part: ModelPart
  private(set) var reliefs: [Relief] = []

  init(_ program: DispatchProgram, _ part: ModelPart) {
    self.program = program
    self.part = part
    addRows()
    addColumns()
    addGivenPowers()
  }

  private var system: PowerSystem { program.system }

  private mutating func addRows() {
    let model = program.model
    let hours = system.horizon.stepHours
    let powers = statusPowers
    forEachBlock(model.rowBlocks, end: model.rowCount) { block, range in
      let (kind, device) = RowRelief.parts(of: block.label)
      let relief = RowRelief.byLabel[kind]
      let isKnown = relief != nil
      let rule = relief ?? RowRelief(under: .other, over: .other)
      let perUnit =
        switch rule.measure {
        case .direct: 1.0
        case .status: powers[device] ?? 1
        case .powerOverSteps: hours
        }
      for row in range {
        guard let position = part.position(ofRow: row) else { continue }
        // A row over many steps is named by the first of them.
        let step = range.count > 1 ? row - range.lowerBound : firstStep(ofRow: row)
        for (limit, isFinite, coefficient) in [
          (rule.under, model.rowLower[row] > -.infinity, 1.0), (rule.over, model.rowUpper[row] < .infinity, -1.0),
        ] {
          guard let limit, isFinite else { continue }
          reliefs.append(
            Relief(
              limit: limit, device: isKnown ? device : block.label, step: step, perUnit: perUnit, upper: .infinity,
              rows: [Int32(truncatingIfNeeded: position)], coefficients: [coefficient]))
        }
      }
    }
  }

  /// MW that a status stands for, by device.
  private var statusPowers: [String: Double] {
    let units = system.thermalUnits.map { ($0.name, $0.minimumOutput > 0 ? $0.minimumOutput : $0.capacity) }
    return Dictionary(
      units + system.interruptibleLoads.map { ($0.name, $0.capacity) }, uniquingKeysWith: { first, _ in first })
  }

  private func firstStep(ofRow row: Int) -> Int {
    let columns = program.model.rowStart[row]..<program.model.rowStart[row + 1]
    return columns.lazy.map { part.step(ofColumn: Int(program.model.columnIndex[$0])) }.min() ?? 0
  }

  /// Limits of columns give way by a copy of the column.
  private mutating func addColumns() {
    let model = program.model
    let count = system.horizon.count
    var wanted: [Int: [(relief: Relief, sign: Double)]] = [:]
    func give(_ column: Int, _ relief: Relief, _ sign: Double) { wanted[column, default: []].append((relief, sign)) }
    func relief(_ limit: BrokenLimit, _ device: String, _ step: Int, _ perUnit: Double, _ upper: Double) -> Relief {
      Relief(limit: limit, device: device, step: step, perUnit: perUnit, upper: upper, rows: [], coefficients: [])
    }
    let (lines, storages, units, channels) = (
      Dictionary(system.lines.map { ("flow(\($0.name))", $0.name) }, uniquingKeysWith: { first, _ in first }),
      Dictionary(
        system.levels.map { ("energy(\($0.reservoir.name))", $0.reservoir) }, uniquingKeysWith: { first, _ in first }),
      Dictionary(
        system.thermalUnits.flatMap { [("power(\($0.name),0)", $0), ("status(\($0.name))", $0)] },
        uniquingKeysWith: { first, _ in first }),
      Dictionary(
        system.exportChannels.map { (Self.label(of: $0), $0.name) }, uniquingKeysWith: { first, _ in first })
    )
    let discharges = Dictionary(
      system.storages.map { ("discharge(\($0.name))", $0.name) }, uniquingKeysWith: { first, _ in first })
    forEachBlock(model.columnBlocks, end: model.columnCount) { block, range in
      guard range.count == count else { return }
      let columns = range.filter { part.position(ofColumn: $0) != nil }
      if let line = lines[block.label] {
        for column in columns {
          let step = column - range.lowerBound
          if model.columnUpper[column] < .infinity { give(column, relief(.lineLimit, line, step, 1, .infinity), 1) }
          if model.columnLower[column] > -.infinity { give(column, relief(.lineLimit, line, step, 1, .infinity), -1) }
        }
      } else if let channel = channels[block.label] {
        for column in columns where model.columnLower[column] > 0 {
          let step = column - range.lowerBound
          give(column, relief(.exportSchedule, channel, step, 1, model.columnLower[column]), -1)
        }
      } else if let storage = storages[block.label] {
        for column in columns {
          let step = column - range.lowerBound
          let isLast = step == count - 1
          // What the end is asked beyond the store's own limits, which give way by themselves.
          let low = model.columnLower[column] - storage.minimumEnergy
          let high = storage.energyCapacity - model.columnUpper[column]
          if isLast, low > 0 { give(column, relief(.endLevel, storage.name, step, 1, low), -1) }
          if isLast, high > 0 { give(column, relief(.endLevel, storage.name, step, 1, high), 1) }
          // No store holds less than nothing.
          let lowest = isLast ? storage.minimumEnergy : model.columnLower[column]
          give(column, relief(.lowestLevel, storage.name, step, 1, lowest), -1)
          give(column, relief(.highestLevel, storage.name, step, 1, .infinity), 1)
        }
      } else if let storage = discharges[block.label] {
        for column in columns where model.columnLower[column] > 0 {
          let step = column - range.lowerBound
          give(column, relief(.minimumOutput, storage, step, 1, model.columnLower[column]), -1)
        }
      } else if let unit = units[block.label] {
        let mustRun = unit.mustRun.values(count: count)
        let available = unit.availability.scaled(by: unit.capacity).values(count: count)
        for column in columns {
          let step = column - range.lowerBound
          if model.isInteger[column] {
            guard model.columnLower[column] > 0.5 else { continue }
            let limit: BrokenLimit = mustRun[step] > 0.5 ? .mustRun : .initialStatus
            give(column, relief(limit, unit.name, step, statusPowers[unit.name] ?? 1, 1), -1)
          } else if mustRun[step] > 0.5, !program.options.commitment {
            give(column, relief(.minimumOutput, unit.name, step, 1, min(unit.minimumOutput, available[step])), -1)
          }
        }
      }
    }
    for row in part.rows {
      guard let position = part.position(ofRow: row) else { continue }
      for entry in model.rowStart[row]..<model.rowStart[row + 1] {
        let column = Int(model.columnIndex[entry])
        guard var copies = wanted.removeValue(forKey: column) else { continue }
        for index in copies.indices {
          copies[index].relief.rows.append(Int32(truncatingIfNeeded: position))
          copies[index].relief.coefficients.append(copies[index].sign * model.coefficient[entry])
        }
        wanted[column] = copies
      }
    }
    for column in wanted.keys.sorted() { reliefs += wanted[column]?.map(\.relief) ?? [] }
  }

  /// Columns of a channel whose power is not given.
  private static func label(of channel: ExportChannel) -> String { "export(\(channel.name))" }

  /// Powers that are given are part of the balances' limits.
  private mutating func addGivenPowers() {
    let count = system.horizon.count
    let buses = system.busIndex
    func give(_ limit: BrokenLimit, _ device: String, _ bus: String, _ powers: [Double], _ sign: Double) {
      guard let bus = buses[bus] else { return }
      for step in 0..<count where powers[step] > 0 {
        guard let row = part.position(ofRow: program.balance[bus].first + step) else { continue }
        reliefs.append(
          Relief(
            limit: limit, device: device, step: step, perUnit: 1, upper: powers[step],
            rows: [Int32(truncatingIfNeeded: row)], coefficients: [sign]))
      }
    }
    for plant in system.renewables where !plant.isCurtailable {
      give(
        .givenRenewable, plant.name, plant.bus, plant.availability.scaled(by: plant.capacity).values(count: count), -1)
    }
    let decided = Set(program.model.columnBlocks.map(\.label))
    for channel in system.exportChannels where !decided.contains(Self.label(of: channel)) {
      let schedule = channel.schedule.values(count: count)
      give(.exportSchedule, channel.name, channel.bus, schedule, 1)
      give(.importSchedule, channel.name, channel.bus, schedule.map { -$0 }, -1)
    }
  }
}

/// Visits the blocks of columns or rows of a model with their ranges.
private func forEachBlock(_ blocks: [BlockLabel], end: Int, _ body: (BlockLabel, Range<Int>) -> Void) {
  for (index, block) in blocks.enumerated() {
    body(block, block.first..<(index + 1 < blocks.count ? blocks[index + 1].first : end))
  }
}
