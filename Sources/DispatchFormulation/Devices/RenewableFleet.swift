import GridModel
import LinearOptimization
import Schedules

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
