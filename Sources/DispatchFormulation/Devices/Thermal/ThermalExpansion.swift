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
    let curve = CostSegments.relaxed(pattern, co2Price: builder.system.co2Price)
    let segments = addSegments(of: unit, curve, available, built, to: &builder)
    for segment in segments { builder.supply(unit.bus, segment) }
    let fuel = zip(segments, curve.fuelSlopes).map { Term($0, .constant($1)) }
    var columns = ThermalFleet.Columns(segments: segments, fuel: LinearUse(terms: fuel))
    columns.ramps = addRamps(of: unit, pattern, segments, built, to: &builder)
    addReserves(of: unit, pattern, available, built, &columns, to: &builder)
    return columns
  }

  /// Segments of the envelope, cut to what is available.
  private static func addSegments(
    of unit: ThermalUnit, _ curve: CostSegments, _ available: [Double], _ built: BuiltCapacity,
    to builder: inout ProgramBuilder
  ) -> [ColumnBlock] {
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
    let before = unit.outputBefore
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
    let part = min(1, pattern.reserveLimit)
    guard part > 0 else { return }
    // With all that may be built, which limits the columns.
    let most = unit.building(built.expansion.most)
    let output = columns.segments.map { Term($0, 1) }
    for direction in ReserveRule.Direction.allCases where builder.needsReserve(direction, from: most.reserveProvider) {
      guard part < 1 || builder.system.hasReserveProducts(direction) else {
        addRoom(of: unit, direction, available, built, &columns, to: &builder)
        continue
      }
      let label = direction == .up ? "reserveUp" : "reserveDown"
      let reserve = builder.model.addColumns(
        "\(label)(\(unit.name))", count: builder.steps, upper: .constant(part * most.capacity))
      builder.limit(
        "\(label)Limit(\(unit.name))", [Term(reserve, 1)], to: .constant(part * unit.existing), plus: .constant(part),
        of: built, isLazy: true)
      addProducts(direction, of: unit, pattern, most, reserve, built, to: &builder)
      switch direction {
      case .up:
        builder.limit(
          "headroom(\(unit.name))", output + [Term(reserve, 1)], to: .series(available.map { $0 * unit.existing }),
          plus: .series(available), of: built, isLazy: true)
        columns.reserveUp = .decided(reserve)
      case .down:
        builder.model.addRows(
          "footroom(\(unit.name))", count: builder.steps, lower: 0, isLazy: true, terms: output + [Term(reserve, -1)])
        columns.reserveDown = .decided(reserve)
      }
    }
  }

  /// What is promised to each product is limited by what is built too.
  private static func addProducts(
    _ direction: ReserveRule.Direction, of unit: ThermalUnit, _ pattern: ThermalUnit, _ most: ThermalUnit,
    _ reserve: ColumnBlock, _ built: BuiltCapacity, to builder: inout ProgramBuilder
  ) {
    builder.provideReserve(direction, from: most.reserveProvider, reserve)
    guard builder.system.hasReserveProducts(direction), let split = builder.reserveStructure.splits.last else { return }
    for (product, columns) in split.parts {
      let part = builder.system.reserveLimit(product, direction, of: pattern.reserveProvider)
      guard part < 1 else { continue }
      builder.limit(
        "\(product.rawValue)Limit(\(unit.name),\(direction.rawValue))", [Term(columns, 1)],
        to: .constant(part * unit.existing), plus: .constant(part), of: built, isLazy: true)
    }
  }

  /// Without a limit of its own or products to choose from, reserve is what output leaves.
  private static func addRoom(
    of unit: ThermalUnit, _ direction: ReserveRule.Direction, _ available: [Double], _ built: BuiltCapacity,
    _ columns: inout ThermalFleet.Columns, to builder: inout ProgramBuilder
  ) {
    let provider = unit.reserveProvider
    switch direction {
    case .up:
      let existing = available.map { $0 * unit.existing }
      builder.provideReserve(.up, from: provider, room: columns.segments, -1, fixed: existing)
      builder.provideReserve(.up, from: provider, built, .series(available))
      columns.reserveUp = .belowBuilt(existing, built, perBuilt: available)
    case .down:
      builder.provideReserve(.down, from: provider, room: columns.segments, 1)
      columns.reserveDown = .above(Array(repeating: 0, count: builder.steps))
    }
  }
}
