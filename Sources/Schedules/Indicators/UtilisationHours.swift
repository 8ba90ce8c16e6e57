import GridModel

/// Energy over capacity (利用小时), in hours of the horizon; for storage, energy discharged over discharge capacity.
public struct UtilisationHours: Sendable, Equatable, Codable {
  public var thermal: Double?
  public var wind: Double?
  public var solar: Double?
  public var storage: Double?

  init(_ schedule: AlignedSchedule, thermal accounts: [ThermalAccount], renewable: [RenewableAccount]) {
    let system = schedule.system
    func hours(_ energy: Double, _ capacity: Double) -> Double? { capacity > 0 ? energy / capacity : nil }
    func hours(_ technology: RenewablePlant.Technology) -> Double? {
      let plants = system.renewables.indices.filter { system.renewables[$0].technology == technology }
      return hours(
        plants.reduce(0) { $0 + renewable[$1].energy }, plants.reduce(0) { $0 + system.renewables[$1].capacity })
    }
    thermal = hours(accounts.reduce(0) { $0 + $1.energy }, system.thermalUnits.reduce(0) { $0 + $1.capacity })
    wind = hours(.wind)
    solar = hours(.solar)
    let storages = system.storages.indices.filter { system.storages[$0].technology != .hydro }
    storage = hours(
      storages.reduce(0) { $0 + schedule.sum(schedule.storageDischarge, $1) } * schedule.stepHours,
      storages.reduce(0) { $0 + system.storages[$1].dischargeCapacity })
  }
}
