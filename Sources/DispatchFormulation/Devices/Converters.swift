import GridModel
import LinearOptimization
import Schedules

/// Electric boilers, heat pumps, electrolysers: columns of what they give, drawn from another bus by efficiency.
///
/// With commitment, one with a minimum input is on or off; off is always allowed.
struct Converters: DeviceFormulation {
  private let converters: [Converter]
  private let names: [String]
  private let outputs: [ColumnBlock]
  private let ramps: [RowBlock?]
  private let statuses: [(name: String, status: ColumnBlock)]

  init(in builder: inout ProgramBuilder) {
    converters = builder.system.converters
    names = converters.map(\.name)
    var ramps: [RowBlock?] = []
    var statuses: [(name: String, status: ColumnBlock)] = []
    outputs = converters.map { converter in
      let output = builder.model.addColumns(
        "conversion(\(converter.name))", count: builder.steps,
        upper: .constant(converter.capacity * converter.efficiency),
        cost: .constant(converter.variableCost / converter.efficiency * builder.stepHours))
      builder.supply(converter.from, output, .constant(-1 / converter.efficiency))
      builder.supply(converter.to, output)
      let ramp = Self.addRamp(of: converter, output, to: &builder)
      ramps.append(ramp)
      if Self.feeds(converter, builder.system) {
        let change = converter.ramp * converter.efficiency * builder.stepHours
        builder.adjustable.append(
          AdjustableSupply(
            bus: builder.bus(converter.to), segments: [output], rampUp: ramp == nil ? .infinity : change,
            rampDown: ramp == nil ? .infinity : change,
            initialOutput: ramp == nil ? nil : converter.initialInput.map { $0 * converter.efficiency }))
      }
      if builder.options.commitment, converter.minimumInput > 0 {
        let status = Self.addStatus(of: converter, output, to: &builder)
        statuses.append((converter.name, status))
        builder.calls.append(status)
      }
      return output
    }
    self.ramps = ramps
    self.statuses = statuses
  }

  /// Whether it turns electricity into something else, so that its bus can be balanced before those of electricity.
  private static func feeds(_ converter: Converter, _ system: PowerSystem) -> Bool {
    func carrier(_ bus: String) -> Carrier? { system.buses.first { $0.name == bus }?.carrier }
    return carrier(converter.from) == .electricity && carrier(converter.to) != .electricity
  }

  private static func addRamp(
    of converter: Converter, _ output: ColumnBlock, to builder: inout ProgramBuilder
  ) -> RowBlock? {
    let change = converter.ramp * converter.efficiency * builder.stepHours
    guard change < converter.capacity * converter.efficiency else { return nil }
    var lower = Array(repeating: -change, count: builder.steps)
    var upper = Array(repeating: change, count: builder.steps)
    let before = converter.initialInput.map { $0 * converter.efficiency }
    lower[0] = before.map { $0 - change } ?? -.infinity
    upper[0] = before.map { $0 + change } ?? .infinity
    return builder.model.addRows(
      "ramp(\(converter.name))", count: builder.steps, lower: .series(lower), upper: .series(upper), isLazy: true,
      terms: [Term(output, 1), Term(output, -1, shift: -1)])
  }

  private static func addStatus(
    of converter: Converter, _ output: ColumnBlock, to builder: inout ProgramBuilder
  ) -> ColumnBlock {
    let status = builder.model.addColumns(
      "status(\(converter.name))", count: builder.steps, upper: 1, integer: true)
    builder.model.addRows(
      "most(\(converter.name))", count: builder.steps, upper: 0,
      terms: [Term(output, 1), Term(status, .constant(-converter.capacity * converter.efficiency))])
    builder.model.addRows(
      "least(\(converter.name))", count: builder.steps, lower: 0,
      terms: [Term(output, 1), Term(status, .constant(-converter.minimumInput * converter.efficiency))])
    return status
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    schedule[.converterInput] = SeriesTable(
      names: names,
      columns: zip(converters, outputs).map { converter, output in
        values[output.indices].map { $0 / converter.efficiency }
      })
    if !statuses.isEmpty {
      schedule[.converterStatus] = SeriesTable(
        names: statuses.map(\.name), columns: statuses.map { values[$0.status.indices].map { $0.rounded() } })
    }
  }

  /// Ramps of output, per MW given, as prices per MW drawn.
  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    let perHour = 1 / schedule.horizon.stepHours
    let priced = zip(converters, ramps).compactMap { converter, rows -> (String, [Double])? in
      guard let rows, duals[rows.indices].contains(where: { $0 != 0 }) else { return nil }
      return (converter.name, duals[rows.indices].map { $0 * perHour * converter.efficiency })
    }
    guard !priced.isEmpty else { return }
    schedule[.converterRampPrice] = SeriesTable(names: priced.map(\.0), columns: priced.map(\.1))
  }
}
