import GridModel

/// Every curtailed MW by cause, step by step.
///
/// Where power is curtailed, the buses that a MW more could reach over lines with room are searched for what could have
/// made room for it, and what was found for one plant is not found again for the next. In this order:
/// 1. room that was free (`price`): thermal output above what minimum and ramps hold, charging, load that is cut;
/// 2. the same behind lines at their limits (`network`);
/// 3. thermal output that ramps hold, 4. minimum output with the reserve below it, 5. channels below their capacity;
/// 6. what is left found no taker at all (`saturation`).
/// So every cause says what would have had to give way, and 3 to 5 are what Chinese statistics call 调峰, 2 what they call
/// 断面 or 网架受限. The sum over the causes is what is curtailed, exactly.
public struct CurtailmentCauses: Sendable, Equatable {
  /// MW per step, by the order of `CurtailmentCause.allCases`.
  public private(set) var power: [[Double]]
  private let horizon: Horizon

  public subscript(cause: CurtailmentCause) -> [Double] {
    CurtailmentCause.allCases.firstIndex(of: cause).map { power[$0] } ?? []
  }

  /// One column per cause.
  public var table: SeriesTable {
    SeriesTable(names: CurtailmentCause.allCases.map(\.rawValue), columns: power)
  }

  /// MWh by cause over some steps; causes of nothing are left out.
  public func energy(over steps: Range<Int>) -> [String: Double] {
    var sums: [String: Double] = [:]
    for (cause, values) in zip(CurtailmentCause.allCases, power) {
      let sum = values[steps].reduce(0, +) * horizon.stepHours
      if sum > 1e-6 { sums[cause.rawValue] = sum }
    }
    return sums
  }

  public init(of schedule: Schedule, system: PowerSystem) { self.init(AlignedSchedule(schedule, of: system)) }

  init(_ schedule: AlignedSchedule) {
    horizon = schedule.system.horizon
    var search = CauseSearch(schedule)
    power = CurtailmentCause.allCases.map { _ in Array(repeating: 0, count: schedule.count) }
    let curtailed = Self.curtailedByBus(schedule)
    for t in 0..<schedule.count where curtailed.contains(where: { $0[t] > 0 }) {
      search.begin(t)
      for bus in curtailed.indices where curtailed[bus][t] > 0 {
        let parts = search.causes(of: curtailed[bus][t], at: bus)
        // Differences of powers may be less than zero by their rounding.
        for (index, part) in parts.enumerated() { power[index][t] += max(0, part) }
      }
    }
  }

  /// What was available and not taken, MW by bus and step.
  private static func curtailedByBus(_ schedule: AlignedSchedule) -> [[Double]] {
    let system = schedule.system
    let index = system.busIndex
    var curtailed = Array(repeating: Array(repeating: 0.0, count: schedule.count), count: system.buses.count)
    for (i, plant) in system.renewables.enumerated() {
      guard let bus = index[plant.bus] else { continue }
      let available = schedule.available(plant)
      for t in 0..<schedule.count {
        curtailed[bus][t] += available[t] - schedule.renewablePower[i * schedule.count + t]
      }
    }
    return curtailed
  }
}

/// What is left at each bus in one step of everything that could have made room.
private struct CauseSearch {
  private let schedule: AlignedSchedule
  private let thermal: ThermalRoom
  private var storage: StorageRoom
  private let reach: NetworkReach
  private let index: [String: Int]
  private let unitBus: [Int]
  private let storageBus: [Int]
  private let loadBus: [Int]
  private let channelBus: [Int]
  private var step = 0
  /// By bus, MW.
  private var free: [Double]
  private var ramp: [Double]
  private var minimum: [Double]
  private var channel: [Double]

  init(_ schedule: AlignedSchedule) {
    self.schedule = schedule
    thermal = ThermalRoom(schedule)
    storage = StorageRoom(schedule)
    reach = NetworkReach(schedule)
    let system = schedule.system
    let index = system.busIndex
    self.index = index
    unitBus = system.thermalUnits.map { index[$0.bus] ?? 0 }
    storageBus = system.storages.map { index[$0.bus] ?? 0 }
    loadBus = system.interruptibleLoads.map { index[$0.bus] ?? 0 }
    channelBus = system.exportChannels.map { index[$0.bus] ?? 0 }
    free = Array(repeating: 0, count: system.buses.count)
    (ramp, minimum, channel) = (free, free, free)
  }

  /// Looks at another step.
  mutating func begin(_ step: Int) {
    self.step = step
    let count = schedule.count
    for bus in free.indices { (free[bus], ramp[bus], minimum[bus], channel[bus]) = (0, 0, 0, 0) }
    for (i, bus) in unitBus.enumerated() {
      let parts = thermal.parts(i, step)
      free[bus] += parts.free
      ramp[bus] += parts.ramp
      minimum[bus] += parts.minimum
    }
    for (i, bus) in loadBus.enumerated() { free[bus] += schedule.interruption[i * count + step] }
    for bus in free.indices { free[bus] += schedule.unserved[bus * count + step] }
    for (i, bus) in channelBus.enumerated() {
      channel[bus] += max(0, schedule.system.exportChannels[i].capacity - schedule.exportPower[i * count + step])
    }
  }

  /// A curtailed power by cause, in the order of `CurtailmentCause.allCases`; they sum to it.
  mutating func causes(of power: Double, at bus: Int) -> [Double] {
    var inReach = reach.buses(from: bus, step)
    var everywhere = inReach.count < free.count ? reach.buses(from: bus, step, isOpen: true) : inReach
    var left = power
    func taken(_ found: Double) -> Double {
      left -= found
      return found
    }
    let price = taken(takeFree(left, at: &inReach))
    let network = taken(takeFree(left, at: &everywhere))
    let ramps = taken(take(left, of: \.ramp, at: &inReach))
    let minimums = taken(take(left, of: \.minimum, at: &inReach))
    let channels = taken(take(left, of: \.channel, at: &inReach))
    return [price, network, ramps, minimums, channels, left]
  }

  /// Takes from what buses have left, no more than lines have room for on the way.
  private mutating func take(
    _ wanted: Double, of pool: WritableKeyPath<CauseSearch, [Double]>, at buses: inout [(bus: Int, room: Double)]
  ) -> Double {
    var left = wanted
    for k in buses.indices where left > 0 {
      let part = min(left, buses[k].room, self[keyPath: pool][buses[k].bus])
      self[keyPath: pool][buses[k].bus] -= part
      buses[k].room -= part
      left -= part
    }
    return wanted - left
  }

  private mutating func takeFree(_ wanted: Double, at buses: inout [(bus: Int, room: Double)]) -> Double {
    guard wanted > 0 else { return 0 }
    var left = wanted - take(wanted, of: \.free, at: &buses)
    for (i, bus) in storageBus.enumerated() where left > 0 {
      guard let k = buses.firstIndex(where: { $0.bus == bus }) else { continue }
      let part = min(left, buses[k].room, storage.power(i, step))
      storage.take(part, of: i, step)
      buses[k].room -= part
      left -= part
    }
    return wanted - left
  }
}
