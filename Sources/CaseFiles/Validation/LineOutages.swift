import GridModel

extension Rule {
  /// Outages are secured against only where the voltage law tells who takes over the flow; least flows fit the limits.
  static let lineOutages = Rule { review, log in
    let system = review.system
    let stiff = system.lines.first { $0.reactance == 0 }
    for (index, line) in system.lines.enumerated() {
      if line.minimumFlow > 0, line.minimumFlow > max(line.capacity, line.reverseCapacity) {
        log.add(
          .minimumAboveMaximum, at: review.place(LineTable.minimumFlow, of: LineTable.self, index),
          "min_flow_mw \(megawatts(line.minimumFlow)) of link \(quoted(line.name)) is above its capacity")
      }
      guard line.isSecured else { continue }
      let place = review.place(LineTable.isSecured, of: LineTable.self, index)
      if system.network == .transport {
        log.add(.outageUndefined, at: place, "the outage of \(quoted(line.name)) needs `network: dc`")
      } else if line.reactance == nil {
        log.add(.outageUndefined, at: place, "the outage of \(quoted(line.name)) redistributes nothing: no reactance")
      } else if let stiff {
        log.add(
          .outageUndefined, at: place,
          "what takes over from \(quoted(line.name)) is not told by line \(quoted(stiff.name)) of reactance 0")
      } else if isBridge(index, of: system) {
        log.add(.outageUndefined, at: place, "the outage of \(quoted(line.name)) splits the network")
      }
    }
  }

  /// Whether no way of other lines with a reactance joins the ends of a line.
  private static func isBridge(_ position: Int, of system: PowerSystem) -> Bool {
    var reached: Set<String> = [system.lines[position].from]
    var queue = Array(reached)
    let others = system.lines.enumerated().filter { $0.offset != position && $0.element.reactance != nil }.map(
      \.element)
    while let bus = queue.popLast() {
      for line in others where line.from == bus || line.to == bus {
        let next = line.from == bus ? line.to : line.from
        if reached.insert(next).inserted { queue.append(next) }
      }
    }
    return !reached.contains(system.lines[position].to)
  }
}
