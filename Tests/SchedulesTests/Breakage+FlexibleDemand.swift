import GridModel

@testable import Schedules

/// Loads and vehicles that break a rule.
extension Breakage {
  /// The smelter is called as given and interrupted by 5 MW in each call.
  static var calls: [Breakage] {
    func call(
      _ rule: AuditRule, step: Int, by amount: Double, _ isOn: [Double], power: [Double]? = nil,
      _ rules: (inout CallRules) -> Void
    ) -> Breakage {
      Breakage(rule, "Smelter", step: step, by: amount) {
        rules(&$0.system.interruptibleLoads[0].calls)
        $0[.interruptionCall] = isOn
        $0[.interruption] = power ?? isOn.map { 5 * $0 }
        $0.balance()
      }
    }
    return [
      call(.interruptibleCall, step: 1, by: 5, [0, 0, 0, 0], power: [0, 5, 0, 0]) { $0.restHours = 2 },
      call(.interruptibleCall, step: 2, by: 4, [0, 1, 1, 0], power: [0, 10, 6, 0]) { $0.minimumPart = 0.5 },
      call(.interruptibleCall, step: 3, by: 0.5, [0, 0, 0, 0.5], power: [0, 0, 0, 5]) { $0.restHours = 2 },
      call(.callDuration, step: 2, by: 1, [0, 1, 0, 0]) { $0.minimumHours = 2 },
      call(.callDuration, step: 2, by: 1, [1, 1, 1, 0]) { $0.maximumHours = 2 },
      call(.callRest, step: 2, by: 1, [1, 0, 1, 0]) { $0.restHours = 2 },
      call(.callsPerDay, step: 0, by: 1, [1, 0, 1, 0]) { $0.perDay = 1 },
      call(.callsPerYear, step: 0, by: 1, [1, 0, 1, 0]) { $0.perYear = 1 },
    ]
  }

  static var vehicles: [Breakage] {
    [
      Breakage(.vehiclePower, "Taxis", step: 1, by: 5) {
        $0[.vehicleCharge][1] = 25
        $0[.vehicleEnergy] = [20, 45, 45, 45]
        $0.balance()
      },
      Breakage(.vehiclePower, "Taxis", step: 2, by: 4) {
        $0[.vehicleCharge][2] = 4
        $0[.vehicleDischarge][2] = 4
      },
      Breakage(.vehicleLevel, "Taxis", step: 2, by: 10) {
        $0[.vehicleCharge] = [0, 20, 20, 0]
        $0[.vehicleEnergy] = [20, 40, 60, 50]
        $0[.vehicleDischarge][3] = 10
        $0.balance()
      },
      Breakage(.vehicleLevel, "Taxis", step: 3, by: 5) {
        $0[.vehicleDischarge][3] = 5
        $0[.vehicleEnergy][3] = 15
        $0.balance()
      },
      Breakage(.vehicleDeparture, "Taxis", step: 0, by: 5) { $0[.vehicleEnergy] = [25, 25, 25, 25] },
      Breakage(.vehicleDeparture, "Taxis", step: 1, by: 3) { $0[.vehicleUnmet][1] = 3 },
      // 100 of them leave with the 20 kWh that they came with and the 10 that they need: 3 MWh.
      Breakage(.vehicleDeparture, "Taxis", step: 2, by: 1) {
        $0.system.vehicleFleets[0].departures = .series([0, 0, 100, 0])
        $0.system.vehicleFleets[0].need = .constant(10)
        $0[.vehicleEnergy] = [20, 20, 18, 18]
      },
      Breakage(.vehicleReservePower, "Taxis", step: 1, by: 2) {
        $0.system.vehicleFleets[0].givesReserve = true
        $0.values[.reserve(.vehicles, .up)] = [[0, 12, 0, 0]]
      },
      Breakage(.vehicleReservePower, "Taxis", step: 2, by: 3) {
        $0.values[.reserve(.vehicles, .down)] = [[0, 0, 3, 0]]
      },
      Breakage(.vehicleReserveEnergy, "Taxis", step: 3, by: 10) {
        $0.system.vehicleFleets[0].givesReserve = true
        $0.system.vehicleFleets[0].reserveHours = 3
        $0.values[.reserve(.vehicles, .up)] = [[0, 0, 0, 10]]
      },
      Breakage(.vehicleReserveEnergy, "Taxis", step: 0, by: 10) {
        $0.system.vehicleFleets[0].givesReserve = true
        $0.system.vehicleFleets[0].reserveHours = 2
        $0.values[.reserve(.vehicles, .down)] = [[20, 0, 0, 0]]
      },
      Breakage(.shiftableRamp, "Cars", step: 2, by: 3) {
        $0.system.shiftableLoads[0].ramp = 5
        $0[.shiftDown] = [4, 4, 0, 0]
        $0[.shiftUp] = [0, 0, 4, 4]
        $0.balance()
      },
    ]
  }
}
