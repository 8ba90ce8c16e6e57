import GridModel
import LinearOptimization
import Schedules

/// A power system as a linear or mixed-integer program: which columns stand for what, and the way back to a schedule.
///
/// Costs are in currency over the horizon, powers in MW, energies in MWh; a step's energy is power × step hours.
public struct DispatchProgram: Sendable {
  public let system: PowerSystem
  public let options: FormulationOptions
  public internal(set) var model: LinearModel
  /// Balance rows by bus; their duals per step hour are the prices.
  public let balance: [RowBlock]
  /// The parts of the model that are on or off, for methods that round, repair and fix.
  public let commitments: [CommitmentBlock]
  /// Statuses outside of the commitments, of calls, levels and links: all at their lower limits is always allowed.
  public let calls: [ColumnBlock]
  /// Numbers of machines of stores, outside of the commitments: they follow from powers.
  public let operations: [OperationBlock]
  /// Statuses of deep stages, which belong to the commitments: what they should be follows from the outputs.
  let stages: [StageStatuses]
  /// Pairs of columns of which at most one may be positive in a step.
  public let exclusions: [ExclusivePair]
  /// Supplies that a method may move step by step to close a balance.
  public internal(set) var adjustable: [AdjustableSupply]
  /// Supplies that can be moved once they are known to be on or off.
  let switched: [SwitchedSupply]
  /// Flows between buses, by line.
  public let flows: [LineFlow]
  /// Limits on sums of flows.
  public let flowLimits: [FlowLimit]
  /// Reserve that devices hold, and the rules it serves.
  public let reserve: ReserveStructure
  /// Rows over many steps that must take part from the start, with what may be missed of them.
  public let spanSlacks: [SpanSlack]
  /// Limits of starts.
  public let startRows: [StartRow]
  /// What may be built.
  public let capacities: [BuiltCapacity]
  /// Outputs that follow from what is built.
  public let following: [FollowingOutput]
  private let devices: [any DeviceFormulation]

  /// Formulates the whole system. Every bus that a component names must exist.
  public init(_ system: PowerSystem, options: FormulationOptions = .init()) {
    var builder = ProgramBuilder(system, options: options)
    let devices: [any DeviceFormulation] = [
      ThermalFleet(in: &builder),
      RenewableFleet(in: &builder),
      StorageFleet(in: &builder),
      InterruptibleLoads(in: &builder),
      ShiftableLoads(in: &builder),
      VehicleFleets(in: &builder),
      ExportChannels(in: &builder),
      RenewableObligations(in: &builder),
      Converters(in: &builder),
      LinearProcesses(in: &builder),
      UnservedEnergy(in: &builder),
      SurplusEnergy(in: &builder),
      Network(in: &builder),
      Interfaces(in: &builder),
      LineLosses(in: &builder),
      LinkStatus(in: &builder),
      LineOverloads(in: &builder),
      OutageLimits(in: &builder),
      ReserveRequirements(in: &builder),
      HorizonRules(in: &builder),
    ]
    balance = builder.closeBalance()
    self.system = system
    self.options = options
    self.devices = devices
    model = builder.model
    commitments = builder.commitments
    calls = builder.calls
    operations = builder.operations
    stages = builder.stages
    exclusions = builder.exclusions
    adjustable = builder.adjustable
    switched = builder.switched
    flows = builder.flows
    flowLimits = builder.flowLimits
    reserve = builder.reserveStructure
    spanSlacks = builder.spanSlacks
    startRows = builder.startRows
    capacities = builder.capacities
    following = builder.following
  }

  /// The schedule that a vector of column values stands for; prices come with `addPrices`.
  public func schedule(columnValues: [Double]) -> Schedule {
    var schedule = Schedule(horizon: system.horizon)
    for device in devices { device.record(columnValues, in: &schedule) }
    schedule.record(capacities, columnValues)
    return schedule
  }

  /// Moves a vector of column values, each within its limits, into every device's own limits over time: levels, budgets
  /// and windows. Balances, ramps and reserves are left to the method.
  public func restore(_ values: inout [Double]) {
    for device in devices { device.restore(&values, in: model) }
  }

  /// Sets the columns that only account for what other devices do, such as energy designated to a channel.
  public func conclude(_ values: inout [Double]) {
    for device in devices { device.conclude(&values, in: model) }
  }

  /// Puts the duals of the balance into the schedule as prices, currency per MWh whatever the step, and with them the
  /// other duals from which the bound can be derived again.
  public func addPrices(rowDuals: [Double], to schedule: inout Schedule) {
    let perHour = 1 / system.horizon.stepHours
    schedule[.price] = SeriesTable(
      names: system.buses.map(\.name), columns: balance.map { block in rowDuals[block.indices].map { $0 * perHour } })
    for device in devices { device.recordDuals(rowDuals, in: &schedule) }
  }
}

/// One kind of device in the program. Making it adds its columns, rows, cost and balance terms.
protocol DeviceFormulation: Sendable {
  init(in builder: inout ProgramBuilder)

  /// Writes the device's part of the solution into its own tables.
  func record(_ values: [Double], in schedule: inout Schedule)

  /// Moves the device's columns, which are within their limits, to the nearest simple point that obeys its rows over
  /// time.
  func restore(_ values: inout [Double], in model: LinearModel)

  /// Sets columns that follow from those of other devices, once these are settled.
  func conclude(_ values: inout [Double], in model: LinearModel)

  /// Writes the duals of rows that tie the device's steps or columns together into tables of prices; rows of one device
  /// that its exact least cost at given prices sees to need none.
  func recordDuals(_ duals: [Double], in schedule: inout Schedule)
}

extension DeviceFormulation {
  /// Devices without rows over time have nothing to restore.
  func restore(_ values: inout [Double], in model: LinearModel) {}

  func conclude(_ values: inout [Double], in model: LinearModel) {}

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {}
}

/// Two blocks of columns of which at most one may be positive in a step, with their largest values.
public struct ExclusivePair: Sendable {
  public let label: String
  public let first: ColumnBlock
  public let second: ColumnBlock
  public let firstLimit: Double
  public let secondLimit: Double
}
