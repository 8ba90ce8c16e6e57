import GridModel
import LinearOptimization

/// Heat of a thermal unit: a column beside its output, and the line that output keeps above.
enum HeatExtraction {
  static func add(
    _ heat: CombinedHeat, of unit: ThermalUnit, _ columns: ThermalFleet.Columns, to builder: inout ProgramBuilder
  ) -> (columns: ColumnBlock, line: RowBlock) {
    let steps = builder.steps
    let given = builder.model.addColumns("heat(\(unit.name))", count: steps, upper: .constant(heat.capacity))
    builder.supply(heat.bus, given)
    if heat.powerLoss != 0 { builder.supply(unit.bus, given, .constant(-heat.powerLoss)) }
    var terms = columns.segments.map { Term($0, 1) } + [Term(given, .constant(-heat.outputPerHeat))]
    if let status = columns.status { terms.append(Term(status, .constant(columns.perStatus))) }
    if case .decided(let reserve)? = columns.reserveDown { terms.append(Term(reserve, -1)) }
    let floor = columns.fixed.map { $0.map { -$0 } } ?? Array(repeating: 0, count: steps)
    let isExact = heat.operation == .backPressure
    let line = builder.model.addRows(
      "heatLine(\(unit.name))", count: steps, lower: .series(floor),
      upper: isExact ? .series(floor) : .constant(.infinity),
      terms: terms)
    let tie = HeatTie(
      bus: builder.bus(heat.bus), columns: given, outputPerHeat: heat.outputPerHeat, isExact: isExact)
    func isOwn(_ supply: AdjustableSupply) -> Bool { supply.segments.first?.first == columns.segments.first?.first }
    if let position = builder.adjustable.lastIndex(where: isOwn) { builder.adjustable[position].heat = tie }
    if let position = builder.switched.lastIndex(where: { isOwn($0.supply) }) {
      builder.switched[position].supply.heat = tie
    }
    return (given, line)
  }
}
