import GridModel

extension Rule {
  /// No more vehicles leave than are there, and none needs more than its battery takes.
  static let vehicleNumbers = Rule { review, log in
    let horizon = review.system.horizon
    for (index, fleet) in review.system.vehicleFleets.enumerated() {
      let place = review.place(.name, of: VehicleFleetTable.self, index)
      let arrivals = fleet.arrivals.values(count: horizon.count)
      let departures = fleet.departures.values(count: horizon.count)
      let need = fleet.need.values(count: horizon.count)
      guard min(arrivals.count, departures.count, need.count) == horizon.count else { continue }
      var present = fleet.initialVehicles
      for t in 0..<horizon.count {
        present += arrivals[t] - departures[t]
        guard present < -1e-6 * max(1, departures[t]) else { continue }
        log.add(
          .vehiclesBelowZero, at: place,
          "of \(quoted(fleet.name)) \(NumberText.text((-present * 1000).rounded() / 1000)) vehicles more leave by "
            + "\(horizon.timestamp(t)) than have come")
        break
      }
      let room = fleet.batteryEnergy - fleet.arrivalEnergy
      guard let t = need.indices.first(where: { departures[$0] > 0 && need[$0] > room + tolerance }) else { continue }
      log.add(
        .vehicleNeedAboveBattery, at: place,
        "vehicles of \(quoted(fleet.name)) that leave at \(horizon.timestamp(t)) need \(NumberText.text(need[t])) kWh, "
          + "but their batteries take \(NumberText.text(room)) kWh after arrival")
    }
  }
}
