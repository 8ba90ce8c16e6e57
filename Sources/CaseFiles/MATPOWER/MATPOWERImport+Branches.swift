import GridModel

extension MATPOWERImport {
  mutating func addBranch(
    _ row: MATPOWERFile.Row, number: Int, unlimited: Double, to system: inout PowerSystem
  ) {
    let values = row.values
    guard values[10] != 0, let from = bus(values[0], row), let to = bus(values[1], row) else { return }
    let reactance = values[3] * (values[8] == 0 ? 1 : values[8])
    guard reactance != 0 else {
      log.add(
        .notSupported, at: row.place,
        "branch \(from)-\(to) has reactance 0, expected another")
      return
    }
    let perDegree = Double.pi / 180 * base / reactance
    let rating = values[5] > 0 ? min(values[5], unlimited) : unlimited
    // A phase shift takes a constant from the flow that the voltage law gives: a process of its own brings it back.
    let shifted = values[9] * perDegree
    var (forward, backward) = (rating + shifted, rating - shifted)
    if shifted != 0 {
      system.processes.append(
        LinearProcess(
          name: "branch-\(number)-shift",
          ports: [.init(bus: from, rate: .constant(1)), .init(bus: to, rate: .constant(-1))], capacity: abs(shifted),
          least: .constant(shifted > 0 ? 1 : -1), most: .constant(shifted > 0 ? 1 : -1)))
      log.add(
        .assumption, at: row.place,
        "branch \(from)-\(to) shifts phases by \(NumberText.text(values[9]))°: what that takes from its flow is a process "
          + "of its own, branch-\(number)-shift")
    }
    if values.count >= 13 {
      // Limits of the angle between the ends; 0 and whole turns stand for none.
      let greatest = values[12] != 0 && values[12] < 360 ? values[12] : .infinity
      let least = values[11] != 0 && values[11] > -360 ? values[11] : -.infinity
      // With a negative reactance flow falls with the angle.
      forward = min(forward, max(greatest * perDegree, least * perDegree))
      backward = min(backward, max(-greatest * perDegree, -least * perDegree))
    }
    guard forward >= 0, backward >= 0 else {
      log.add(
        .notSupported, at: row.place, "branch \(from)-\(to) must carry power in one direction, which is not supported")
      return
    }
    system.lines.append(
      Line(
        name: "branch-\(number)", from: from, to: to, capacity: forward, reverseCapacity: backward,
        reactance: reactance))
  }

  /// A line of direct current gives at its end what it takes at its start less its losses.
  mutating func addDirectLine(_ row: MATPOWERFile.Row, number: Int, to system: inout PowerSystem) {
    let values = row.values
    guard values[2] != 0, let from = bus(values[0], row), let to = bus(values[1], row) else { return }
    let (least, most) = (values[9], values[10])
    let (constantLoss, loss) = (values[15], values[16])
    guard least <= most, constantLoss >= 0, loss >= 0, loss < 1 else {
      log.add(
        .notSupported, at: row.place,
        "the line of direct current \(from)-\(to) needs a range of MW and losses of 0 or more")
      return
    }
    let name = "dc-\(number)"
    if constantLoss == 0, loss == 0, least <= 0, most >= 0 {
      system.lines.append(Line(name: name, from: from, to: to, capacity: most, reverseCapacity: -least))
      return
    }
    let capacity = max(abs(least), abs(most))
    if constantLoss > 0, let position = system.buses.firstIndex(where: { $0.name == to }) {
      let load = system.buses[position].load.values(count: system.horizon.count)
      system.buses[position].load = .series(load.map { $0 + constantLoss })
    }
    guard capacity > 0 else { return }
    system.processes.append(
      LinearProcess(
        name: name, ports: [.init(bus: from, rate: .constant(-1)), .init(bus: to, rate: .constant(1 - loss))],
        capacity: capacity, least: .constant(least / capacity), most: .constant(most / capacity)))
  }
}
