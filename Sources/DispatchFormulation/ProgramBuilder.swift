import GridModel
import LinearOptimization
import Schedules

/// What devices add to while a program is built: the model, the balance of every bus and the reserve rules.
struct ProgramBuilder {
  let system: PowerSystem
  let options: FormulationOptions
  let steps: Int
  let stepHours: Double
  var model = LinearModel()
  var commitments: [CommitmentBlock] = []
  var calls: [ColumnBlock] = []
  var operations: [OperationBlock] = []
  var stages: [StageStatuses] = []
  var exclusions: [ExclusivePair] = []
  var adjustable: [AdjustableSupply] = []
  var switched: [SwitchedSupply] = []
  var flows: [LineFlow] = []
  var flowLimits: [FlowLimit] = []
  /// By channel and by renewable plant.
  var exports: [ExportColumns] = []
  var renewables: [RenewableColumns] = []
  var reserveStructure = ReserveStructure()
  var capacities: [BuiltCapacity] = []
  var following: [FollowingOutput] = []
  /// What thermal units burn (t of coal equivalent per hour) and give (MW), and what renewable plants give, in the order
  /// of the system.
  var fuelUse: [LinearUse] = []
  var thermalPower: [LinearUse] = []
  var renewableOutput: [LinearUse] = []
  /// Discharge of storages, in the order of the system.
  var discharges: [ColumnBlock] = []
  var spanSlacks: [SpanSlack] = []
  var startRows: [StartRow] = []
  var reserves: ReserveLedger
  /// Load by bus, MW per step.
  let loads: [[Double]]
  private let busIndex: [String: Int]
  private var supply: [[Term]]
  private var fixedSupply: [[Double]?]

  init(_ system: PowerSystem, options: FormulationOptions) {
    self.system = system
    self.options = options
    steps = system.horizon.count
    stepHours = system.horizon.stepHours
    loads = system.loads
    busIndex = system.busIndex
    supply = Array(repeating: [], count: system.buses.count)
    fixedSupply = Array(repeating: nil, count: system.buses.count)
    reserves = ReserveLedger(system)
    reserveCapacity()
  }

  /// Position of a bus; a system that was not validated fails here and not silently.
  func bus(_ name: String) -> Int {
    guard let index = busIndex[name] else { preconditionFailure("no bus named \(name)") }
    return index
  }

  /// Adds columns to the supply side of a bus's balance.
  mutating func supply(_ bus: String, _ columns: ColumnBlock, _ coefficient: BlockValues = 1) {
    supply[self.bus(bus)].append(Term(columns, coefficient))
  }

  /// Adds a given power (MW per step) to the supply side of a bus's balance.
  mutating func supply(_ bus: String, fixed values: [Double]) {
    let index = self.bus(bus)
    var sum = fixedSupply[index] ?? Array(repeating: 0, count: steps)
    fixedSupply[index] = nil
    for t in 0..<steps { sum[t] += values[t] }
    fixedSupply[index] = sum
  }

  /// Closes the balance of every bus: supply = load.
  mutating func closeBalance() -> [RowBlock] {
    system.buses.indices.map { index in
      var demand = loads[index]
      if let fixed = fixedSupply[index] {
        for t in 0..<steps { demand[t] -= fixed[t] }
      }
      return model.addRows(
        "balance(\(system.buses[index].name))", count: steps, lower: .series(demand), upper: .series(demand),
        terms: supply[index])
    }
  }

  /// Room for the whole model, so that no array is copied while it grows.
  private mutating func reserveCapacity() {
    let units = system.thermalUnits
    let segments = units.reduce(0) { $0 + max(1, $1.fuelCurve.outputs.count - 1) }
    let other =
      system.renewables.count + 5 * system.storages.count + system.interruptibleLoads.count
      + 2 * system.shiftableLoads.count + 5 * system.vehicleFleets.count + system.converters.count
      + system.processes.count
      + system.lines.count + system.buses.count
      + system.reserves.count
    let committed = options.commitment ? units.count : 0
    let columns = segments + other + 6 * committed
    let rows = system.buses.count + 2 * system.storages.count + 8 * committed + system.lines.count / 2
    model.reserve(columns: columns * steps, rows: rows * steps, nonzeros: (2 * columns + 24 * committed) * steps)
  }
}

/// What a device does in each step, as terms of its columns and a given part.
struct LinearUse: Sendable {
  var terms: [Term] = []
  var fixed: [Double]?
}
