import GridModel
import LinearOptimization
import Schedules

/// Vehicle fleets: charging, giving back and the level inside those at the plug, which arrivals bring and departures take,
/// and the reserve they can hold.
struct VehicleFleets: DeviceFormulation {
  private struct Columns: Sendable {
    var charge: ColumnBlock
    var discharge: ColumnBlock?
    var energy: ColumnBlock
    /// MW by which vehicles leave with less than they need, and with more.
    var unmet: ColumnBlock
    var surplus: ColumnBlock
    var level: RowBlock
    var reserveUp: ColumnBlock?
    var reserveDown: ColumnBlock?
  }

  private let names: [String]
  private let fleets: [VehicleFleet]
  private let envelopes: [VehicleEnvelope]
  private let columns: [Columns]
  private let stepHours: Double

  init(in builder: inout ProgramBuilder) {
    fleets = builder.system.vehicleFleets
    names = fleets.map(\.name)
    stepHours = builder.stepHours
    let horizon = builder.system.horizon
    envelopes = fleets.map { $0.envelope(over: horizon) }
    columns = zip(fleets, envelopes).map { Self.add($0, $1, to: &builder) }
  }

  /// E_t = E_{t−1} + arriving + η_c · charge · Δ − discharge · Δ / η_d − (required − unmet · Δ + surplus · Δ).
  private static func add(
    _ fleet: VehicleFleet, _ envelope: VehicleEnvelope, to builder: inout ProgramBuilder
  ) -> Columns {
    let steps = builder.steps
    let hours = builder.stepHours
    let name = fleet.name
    let charge = builder.model.addColumns("vehicleCharge(\(name))", count: steps, upper: .series(envelope.chargeLimit))
    builder.supply(fleet.bus, charge, -1)
    var discharge: ColumnBlock?
    if fleet.dischargePower > 0 {
      let given = builder.model.addColumns(
        "vehicleDischarge(\(name))", count: steps, upper: .series(envelope.dischargeLimit),
        cost: .constant(fleet.dischargeCost * hours))
      builder.supply(fleet.bus, given)
      builder.exclusions.append(
        ExclusivePair(
          label: name, first: charge, second: given, firstLimit: envelope.chargeLimit.max() ?? 0,
          secondLimit: envelope.dischargeLimit.max() ?? 0))
      discharge = given
    }
    var lower = Array(repeating: 0.0, count: steps)
    if steps > 0 { lower[steps - 1] = envelope.finalEnergy }
    let energy = builder.model.addColumns(
      "vehicleEnergy(\(name))", count: steps, lower: .series(lower), upper: .series(envelope.capacity))
    let unmet = builder.model.addColumns(
      "vehicleUnmet(\(name))", count: steps, upper: .series(envelope.required.map { $0 / hours }),
      cost: .constant(fleet.unmetPrice * hours))
    let surplus = builder.model.addColumns(
      "vehicleSurplus(\(name))", count: steps,
      upper: .series(zip(envelope.mostLeaving, envelope.required).map { ($0 - $1) / hours }))
    var inflow = zip(envelope.arriving, envelope.required).map { $0 - $1 }
    if steps > 0 { inflow[0] += envelope.initialEnergy }
    var terms = [
      Term(energy, 1), Term(energy, -1, shift: -1), Term(charge, .constant(-fleet.chargeEfficiency * hours)),
      Term(unmet, .constant(-hours)), Term(surplus, .constant(hours)),
    ]
    if let discharge { terms.append(Term(discharge, .constant(hours / fleet.dischargeEfficiency))) }
    let level = builder.model.addRows(
      "vehicleLevel(\(name))", count: steps, lower: .series(inflow), upper: .series(inflow), terms: terms)
    var columns = Columns(
      charge: charge, discharge: discharge, energy: energy, unmet: unmet, surplus: surplus, level: level)
    if fleet.givesReserve { addReserve(fleet, envelope, &columns, to: &builder) }
    return columns
  }

  /// As of storages: upward what power can rise by and vehicles that stay can hold, downward what they can still take.
  private static func addReserve(
    _ fleet: VehicleFleet, _ envelope: VehicleEnvelope, _ columns: inout Columns, to builder: inout ProgramBuilder
  ) {
    let provider = fleet.reserveProvider
    let room = BlockValues.series(zip(envelope.chargeLimit, envelope.dischargeLimit).map(+))
    func given(_ sign: Double) -> [Term] { columns.discharge.map { [Term($0, .constant(sign))] } ?? [] }
    func add(
      _ direction: ReserveRule.Direction, sign: Double, power: [Double], energy: BlockValues, perPower: Double
    ) -> ColumnBlock? {
      guard builder.needsReserve(direction, from: provider) else { return nil }
      let label = direction == .up ? "reserveUp" : "reserveDown"
      let reserve = builder.model.addColumns("\(label)(\(fleet.name))", count: builder.steps, upper: room)
      builder.model.addRows(
        "\(label)Power(\(fleet.name))", count: builder.steps, upper: .series(power), isLazy: true,
        terms: [Term(reserve, 1), Term(columns.charge, .constant(-sign))] + given(sign))
      builder.model.addRows(
        "\(label)Energy(\(fleet.name))", count: builder.steps, upper: energy, isLazy: true,
        terms: [Term(reserve, .constant(perPower)), Term(columns.energy, .constant(-sign))])
      builder.provideReserve(direction, from: provider, reserve)
      return reserve
    }
    columns.reserveUp = add(
      .up, sign: 1, power: envelope.dischargeLimit, energy: 0,
      perPower: fleet.reserveHours / fleet.dischargeEfficiency)
    columns.reserveDown = add(
      .down, sign: -1, power: envelope.chargeLimit, energy: .series(envelope.capacity),
      perPower: fleet.reserveHours * fleet.chargeEfficiency)
  }

  /// Follows the levels through those from which the end can still be reached, with the power that each change takes; what
  /// power cannot do, vehicles leave with less or more.
  func restore(_ values: inout [Double], in model: LinearModel) {
    for k in fleets.indices {
      let (fleet, envelope, blocks) = (fleets[k], envelopes[k], columns[k])
      let count = blocks.energy.count
      let rise = envelope.chargeLimit.map { $0 * fleet.chargeEfficiency * stepHours }
      let fall = envelope.dischargeLimit.map {
        blocks.discharge == nil ? 0 : $0 * stepHours / fleet.dischargeEfficiency
      }
      var lower = Array(model.columnLower[blocks.energy.indices])
      var upper = Array(model.columnUpper[blocks.energy.indices])
      let inflow = (0..<count).map { t in
        let left = values[blocks.surplus.first + t] - values[blocks.unmet.first + t]
        return envelope.arriving[t] - envelope.required[t] - left * stepHours
      }
      for t in (1..<max(1, count)).reversed() {
        lower[t - 1] = min(upper[t - 1], max(lower[t - 1], lower[t] - rise[t] - inflow[t]))
        upper[t - 1] = max(lower[t - 1], min(upper[t - 1], upper[t] + fall[t] - inflow[t]))
      }
      var level = envelope.initialEnergy
      for t in 0..<count {
        let kept = level + inflow[t]
        let wanted = min(max(values[blocks.energy.first + t], lower[t]), upper[t])
        let reached = min(max(wanted, kept - fall[t]), kept + rise[t])
        // Only where no power leads into the limits; vehicles cannot take more than all, nor leave with less than none.
        level = min(
          max(reached, model.columnLower[blocks.energy.first + t]), model.columnUpper[blocks.energy.first + t])
        let (unmet, surplus) = (blocks.unmet.first + t, blocks.surplus.first + t)
        let excess = values[surplus] - values[unmet] + (reached - level) / stepHours
        values[surplus] = min(max(0, excess), model.columnUpper[surplus])
        values[unmet] = min(max(0, -excess), model.columnUpper[unmet])
        let change = reached - kept
        values[blocks.energy.first + t] = level
        values[blocks.charge.first + t] =
          change > 0 ? min(change / (fleet.chargeEfficiency * stepHours), envelope.chargeLimit[t]) : 0
        if let discharge = blocks.discharge {
          values[discharge.first + t] =
            change < 0 ? min(-change * fleet.dischargeEfficiency / stepHours, envelope.dischargeLimit[t]) : 0
        }
      }
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    schedule.record(.vehicleCharge, names, columns.map(\.charge), values)
    schedule.record(.vehicleDischarge, names, columns.map(\.discharge), values)
    schedule.record(.vehicleEnergy, names, columns.map(\.energy), values)
    schedule.record(.reserve(.vehicles, .up), names, columns.map(\.reserveUp), values)
    schedule.record(.reserve(.vehicles, .down), names, columns.map(\.reserveDown), values)
    // Leaving with less and with more at once is the same as the difference.
    let left = columns.map { zip(values[$0.unmet.indices], values[$0.surplus.indices]).map { max(0, $0 - $1) } }
    schedule[.vehicleUnmet] = SeriesTable(names: names, columns: left)
  }

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    schedule.recordDuals(.vehicleValue, names, columns.map(\.level), duals, times: -1)
  }
}
