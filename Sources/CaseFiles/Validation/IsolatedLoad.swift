import GridModel

extension Rule {
  /// Load lies where lines or a supply of its own reach it.
  static let isolatedLoad = Rule(needsSoundCase: true) { review, log in
    let system = review.system.withMostBuilt
    let bounds = PowerBounds(system)
    for island in system.islands {
      let hasSupply = island.contains { bus in bounds.supply[bus].contains { $0 > tolerance } }
      guard !hasSupply, let bus = island.first(where: { bus in bounds.demand[bus].contains { $0 > tolerance } })
      else { continue }
      let others = island.count > 1 ? " and the \(island.count - 1) connected to it" : ""
      log.add(
        .isolatedLoad, at: review.place(ofBus: bus),
        "bus \(quoted(system.buses[bus].name))\(others) has load, but no supply and no line to any")
    }
  }
}
