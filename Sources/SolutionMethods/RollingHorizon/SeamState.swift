import GridModel
import Schedules

/// What a window hands to the next: all that rules of the case count across a seam.
///
/// Stores aim, at the end of what a window sees, at the straight line from where the case starts them to where it wants
/// them at the end: a window that holds its level can then always be followed by another, and the last one meets the
/// rule of the case. Where the case leaves the end free, so does every window. Rules over a period likewise allow a window
/// the part of the limit that belongs to the hours up to its end.
struct SeamState {
  private var units: [ThermalUnit.InitialState?]
  private var starts: [(inDay: Double, inMonth: Double)]
  /// Of stores by storage, and of the reservoirs that several share.
  private var levels: [SeamLevel]
  private var reservoirs: [SeamLevel]
  private var given: [StorageHistory]
  private var interrupted: [(inDay: Double, inYear: Double)]
  private var called: [CallHistory]
  private var openShifts: [Double]
  private var shifts: [Double?]
  private var vehicleLevels: [Double?]
  private var sent: [ExportHistory]
  private var converterInputs: [Double?]
  private var processLevels: [Double?]
  private var rules: [HorizonRule.History]

  init(atStartOf system: PowerSystem) {
    units = system.thermalUnits.map(\.initialState)
    starts = system.thermalUnits.map { ($0.startLimits.inDay, $0.startLimits.inMonth) }
    levels = system.storages.map { SeamLevel($0.ownLevel) }
    reservoirs = system.reservoirs.map(SeamLevel.init)
    given = system.storages.map(\.given)
    interrupted = system.interruptibleLoads.map { ($0.interruptedInDay, $0.interruptedInYear) }
    called = system.interruptibleLoads.map(\.called)
    openShifts = system.shiftableLoads.map(\.openShift)
    shifts = system.shiftableLoads.map(\.initialShift)
    vehicleLevels = system.vehicleFleets.map(\.initialEnergy)
    sent = system.exportChannels.map(\.sent)
    converterInputs = system.converters.map(\.initialInput)
    processLevels = system.processes.map(\.initialLevel)
    rules = system.rules.map(\.before)
  }

  /// The steps of a window, starting in this state.
  func part(of system: PowerSystem, _ seen: Range<Int>) -> PowerSystem {
    var part = system.restricted(to: seen)
    let share = Double(seen.upperBound) / Double(system.horizon.count)
    for i in part.thermalUnits.indices {
      part.thermalUnits[i].initialState = units[i]
      part.thermalUnits[i].startLimits.inDay = starts[i].inDay
      part.thermalUnits[i].startLimits.inMonth = starts[i].inMonth
    }
    for (i, storage) in system.storages.enumerated() {
      let level = levels[i].start(storage.ownLevel, share)
      part.storages[i].initialEnergy = level.initialEnergy
      part.storages[i].cycleEnergy = level.cycleEnergy
      part.storages[i].endLevel = level.endLevel
      part.storages[i].given = given[i]
    }
    for (i, reservoir) in system.reservoirs.enumerated() {
      let level = reservoirs[i].start(reservoir, share)
      part.reservoirs[i].initialEnergy = level.initialEnergy
      part.reservoirs[i].cycleEnergy = level.cycleEnergy
      part.reservoirs[i].endLevel = level.endLevel
    }
    for i in part.interruptibleLoads.indices {
      part.interruptibleLoads[i].interruptedInDay = interrupted[i].inDay
      part.interruptibleLoads[i].interruptedInYear = interrupted[i].inYear
      part.interruptibleLoads[i].called = called[i]
    }
    for i in part.shiftableLoads.indices {
      part.shiftableLoads[i].openShift = openShifts[i]
      part.shiftableLoads[i].initialShift = shifts[i]
    }
    for i in part.vehicleFleets.indices { part.vehicleFleets[i].initialEnergy = vehicleLevels[i] }
    for i in part.exportChannels.indices { part.exportChannels[i].sent = sent[i] }
    for i in part.converters.indices { part.converters[i].initialInput = converterInputs[i] }
    for i in part.processes.indices { part.processes[i].initialLevel = processLevels[i] }
    for i in part.rules.indices { part.rules[i].before = rules[i] }
    return part
  }

  /// Moves on over the kept steps of a window.
  mutating func pass(_ schedule: Schedule, of part: PowerSystem, keeping kept: Int) {
    let hours = part.horizon.stepHours
    rules = ruleHistories(after: kept, of: schedule, system: part)
    for (i, unit) in part.thermalUnits.enumerated() { units[i] = unit.state(after: kept, of: schedule) }
    for (i, storage) in part.storages.enumerated() where storage.reservoir == nil {
      levels[i].pass(schedule.values(.storageEnergy, of: storage.name), storage.ownLevel, keeping: kept)
    }
    for (i, reservoir) in part.reservoirs.enumerated() {
      reservoirs[i].pass(schedule.values(.storageEnergy, of: reservoir.name), reservoir, keeping: kept)
    }
    // With the first step beyond the seam, so that a run which the seam cuts can be told from one that ends there.
    let horizon = part.horizon.restricted(to: 0..<kept + 1)
    let (days, months, years) = (horizon.days, horizon.months, horizon.years)
    for (i, unit) in part.thermalUnits.enumerated() {
      guard let isOn = schedule[.thermalStatus]?.values(of: unit.name)?.map({ $0 >= 0.5 }) else { continue }
      let wasOn = unit.initialState?.isOn ?? true
      func begins(_ t: Int) -> Double { isOn[t] && !(t > 0 ? isOn[t - 1] : wasOn) ? 1 : 0 }
      starts[i].inDay = open(days, at: kept, unit.startLimits.inDay, begins)
      starts[i].inMonth = open(months, at: kept, unit.startLimits.inMonth, begins)
    }
    for (i, load) in part.interruptibleLoads.enumerated() {
      let power = schedule.values(.interruption, of: load.name)
      interrupted[i].inDay = open(days, at: kept, load.interruptedInDay) { power[$0] * hours }
      interrupted[i].inYear = open(years, at: kept, load.interruptedInYear) { power[$0] * hours }
      guard let isOn = schedule[.interruptionCall]?.values(of: load.name)?.map({ $0 >= 0.5 }) else { continue }
      let wasOn = (load.called.hours ?? -1) > 0
      func begins(_ t: Int) -> Double { isOn[t] && !(t > 0 ? isOn[t - 1] : wasOn) ? 1 : 0 }
      called[i].inDay = open(days, at: kept, load.called.inDay, begins)
      called[i].inYear = open(years, at: kept, load.called.inYear, begins)
      called[i].hours = Self.run(endingAt: kept, of: isOn, after: load.called.hours, stepHours: hours)
    }
    for (i, storage) in part.storages.enumerated() {
      let power = schedule.values(.storageDischarge, of: storage.name)
      given[i].inDay = open(days, at: kept, storage.given.inDay) { power[$0] * hours }
      given[i].inWeek = open(horizon.weeks, at: kept, storage.given.inWeek) { power[$0] * hours }
      given[i].inYear = open(years, at: kept, storage.given.inYear) { power[$0] * hours }
      given[i].last = storage.lastUse(in: schedule, before: kept)
    }
    for (i, converter) in part.converters.enumerated() {
      converterInputs[i] = schedule.values(.converterInput, of: converter.name)[kept - 1]
    }
    for (i, process) in part.processes.enumerated() {
      processLevels[i] = schedule.values(.processLevel, of: process.name)[kept - 1]
    }
    for (i, load) in part.shiftableLoads.enumerated() {
      let (down, up) = (schedule.values(.shiftDown, of: load.name), schedule.values(.shiftUp, of: load.name))
      let sum = open(load.windows(of: horizon), at: kept, load.openShift) { (down[$0] - up[$0]) * hours }
      // Rounding is no obligation.
      openShifts[i] = abs(sum) < 1e-9 ? 0 : sum
      shifts[i] = min(max(up[kept - 1] - down[kept - 1], -load.downCapacity), load.upCapacity)
    }
    for (i, fleet) in part.vehicleFleets.enumerated() {
      let energy = schedule.values(.vehicleEnergy, of: fleet.name)
      vehicleLevels[i] = min(max(energy[kept - 1], 0), fleet.envelope(over: part.horizon).capacity[kept - 1])
    }
    for (i, channel) in part.exportChannels.enumerated() { pass(channel, at: i, schedule, horizon, kept) }
  }

  private mutating func pass(
    _ channel: ExportChannel, at i: Int, _ schedule: Schedule, _ horizon: Horizon, _ kept: Int
  ) {
    let hours = horizon.stepHours
    let power = schedule.values(.exportPower, of: channel.name)
    let last = power[kept - 1]
    var history = channel.sent
    history.inDay = open(horizon.days, at: kept, history.inDay) { power[$0] * hours }
    history.inYear = open(horizon.years, at: kept, history.inYear) { power[$0] * hours }
    history.hoursInDay = open(horizon.days, at: kept, history.hoursInDay) { _ in hours }
    history.hoursInYear = open(horizon.years, at: kept, history.hoursInYear) { _ in hours }
    let run = power[..<kept].lastIndex { abs($0 - last) > 1e-6 }.map { kept - 1 - $0 }
    let isSame = history.power.map { abs($0 - last) <= 1e-6 } ?? true
    history.levelHours = Double(run ?? kept) * hours + (run == nil && isSame ? history.levelHours : 0)
    history.power = last
    if let obligation = channel.renewables {
      let designated = schedule.values(.exportRenewable, of: channel.name)
      let short = schedule.values(.exportRenewableShortfall, of: channel.name)
      history.renewableSurplus = open(obligation.runs(of: horizon), at: kept, history.renewableSurplus) {
        (designated[$0] + short[$0] - obligation.part * max(0, power[$0])) * hours
      }
    }
    sent[i] = history
  }

  /// Hours of the call that the seam cuts, or negative: since the last one, as far as known.
  private static func run(
    endingAt seam: Int, of isOn: [Bool], after before: Double?, stepHours: Double
  ) -> Double? {
    let now = isOn[seam - 1]
    if let other = isOn[..<seam].lastIndex(of: !now) {
      return Double(seam - 1 - other) * (now ? stepHours : -stepHours)
    }
    let hours = Double(seam) * (now ? stepHours : -stepHours)
    guard let before else { return now ? hours : nil }
    return (before > 0) == now ? before + hours : hours
  }

  /// The sum since the start of the run that the seam cuts, with what the run had before the first step; 0 where a run
  /// begins at the seam.
  private func open(_ runs: [Range<Int>], at seam: Int, _ before: Double, _ amount: (Int) -> Double) -> Double {
    guard let run = runs.first(where: { $0.contains(seam) }), run.lowerBound < seam else { return 0 }
    return (run.lowerBound..<seam).reduce(run.lowerBound == 0 ? before : 0) { $0 + amount($1) }
  }

  /// A unit that an earlier window stopped too late to be on where the case sets it on: the program of a window takes
  /// it for a state that came with the case, which excuses it.
  func conflict(in part: PowerSystem, of system: PowerSystem) -> String? {
    let first = part.horizon.firstStep - system.horizon.firstStep
    for (unit, whole) in zip(part.thermalUnits, system.thermalUnits) where unit.initialState?.isOn == false {
      let held = min(part.horizon.steps(coveringHours: unit.heldHours), part.horizon.count)
      let excused = whole.initialState?.isOn == false ? system.horizon.steps(coveringHours: whole.heldHours) : 0
      guard held > max(0, excused - first) else { continue }
      let mustRun = unit.mustRun.values(count: part.horizon.count)
      let available = unit.availability.scaled(by: unit.capacity).values(count: part.horizon.count)
      for t in max(0, excused - first)..<held
      where mustRun[t] > 0.5 && available[t] >= unit.minimumOutput && available[t] > 0 {
        return "\(unit.name) is set on at \(part.horizon.timestamp(t)), within its minimum time off"
      }
    }
    return nil
  }
}

/// The level of a store at a seam.
private struct SeamLevel {
  private var energy: Double?
  /// Where the cycle began; known after the first window where the case leaves it to the optimum.
  private var cycle: Double?

  init(_ reservoir: Reservoir) {
    energy = reservoir.initialEnergy
    cycle = reservoir.cycleEnergy ?? reservoir.initialEnergy
  }

  /// The store in a window.
  /// - Parameter share: part of the case that has passed at its end.
  func start(_ reservoir: Reservoir, _ share: Double) -> Reservoir {
    var part = reservoir
    part.initialEnergy = energy
    part.cycleEnergy = cycle
    // A store that loses energy cannot be asked to stay on a line that leads down.
    if case .atLeast(let end) = reservoir.endLevel, let start = reservoir.initialEnergy, share < 1,
      end > start || reservoir.selfDischargePerHour == 0
    {
      part.endLevel = .atLeast(start + share * (end - start))
    }
    return part
  }

  mutating func pass(_ levels: [Double], _ reservoir: Reservoir, keeping kept: Int) {
    energy = min(max(levels[kept - 1], reservoir.minimumEnergy), reservoir.energyCapacity)
    // With a free start the first window is a cycle of its own.
    if cycle == nil { cycle = levels.last }
  }
}

extension Storage {
  /// What it did last before a step, where there has to be a standstill between charging and discharging.
  fileprivate func lastUse(in schedule: Schedule, before end: Int) -> StorageHistory.LastUse? {
    guard changeoverHours > 0, let charging = schedule[.unitsCharging]?.values(of: name),
      let discharging = schedule[.unitsDischarging]?.values(of: name)
    else { return given.last }
    let hours = schedule.horizon.stepHours
    if let t = (0..<end).last(where: { charging[$0] >= 0.5 || discharging[$0] >= 0.5 }) {
      return .init(isCharging: charging[t] >= 0.5, hoursAgo: Double(end - 1 - t) * hours)
    }
    return given.last.map { .init(isCharging: $0.isCharging, hoursAgo: $0.hoursAgo + Double(end) * hours) }
  }
}

extension ThermalUnit {
  /// The state after some steps of a schedule that began in the initial state. Without commitment only output counts.
  func state(after kept: Int, of schedule: Schedule) -> InitialState {
    let last = kept - 1
    let hours = schedule.horizon.stepHours
    let heatTaken = (heat?.powerLoss ?? 0) * schedule.values(.thermalHeat, of: name)[last]
    let output = schedule.values(.thermalPower, of: name)[last] + heatTaken
    guard let status = schedule[.thermalStatus]?.values(of: name) else {
      return InitialState(hours: hours, output: output)
    }
    let isOn = status[last] >= 0.5
    let run = (status[..<kept].lastIndex { ($0 >= 0.5) != isOn }.map { last - $0 } ?? kept)
    let lasted = Double(run) * hours
    var state = InitialState(hours: isOn ? lasted : -lasted, output: 0)
    if run == kept {
      if let before = initialState {
        if before.isOn == isOn {
          state.hours += before.hours
          state.heldHours = before.heldHours.map { max(0, $0 - lasted) }
        }
      } else {
        // What a unit of unknown state did before the case is not known to break a rule.
        state.heldHours = 0
      }
    }
    if isOn {
      state.output = output
      state.reserveUp = schedule.values(.thermalReserveUp, of: name)[last]
      // What is at the shut-down ramp but for rounding may go off.
      let excess = state.output + state.reserveUp - shutDownRamp
      if excess > 0, excess < 1e-6 * max(1, shutDownRamp) { state.output -= excess }
    }
    return state
  }
}
