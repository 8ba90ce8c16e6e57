import GridModel

/// What an assessment of peaks makes of a storage: a level, a charging and a discharging power, and no more.
extension AssessedResource {
  /// What a storage has besides, and an envelope does not.
  public enum LeftOut: String, Sendable, Codable, CaseIterable {
    case inflow = "its inflow is not counted"
    case window = "its narrower levels by hour are not kept"
    case minimum = "its minimum output is not counted"
    case budgets = "its limits per day, week and year are not kept"
    case machines = "its machines are not counted one by one"
    case reservoir = "it holds its share of the reservoir, by power"
  }

  init(_ storage: Storage, of system: PowerSystem) {
    self.init(EnergyEnvelope(storage.withOwnStore(in: system), over: system.horizon))
    if storage.technology == .hydro {
      exclusion = .generation
      return
    }
    if (storage.withOwnStore(in: system).inflow.range?.upperBound ?? 0) > 0 { leftOut.append(.inflow) }
    if storage.withOwnStore(in: system).window != LevelWindow() { leftOut.append(.window) }
    if (storage.minimumDischarge.range?.upperBound ?? 0) > 0 { leftOut.append(.minimum) }
    if storage.budgets != StorageBudgets() { leftOut.append(.budgets) }
    if storage.isSwitched { leftOut.append(.machines) }
    if storage.reservoir != nil { leftOut.append(.reservoir) }
  }
}

extension Storage {
  /// The storage with a store of its own: of a shared reservoir the part that its discharge capacity is of all plants'.
  /// Exact where the plants are alike; otherwise less than they can do together.
  func withOwnStore(in system: PowerSystem) -> Storage {
    guard let reservoir, let shared = system.reservoirs.first(where: { $0.name == reservoir }) else { return self }
    let all = system.storages.filter { $0.reservoir == reservoir }
    let total = all.reduce(0) { $0 + $1.dischargeCapacity }
    let share = total > 0 ? dischargeCapacity / total : 1 / Double(all.count)
    var own = self
    own.reservoir = nil
    own.energyCapacity = shared.energyCapacity * share
    own.maximumEnergy = nil
    own.minimumEnergy = shared.minimumEnergy * share
    own.selfDischargePerHour = shared.selfDischargePerHour
    own.initialEnergy = shared.initialEnergy.map { $0 * share }
    own.cycleEnergy = shared.cycleEnergy.map { $0 * share }
    own.endLevel = shared.endLevel
    if case .atLeast(let energy) = shared.endLevel { own.endLevel = .atLeast(energy * share) }
    own.window = shared.window.scaled(by: share)
    own.inflow = shared.inflow.scaled(by: share)
    return own
  }
}
