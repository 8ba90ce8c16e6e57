import GridModel

@testable import Schedules

/// Storages that break a rule.
extension Breakage {
  static var storage: [Breakage] {
    [
      Breakage(.storagePower, "Yuanqu", step: 1, by: 5) {
        $0.system.storages[0].dischargeCapacity = 5
        $0[.storageDischarge] = [0, 10, 0, 0]
        $0[.storageCharge] = [0, 0, 10, 0]
        $0[.storageEnergy] = [50, 40, 50, 50]
        $0.balance()
      },
      Breakage(.storageSimultaneous, "Yuanqu", step: 1, by: 10) {
        $0[.storageDischarge][1] = 10
        $0[.storageCharge][1] = 10
      },
      Breakage(.storageBalance, "Yuanqu", step: 1, by: 5) { $0[.storageEnergy][1] = 55 },
      Breakage(.storageBalance, "Yuanqu", step: 0, by: 2) {
        $0.system.storages[0].initialEnergy = nil
        $0[.storageEnergy] = [50, 50, 50, 52]
      },
      Breakage(.storageLevel, "Yuanqu", step: 0, by: 10) { $0.system.storages[0].minimumEnergy = 60 },
      Breakage(.storageLevel, "Yuanqu", step: 0, by: 5) { $0.system.storages[0].energyCapacity = 45 },
      Breakage(.storageEndLevel, "Yuanqu", step: 3, by: 10) { $0.system.storages[0].endLevel = .atLeast(60) },
      Breakage(.storageEndLevel, "Yuanqu", step: 3, by: 20) {
        $0[.storageDischarge][3] = 20
        $0[.storageEnergy][3] = 30
        $0.balance()
      },
      Breakage(.storageReservePower, "Yuanqu", step: 1, by: 5) {
        $0.system.storages[0].reserveHours = 0.5
        $0[.storageReserveUp][1] = 55
      },
      Breakage(.storageReservePower, "Yuanqu", step: 1, by: 7) {
        $0.system.storages[0].givesReserve = false
        $0[.storageReserveDown][1] = 7
      },
      Breakage(.storageReserveEnergy, "Yuanqu", step: 2, by: 10) {
        $0.system.storages[0].reserveHours = 2
        $0[.storageReserveUp][2] = 30
      },
      Breakage(.storageReserveEnergy, "Yuanqu", step: 2, by: 25) {
        $0.system.storages[0].reserveHours = 1.5
        $0[.storageReserveDown][2] = 50
      },
    ]
  }

  /// Yuanqu with rules of its own; it gives and takes so, and a store of 50 MWh before the first step follows.
  static var water: [Breakage] {
    func use(
      _ rule: AuditRule, _ component: String = "Yuanqu", step: Int, by amount: Double, give: [Double] = [0, 0, 0, 0],
      take: [Double] = [0, 0, 0, 0], spill: [Double]? = nil, _ rules: (inout Toy) -> Void
    ) -> Breakage {
      Breakage(rule, component, step: step, by: amount) {
        rules(&$0)
        let inflow = $0.system.levels[0].reservoir.inflow.values(count: 4)
        var level = 50.0
        ($0[.storageDischarge], $0[.storageCharge]) = (give, take)
        if let spill { $0[.storageSpill] = spill }
        $0[.storageEnergy] = (0..<4).map { t in
          level += take[t] - give[t] + inflow[t] - (spill?[t] ?? 0)
          return level
        }
        $0.system.storages[0].endLevel = .free
        $0.balance()
      }
    }
    func machines(
      _ rule: AuditRule, step: Int, by amount: Double, give: [Double] = [0, 0, 0, 0], take: [Double] = [0, 0, 0, 0],
      on: ([Double], [Double]), hours: Double = 0
    ) -> Breakage {
      use(rule, step: step, by: amount, give: give, take: take) {
        $0.system.storages[0].units = ReversibleUnits(count: 2, pumpPower: 25, minimumOutput: 10)
        $0.system.storages[0].changeoverHours = hours
        ($0[.unitsCharging], $0[.unitsDischarging]) = on
      }
    }
    let none = [0.0, 0, 0, 0]
    return [
      use(.storageMinimum, step: 2, by: 5, give: [10, 10, 5, 10]) {
        $0.system.storages[0].minimumDischarge = .constant(10)
      },
      use(.storageDay, step: 0, by: 10, give: [0, 30, 30, 0], take: [40, 0, 0, 0]) {
        $0.system.storages[0].budgets.cyclesPerDay = 0.5
      },
      use(.storageWeek, step: 0, by: 4, give: [0, 0, 20, 4]) { $0.system.storages[0].budgets.energyPerWeek = 20 },
      use(.storageYear, step: 0, by: 7, give: [0, 0, 0, 20]) {
        $0.system.storages[0].budgets.cyclesPerYear = 0.25
        $0.system.storages[0].given.inYear = 12
      },
      use(.storageSpill, step: 1, by: 3, spill: [5, 8, 0, 0]) { $0.system.storages[0].inflow = .constant(5) },
      use(.storageSpill, step: 3, by: 2, spill: [5, 5, 5, -2]) { $0.system.storages[0].inflow = .constant(5) },
      use(.storageLevel, step: 2, by: 5, take: [10, 10, 10, 0]) { $0.system.storages[0].maximumEnergy = 75 },
      use(.storageLevel, step: 2, by: 5, take: [10, 10, 10, 0]) {
        $0.system.storages[0].window.highest = .series([100, 100, 75, 100])
      },
      use(.storageLevel, step: 1, by: 10, give: [10, 20, 0, 0]) {
        $0.system.storages[0].window.lowest = .series([0, 30, 0, 0])
      },
      use(.storageLevel, "Lake", step: 1, by: 10, give: [20, 20, 0, 0]) {
        $0.system.storages[0].reservoir = "Lake"
        $0.system.reservoirs = [
          Reservoir(name: "Lake", energyCapacity: 100, minimumEnergy: 20, initialEnergy: 50, endLevel: .free)
        ]
      },
      machines(.storageUnits, step: 0, by: 5, take: [20, 0, 0, 0], on: ([1, 0, 0, 0], none)),
      machines(.storageUnits, step: 1, by: 4, give: [0, 6, 0, 0], on: (none, [0, 1, 0, 0])),
      machines(.storageUnits, step: 1, by: 5, give: [0, 30, 0, 0], on: (none, [0, 1, 0, 0])),
      machines(.storageUnits, step: 3, by: 0.4, on: (none, [0, 0, 0, 0.4])),
      machines(
        .storageChangeover, step: 2, by: 1, give: [0, 0, 20, 0], take: [25, 0, 0, 0],
        on: ([1, 0, 0, 0], [0, 0, 1, 0]), hours: 2),
    ]
  }
}
