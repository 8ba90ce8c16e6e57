import GridModel

extension Rule {
  /// Everything at full power meets the load: of every bus with its lines, and of every connected part of the system.
  ///
  /// What lacks is unserved at the value of lost load, so that this is a warning.
  static let servableLoad = Rule(needsSoundCase: true) { review, log in
    let system = review.system.withMostBuilt
    let bounds = PowerBounds(system)
    let index = system.busIndex
    var incoming = Array(repeating: 0.0, count: system.buses.count)
    for line in system.lines {
      if let to = index[line.to] { incoming[to] += line.capacity }
      if let from = index[line.from] { incoming[from] += line.reverseCapacity }
    }
    let count = system.horizon.count
    func warn(_ place: Place, _ who: String, _ lack: [Double]) {
      guard let step = lack.firstIndex(where: { $0 > tolerance }) else { return }
      let steps = lack.count { $0 > tolerance }
      let most = steps == 1 ? "" : "; \(steps) steps in all, at most \(megawatts(lack.max() ?? 0)) MW"
      log.add(
        .unservableLoad, at: place,
        "\(who) lacks \(megawatts(lack[step])) MW at \(system.horizon.timestamp(step)) with everything at full power\(most)"
      )
    }
    for bus in system.buses.indices where incoming[bus] > 0 {
      let lack = (0..<count).map { bounds.demand[bus][$0] - bounds.supply[bus][$0] - incoming[bus] }
      warn(review.place(ofBus: bus), "bus \(quoted(system.buses[bus].name)) with its lines", lack)
    }
    for island in system.islands {
      var lack = Array(repeating: 0.0, count: count)
      var supply = 0.0
      for bus in island {
        for t in 0..<count {
          lack[t] += bounds.demand[bus][t] - bounds.supply[bus][t]
          supply += bounds.supply[bus][t]
        }
      }
      // Without any supply it is isolated, which has its own finding.
      guard supply > 0, let bus = island.first else { continue }
      let others = island.count > 1 ? " with the \(island.count - 1) connected to it" : ""
      let isWhole = island.count == system.buses.count
      let who = isWhole ? "the system" : "bus \(quoted(system.buses[bus].name))\(others)"
      warn(isWhole ? Place(file: CaseKeys.file) : review.place(ofBus: bus), who, lack)
    }
  }
}
