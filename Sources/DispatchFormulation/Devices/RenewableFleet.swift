import GridModel
import LinearOptimization
import Schedules

/// Output of a plant that cannot be curtailed: what exists gives so much, and each MW built so much more.
public struct FollowingOutput: Sendable {
  let power: ColumnBlock
  let existing: [Double]
  let part: [Double]
  let built: BuiltCapacity

  /// Sets the output to what is built.
  public func settle(_ values: inout [Double]) {
    for t in part.indices { values[power.first + t] = existing[t] + part[t] * values[built.columns.first] }
  }
}

/// Wind, PV and other plants that follow a series: taken up to what is available, curtailed at a price.
struct RenewableFleet: DeviceFormulation {
  private enum Output: Sendable {
    case decided(ColumnBlock)
    case given([Double])
  }

  private let names: [String]
  private let outputs: [Output]

  init(in builder: inout ProgramBuilder) {
    let plants = builder.system.renewables
    names = plants.map(\.name)
    outputs = plants.map { plant in
      if let expansion = plant.expansion { return Self.add(plant, expansion, to: &builder) }
      let available = plant.availability.scaled(by: plant.capacity).values(count: builder.steps)
      let energy = available.reduce(0, +) * builder.stepHours
      guard plant.isCurtailable else {
        builder.supply(plant.bus, fixed: available)
        builder.renewables.append(.init(given: available))
        builder.model.objectiveOffset += plant.variableCost * energy
        return .given(available)
      }
      builder.model.objectiveOffset += plant.curtailmentPrice * energy
      let power = builder.model.addColumns(
        "power(\(plant.name))", count: builder.steps, upper: .series(available),
        cost: .constant((plant.variableCost - plant.curtailmentPrice) * builder.stepHours))
      builder.supply(plant.bus, power)
      builder.renewables.append(.init(decided: power))
      builder.adjustable.append(AdjustableSupply(bus: builder.bus(plant.bus), segments: [power]))
      return .decided(power)
    }
    builder.renewableOutput = outputs.map { output in
      switch output {
      case .decided(let power): LinearUse(terms: [Term(power, 1)])
      case .given(let available): LinearUse(fixed: available)
      }
    }
  }

  /// A plant that may be built: output within what exists and is built of it gives, or all of that.
  private static func add(_ plant: RenewablePlant, _ expansion: Expansion, to builder: inout ProgramBuilder) -> Output {
    let part = plant.availability.values(count: builder.steps)
    let existing = part.map { $0 * plant.capacity }
    let (hours, energy) = (part.reduce(0, +) * builder.stepHours, existing.reduce(0, +) * builder.stepHours)
    let price = plant.isCurtailable ? plant.curtailmentPrice : plant.variableCost
    builder.model.objectiveOffset += price * energy
    let built = builder.addCapacity(.renewable, plant.name, expansion, otherCost: price * hours)
    let cost = plant.isCurtailable ? plant.variableCost - plant.curtailmentPrice : 0
    let power = builder.model.addColumns(
      "power(\(plant.name))", count: builder.steps,
      upper: .series(part.map { $0 * (plant.capacity + expansion.most) }), cost: .constant(cost * builder.stepHours))
    builder.model.addRows(
      "capacity(\(plant.name))", count: builder.steps,
      lower: plant.isCurtailable ? .constant(-.infinity) : .series(existing),
      upper: .series(existing), terms: [Term(power, 1), built.term(.series(part.map { -$0 }))])
    if !plant.isCurtailable {
      builder.following.append(FollowingOutput(power: power, existing: existing, part: part, built: built))
    }
    builder.supply(plant.bus, power)
    builder.renewables.append(.init(decided: power))
    return .decided(power)
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    let columns = outputs.map { output in
      switch output {
      case .decided(let block): Array(values[block.indices])
      case .given(let available): available
      }
    }
    schedule[.renewablePower] = SeriesTable(names: names, columns: columns)
  }
}
