extension Rule {
  /// Industry with load of its own is not lowered below zero.
  static let shiftWithinOwnLoad = Rule { review, log in
    for (index, load) in review.system.shiftableLoads.enumerated() {
      guard load.dailyEnergy > 0, load.downCapacity > load.ownLoad + tolerance else { continue }
      log.add(
        .shiftAboveOwnLoad, at: review.place(ShiftableLoadTable.down, of: ShiftableLoadTable.self, index),
        "down_capacity_mw \(megawatts(load.downCapacity)) of \(quoted(load.name)) is above the "
          + "\(megawatts(load.ownLoad)) MW that energy_mwh_per_day comes to")
    }
  }
}
