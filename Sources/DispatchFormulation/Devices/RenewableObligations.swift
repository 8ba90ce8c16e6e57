import GridModel
import LinearOptimization
import Schedules

/// Renewable energy designated to export channels: within what each sends and what its pool generates in the step, and
/// over each period at least the part that is asked for, short of it at a price.
struct RenewableObligations: DeviceFormulation {
  private struct Member: Sendable {
    var channel: ExportChannel
    var export: ExportColumns
    var designated: ColumnBlock
    var shortfall: ColumnBlock
    var rows: [ExportChannels.EnergyRow]
    /// Positions of the pools that it draws from.
    var pools: [Int]
  }

  /// Where designated energy comes from.
  private struct Pool: Sendable {
    var rows = RowBlock(first: 0, count: 0)
    var plants: [ColumnBlock]
    var given: [Double]
  }

  private var members: [Member] = []
  private var pools: [Pool] = []
  private let poolNames: [String]
  private let stepHours: Double

  init(in builder: inout ProgramBuilder) {
    let system = builder.system
    stepHours = builder.stepHours
    let zones = system.renewablePools
    poolNames = Quantity.renewablePoolPrice.componentNames(in: system)
    for zone in zones {
      var pool = Pool(plants: [], given: Array(repeating: 0, count: builder.steps))
      for (plant, output) in zip(system.renewables, builder.renewables) {
        guard zone == nil || system.buses[builder.bus(plant.bus)].zone == zone else { continue }
        if let block = output.decided { pool.plants.append(block) }
        for (t, power) in output.given.enumerated() { pool.given[t] += power }
      }
      pools.append(pool)
    }
    let available = pools.map { pool in
      (0..<builder.steps).map { t in
        pool.plants.reduce(pool.given[t]) { $0 + builder.model.columnUpper[$1.first + t] }
      }
    }
    for (channel, export) in zip(system.exportChannels, builder.exports) {
      guard let obligation = channel.renewables else { continue }
      let own = zones.indices.filter { zones[$0] == nil || zones[$0] == obligation.zone }
      var most = channel.band(count: builder.steps).most.map { max(0, $0) }
      // No more than there can be.
      for t in most.indices { most[t] = own.reduce(most[t]) { min($0, available[$1][t]) } }
      members.append(Self.member(channel, obligation, export, designable: most, own, &builder))
    }
    for number in pools.indices {
      pools[number].rows = builder.model.addRows(
        "renewablePool(\(number))", count: builder.steps, upper: .series(pools[number].given), isLazy: true,
        terms: members.filter { $0.pools.contains(number) }.map { Term($0.designated, 1) }
          + pools[number].plants.map { Term($0, -1) })
    }
  }

  private static func member(
    _ channel: ExportChannel, _ obligation: RenewableObligation, _ export: ExportColumns,
    designable: [Double], _ pools: [Int], _ builder: inout ProgramBuilder
  ) -> Member {
    let (least, most) = channel.band(count: builder.steps)
    let hours = builder.stepHours
    let designated = builder.model.addColumns(
      "designated(\(channel.name))", count: builder.steps, upper: .series(designable))
    // More room than need be, so that none must be at its limit.
    let shortfall = builder.model.addColumns(
      "renewableShortfall(\(channel.name))", count: builder.steps,
      upper: .series(most.map { max(1, 2 * obligation.part * $0) }), cost: .constant(obligation.shortfallPrice * hours))
    if let power = export.decided {
      builder.model.addRows(
        "designatedWithin(\(channel.name))", count: builder.steps,
        upper: .series(zip(designable, least).map { min(0, $0 - $1) }), isLazy: true,
        terms: [Term(designated, 1), Term(power, -1)])
    }
    let runs = obligation.runs(of: builder.system.horizon)
    let rows = runs.enumerated().map { number, run in
      var columns = run.map { designated.first + $0 } + run.map { shortfall.first + $0 }
      var coefficients = Array(repeating: 1.0, count: 2 * run.count)
      // MW summed over steps, as what is short is.
      var asked = number == 0 ? -channel.sent.renewableSurplus / hours : 0
      if let power = export.decided {
        columns += run.map { power.first + $0 }
        coefficients += Array(repeating: -obligation.part, count: run.count)
      } else {
        asked += obligation.part * run.reduce(0) { $0 + max(0, export.given[$1]) }
      }
      let row = builder.model.addRow(
        "renewableShare(\(channel.name),\(number))", lower: asked, columns: columns, coefficients: coefficients)
      let missed = shortfall.first + run.lowerBound..<shortfall.first + run.upperBound
      builder.spanSlacks.append(SpanSlack(row: row, columns: missed))
      return ExportChannels.EnergyRow(row: row, steps: run)
    }
    return Member(
      channel: channel, export: export, designated: designated, shortfall: shortfall, rows: rows, pools: pools)
  }

  /// Designates what there is: as the point has it where that is there, then whatever is left.
  func conclude(_ values: inout [Double], in model: LinearModel) {
    guard let first = members.first else { return }
    var left = Array(repeating: 0.0, count: pools.count)
    for t in 0..<first.designated.count {
      for (number, pool) in pools.enumerated() {
        left[number] = pool.plants.reduce(pool.given[t]) { $0 + values[$1.first + t] }
      }
      // Once as designated so far, once what is left.
      for isFirst in [true, false] {
        for member in members {
          let column = member.designated.first + t
          let sent = max(0, member.export.power(values, t))
          let has = isFirst ? 0 : values[column]
          let wanted = isFirst ? min(values[column], sent) : sent
          let taken = max(0, member.pools.reduce(wanted - has) { min($0, left[$1]) })
          values[column] = has + taken
          for pool in member.pools { left[pool] -= taken }
        }
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    let names = members.map(\.channel.name)
    schedule.record(.exportRenewable, names, members.map(\.designated), values)
    schedule.record(.exportRenewableShortfall, names, members.map(\.shortfall), values)
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    let names = members.map(\.channel.name)
    schedule.recordDuals(.renewableSharePrice, names, members.map(\.rows), duals, times: 1 / stepHours)
    schedule.recordDuals(.renewablePoolPrice, poolNames, pools.map(\.rows), duals, times: -1 / stepHours)
  }
}

/// What a channel sends: columns, or given MW.
struct ExportColumns: Sendable {
  var decided: ColumnBlock?
  var given: [Double] = []

  init(decided: ColumnBlock) { self.decided = decided }
  init(given: [Double]) { self.given = given }

  func power(_ values: [Double], _ step: Int) -> Double {
    decided.map { values[$0.first + step] } ?? given[step]
  }
}

/// What a renewable plant gives: columns, or given MW.
struct RenewableColumns: Sendable {
  var decided: ColumnBlock?
  var given: [Double] = []
}
