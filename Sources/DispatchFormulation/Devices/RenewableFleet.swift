import GridModel
import LinearOptimization
import Schedules

/// Wind, PV and other plants that follow a series: taken up to what is available, curtailed at a price.
struct RenewableFleet: DeviceFormulation {
  private enum Output: Sendable {
    case decided(ColumnBlock)
    case given([Double])
    /// What exists gives so much, and each MW built so much more.
    case following([Double], BuiltCapacity, perBuilt: [Double])
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
        builder.model.objectiveOffset += plant.variableCost * energy
        return .given(available)
      }
      builder.model.objectiveOffset += plant.curtailmentPrice * energy
      let power = builder.model.addColumns(
        "power(\(plant.name))", count: builder.steps, upper: .series(available),
        cost: .constant((plant.variableCost - plant.curtailmentPrice) * builder.stepHours))
      builder.supply(plant.bus, power)
      builder.adjustable.append(AdjustableSupply(bus: builder.bus(plant.bus), segments: [power]))
      return .decided(power)
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
    guard plant.isCurtailable else {
      builder.supply(plant.bus, fixed: existing)
      builder.supply(plant.bus, built, .series(part))
      return .following(existing, built, perBuilt: part)
    }
    let power = builder.model.addColumns(
      "power(\(plant.name))", count: builder.steps,
      upper: .series(part.map { $0 * (plant.capacity + expansion.most) }),
      cost: .constant((plant.variableCost - plant.curtailmentPrice) * builder.stepHours))
    builder.limit(
      "capacity(\(plant.name))", [Term(power, 1)], to: .series(existing), plus: .series(part), of: built)
    builder.supply(plant.bus, power)
    return .decided(power)
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    let columns = outputs.map { output in
      switch output {
      case .decided(let block): Array(values[block.indices])
      case .given(let available): available
      case .following(let existing, let built, let part):
        zip(existing, part).map { $0 + $1 * values[built.columns.first] }
      }
    }
    schedule[.renewablePower] = SeriesTable(names: names, columns: columns)
  }
}
