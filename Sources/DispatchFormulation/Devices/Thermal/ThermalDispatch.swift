import GridModel
import LinearOptimization

/// A thermal unit without commitment: an LP with output from zero, or from minimum output where the unit is set on.
enum ThermalDispatch {
  static func add(_ unit: ThermalUnit, to builder: inout ProgramBuilder) -> ThermalFleet.Columns {
    let steps = builder.steps
    let available = unit.availability.scaled(by: unit.capacity).values(count: steps)
    let mustRun = unit.mustRun.values(count: steps)
    let floor = (0..<steps).map { mustRun[$0] > 0.5 ? min(unit.minimumOutput, available[$0]) : 0 }

    let (segments, fuel) = addSegments(of: unit, available, mustRun, to: &builder)
    var columns = ThermalFleet.Columns(segments: segments, fuel: fuel)
    for segment in columns.segments { builder.supply(unit.bus, segment) }
    if floor.contains(where: { $0 > 0 }) {
      builder.supply(unit.bus, fixed: floor)
      columns.fixed = floor
    }
    builder.adjustable.append(
      AdjustableSupply(bus: builder.bus(unit.bus), segments: columns.segments, fixed: columns.fixed))
    columns.ramps = addRamps(of: unit, columns, floor, to: &builder).map { [$0] } ?? []
    addReserves(of: unit, &columns, floor, available, to: &builder)
    return columns
  }

  /// Boxed segments, cut to what is available; where the unit is set on they start at minimum output.
  private static func addSegments(
    of unit: ThermalUnit, _ available: [Double], _ mustRun: [Double], to builder: inout ProgramBuilder
  ) -> ([ColumnBlock], fuel: LinearUse) {
    let steps = builder.steps
    let on = CostSegments.held(unit, co2Price: builder.system.co2Price)
    let free = CostSegments.relaxed(unit, co2Price: builder.system.co2Price)
    let isOn = (0..<steps).map { mustRun[$0] > 0.5 && available[$0] >= unit.minimumOutput }
    let count =
      switch (isOn.contains(true), isOn.contains(false)) {
      case (true, true): max(on.widths.count, free.widths.count)
      case (true, false): on.widths.count
      default: free.widths.count
      }
    // Segment by segment, as columns are.
    var widths = Array(repeating: 0.0, count: count * steps)
    var costs = widths
    var fuels = widths
    func cut(_ segments: CostSegments, _ rest: Double, at t: Int) {
      var rest = rest
      for k in segments.widths.indices {
        widths[k * steps + t] = max(0, min(segments.widths[k], rest))
        costs[k * steps + t] = segments.slopes[k] * builder.stepHours
        fuels[k * steps + t] = segments.fuelSlopes[k]
        rest -= segments.widths[k]
      }
    }
    var fixedFuel = Array(repeating: 0.0, count: steps)
    for t in 0..<steps {
      var rest = available[t]
      if isOn[t] {
        builder.model.objectiveOffset += on.baseCost * builder.stepHours
        fixedFuel[t] = on.baseFuel
        rest -= on.base
      } else if mustRun[t] > 0.5 {
        // Available below minimum output: the unit is held at what is available.
        builder.model.objectiveOffset += free.cost(at: rest) * builder.stepHours
        fixedFuel[t] = free.fuel(at: rest)
        rest = 0
      }
      if isOn[t] { cut(on, rest, at: t) } else { cut(free, rest, at: t) }
    }
    let segments = (0..<count).map { $0 * steps..<($0 + 1) * steps }
    let columns = segments.enumerated().map { k, segment in
      builder.model.addColumns(
        "power(\(unit.name),\(k))", count: steps, upper: .series(Array(widths[segment])),
        cost: .series(Array(costs[segment])))
    }
    let terms = zip(columns, segments).map { Term($0, BlockValues(fuels[$1])) }
    return (columns, LinearUse(terms: terms, fixed: fixedFuel))
  }

  private static func addRamps(
    of unit: ThermalUnit, _ columns: ThermalFleet.Columns, _ floor: [Double], to builder: inout ProgramBuilder
  ) -> RowBlock? {
    let steps = builder.steps
    let limits = (up: unit.rampUp * builder.stepHours, down: unit.rampDown * builder.stepHours)
    let range = max(unit.capacity, unit.outputBefore ?? 0) - (floor.min() ?? 0)
    guard limits.up < range || limits.down < range else { return nil }
    // Output rises by at most `up` and falls by at most `down`; the fixed parts go to the limits.
    let position = builder.adjustable.count - 1
    builder.adjustable[position].rampUp = limits.up
    builder.adjustable[position].rampDown = limits.down
    builder.adjustable[position].initialOutput = unit.outputBefore
    var lower = Array(repeating: -limits.down, count: steps)
    var upper = Array(repeating: limits.up, count: steps)
    for t in 1..<max(1, steps) {
      lower[t] -= floor[t] - floor[t - 1]
      upper[t] -= floor[t] - floor[t - 1]
    }
    if let output = unit.outputBefore {
      lower[0] += output - floor[0]
      upper[0] += output - floor[0]
    } else {
      lower[0] = -.infinity
      upper[0] = .infinity
    }
    return builder.model.addRows(
      "ramp(\(unit.name))", count: steps, lower: .series(lower), upper: .series(upper), isLazy: true,
      terms: columns.segments.map { Term($0, 1) } + columns.segments.map { Term($0, -1, shift: -1) })
  }

  /// Without a limit of its own or products to choose from, reserve is the headroom itself and needs neither column nor
  /// row.
  private static func addReserves(
    of unit: ThermalUnit, _ columns: inout ThermalFleet.Columns, _ floor: [Double], _ available: [Double],
    to builder: inout ProgramBuilder
  ) {
    guard unit.givesReserve else { return }
    let provider = unit.reserveProvider
    let steps = builder.steps
    let limit = min(unit.reserveLimit, unit.capacity)
    // Heat takes part of the room below output, so that reserve there is not what output leaves.
    func isDecided(_ direction: ReserveRule.Direction) -> Bool {
      unit.reserveLimit < unit.capacity || unit.heat != nil || builder.system.hasReserveProducts(direction)
    }
    if builder.needsReserve(.up, from: provider) {
      let headroom = (0..<steps).map { available[$0] - floor[$0] }
      if isDecided(.up) {
        let reserve = builder.model.addColumns("reserveUp(\(unit.name))", count: steps, upper: .constant(limit))
        builder.model.addRows(
          "headroom(\(unit.name))", count: steps, upper: .series(headroom), isLazy: true,
          terms: columns.segments.map { Term($0, 1) } + [Term(reserve, 1)])
        builder.provideReserve(.up, from: provider, reserve)
        columns.reserveUp = .decided(reserve)
      } else {
        builder.provideReserve(.up, from: provider, room: columns.segments, -1, fixed: headroom)
        columns.reserveUp = .below(available)
      }
    }
    if builder.needsReserve(.down, from: provider) {
      if isDecided(.down) {
        let reserve = builder.model.addColumns("reserveDown(\(unit.name))", count: steps, upper: .constant(limit))
        builder.model.addRows(
          "footroom(\(unit.name))", count: steps, lower: 0, isLazy: true,
          terms: columns.segments.map { Term($0, 1) } + [Term(reserve, -1)])
        builder.provideReserve(.down, from: provider, reserve)
        columns.reserveDown = .decided(reserve)
      } else {
        builder.provideReserve(.down, from: provider, room: columns.segments, 1)
        columns.reserveDown = .above(floor)
      }
    }
  }
}
