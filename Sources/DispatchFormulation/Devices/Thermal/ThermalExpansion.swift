import GridModel
import LinearOptimization

/// A thermal unit that may be built, without commitment: every limit of its pattern per MW, times what exists and is built.
///
/// With the envelope through the origin as cost curve, what a unit can do is a cone over its size, so that the size enters
/// linearly.
enum ThermalExpansion {
  static func add(_ unit: ThermalUnit, _ expansion: Expansion, to builder: inout ProgramBuilder) -> ThermalFleet.Columns
  {
    let built = builder.addCapacity(.thermal, unit.name, expansion)
    let pattern = unit.sized(1)
    let available = unit.availability.values(count: builder.steps)
    let segments = addSegments(of: unit, pattern, available, built, to: &builder)
    for segment in segments { builder.supply(unit.bus, segment) }
    var columns = ThermalFleet.Columns(segments: segments)
    columns.ramps = addRamps(of: unit, pattern, segments, built, to: &builder)
    addReserves(of: unit, pattern, available, built, &columns, to: &builder)
    return columns
  }

  /// Segments of the envelope, cut to what is available.
  private static func addSegments(
    of unit: ThermalUnit, _ pattern: ThermalUnit, _ available: [Double], _ built: BuiltCapacity,
    to builder: inout ProgramBuilder
  ) -> [ColumnBlock] {
    let curve = CostSegments.relaxed(pattern, co2Price: builder.system.co2Price)
    let most = unit.existing + built.expansion.most
    var rest = available
    return curve.widths.indices.map { k in
      let widths = rest.map { max(0, min(curve.widths[k], $0)) }
      for t in rest.indices { rest[t] -= curve.widths[k] }
      let segment = builder.model.addColumns(
        "power(\(unit.name),\(k))", count: builder.steps, upper: .series(widths.map { $0 * most }),
        cost: .constant(curve.slopes[k] * builder.stepHours))
      builder.limit(
        "capacity(\(unit.name),\(k))", [Term(segment, 1)], to: .series(widths.map { $0 * unit.existing }),
        plus: .series(widths), of: built)
      return segment
    }
  }

  private static func addRamps(
    of unit: ThermalUnit, _ pattern: ThermalUnit, _ segments: [ColumnBlock], _ built: BuiltCapacity,
    to builder: inout ProgramBuilder
  ) -> [RowBlock] {
    let (up, down) = (pattern.rampUp * builder.stepHours, pattern.rampDown * builder.stepHours)
    let change = segments.map { Term($0, 1) } + segments.map { Term($0, -1, shift: -1) }
    let before = unit.initialState.flatMap { $0.isOn ? $0.output : nil }
    var rows: [RowBlock] = []
    if up < 1 {
      var limits = Array(repeating: up * unit.existing, count: builder.steps)
      limits[0] = before.map { $0 + limits[0] } ?? .infinity
      rows.append(
        builder.model.addRows(
          "ramp(\(unit.name))", count: builder.steps, upper: .series(limits), isLazy: true,
          terms: change + [built.term(.constant(-up))]))
    }
    if down < 1 {
      var limits = Array(repeating: -down * unit.existing, count: builder.steps)
      limits[0] = before.map { $0 + limits[0] } ?? -.infinity
      rows.append(
        builder.model.addRows(
          "rampDown(\(unit.name))", count: builder.steps, lower: .series(limits), isLazy: true,
          terms: change + [built.term(.constant(down))]))
    }
    return rows
  }

  private static func addReserves(
    of unit: ThermalUnit, _ pattern: ThermalUnit, _ available: [Double], _ built: BuiltCapacity,
    _ columns: inout ThermalFleet.Columns, to builder: inout ProgramBuilder
  ) {
    let part = pattern.reserveLimit
    guard part > 0 else { return }
    guard part < 1 else { return addHeadroom(of: unit, available, built, &columns, to: &builder) }
    let output = columns.segments.map { Term($0, 1) }
    func reserve(_ direction: ReserveRule.Direction, _ label: String, in builder: inout ProgramBuilder) -> ColumnBlock {
      let reserve = builder.model.addColumns(
        "\(label)(\(unit.name))", count: builder.steps,
        upper: .constant(part * (unit.existing + built.expansion.most)))
      builder.limit(
        "\(label)Limit(\(unit.name))", [Term(reserve, 1)], to: .constant(part * unit.existing), plus: .constant(part),
        of: built, isLazy: true)
      builder.provideReserve(direction, at: unit.bus, reserve)
      builder.reserveStructure.providers.append(reserve)
      return reserve
    }
    if builder.needsReserve(.up, at: unit.bus) {
      let up = reserve(.up, "reserveUp", in: &builder)
      builder.limit(
        "headroom(\(unit.name))", output + [Term(up, 1)], to: .series(available.map { $0 * unit.existing }),
        plus: .series(available), of: built, isLazy: true)
      columns.reserveUp = .decided(up)
    }
    if builder.needsReserve(.down, at: unit.bus) {
      let down = reserve(.down, "reserveDown", in: &builder)
      builder.model.addRows(
        "footroom(\(unit.name))", count: builder.steps, lower: 0, isLazy: true, terms: output + [Term(down, -1)])
      columns.reserveDown = .decided(down)
    }
  }

  /// Without a limit of its own, reserve is what output leaves.
  private static func addHeadroom(
    of unit: ThermalUnit, _ available: [Double], _ built: BuiltCapacity, _ columns: inout ThermalFleet.Columns,
    to builder: inout ProgramBuilder
  ) {
    let existing = available.map { $0 * unit.existing }
    if builder.needsReserve(.up, at: unit.bus) {
      builder.provideReserve(.up, at: unit.bus, fixed: existing)
      builder.provideReserve(.up, at: unit.bus, built, .series(available))
      for segment in columns.segments { builder.provideReserve(.up, at: unit.bus, segment, -1) }
      columns.reserveUp = .belowBuilt(existing, built, perBuilt: available)
    }
    if builder.needsReserve(.down, at: unit.bus) {
      for segment in columns.segments { builder.provideReserve(.down, at: unit.bus, segment) }
      columns.reserveDown = .above(Array(repeating: 0, count: builder.steps))
    }
  }
}
