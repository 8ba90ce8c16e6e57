import GridModel
import SeedsAndSnapshots

@testable import Schedules

/// Adds to a random system what networks and channels can have besides: losses, interfaces, links, outages, bands, levels
/// and renewable energy for channels.
func withGrid(_ original: PowerSystem, seed: Int) -> PowerSystem {
  var system = original
  var random = SeededGenerator(seed &* 7919 &+ 13)
  let steps = system.horizon.count
  func series(_ range: ClosedRange<Double>) -> HourlySeries {
    random.once(in: 2)
      ? .constant(random.round(range)) : .series((0..<steps).map { _ in random.round(range) })
  }
  for i in system.lines.indices {
    // What a portfolio must exchange has no losses.
    if !random.once(in: 3), min(system.lines[i].capacity, system.lines[i].reverseCapacity) >= 0 {
      system.lines[i].loss = LineLoss(part: random.pick([0.02, 0.05, 0.2]), segments: random.pick([1, 2, 4]))
    }
    if system.lines[i].reactance == nil {
      system.lines[i].kind = .hvdc
      system.lines[i].minimumFlow = random.round(5...40)
    }
    if system.network == .dc, random.once(in: 2), system.lines[i].reactance != nil {
      system.lines[i].isSecured = PowerFlow(system, without: i) != nil
    }
    if random.once(in: 2) { system.lines[i].emergencyCapacity = system.lines[i].rating * random.pick([1, 1.1, 1.3]) }
  }
  if !system.lines.isEmpty {
    system.interfaces = (0..<random.pick([1, 1, 2])).map { number in
      let members = system.lines.filter { _ in !random.once(in: 3) }.map {
        Interface.Member($0.name, weight: random.pick([1, 1, -1, 0.5]))
      }
      return Interface(
        name: "cut\(number)", members: members.isEmpty ? [.init(system.lines[0].name)] : members,
        limit: random.once(in: 4) ? .constant(.infinity) : series(0...60), reverseLimit: series(0...60))
    }
  }
  let zones = system.buses.map(\.zone)
  for number in 0..<random.pick([1, 2, 2]) {
    let least = series(0...15)
    var channel = ExportChannel(
      name: "flexible\(number)", bus: random.pick(system.buses).name, capacity: 60, schedule: least,
      price: series(0...60), lossPart: random.pick([0, 0.05]))
    if !random.once(in: 4) {
      var flexibility = ExportFlexibility(most: series(20...50))
      if random.once(in: 3) { flexibility.ramp = random.round(10...40) }
      if random.once(in: 2) {
        let hours = 24.0
        flexibility.energyPerDay = 15 * hours...random.round(16...30) * hours
      }
      if random.once(in: 3) { flexibility.energyPerYear = 16 * 8760...random.round(17...30) * 8760 }
      if random.once(in: 3), flexibility.energyPerDay.upperBound == .infinity,
        flexibility.energyPerYear.upperBound == .infinity
      {
        flexibility.levels = [15, 18, 20]
        flexibility.minimumLevelHours = random.pick([0, 2])
        channel.schedule = .constant(random.round(0...15))
      }
      channel.flexibility = flexibility
    }
    if !random.once(in: 3) {
      channel.renewables = RenewableObligation(
        part: random.pick([0.3, 0.5, 0.9]), period: random.pick([.day, .month, .year]),
        zone: random.pick([nil, nil, random.pick(zones)]), shortfallPrice: random.pick([30, 200]))
    }
    system.exportChannels.append(channel)
  }
  // Stars that stand for three-winding transformers have negative legs; a reactance of 0 ties two angles together.
  for i in system.lines.indices where random.once(in: 4) {
    guard let reactance = system.lines[i].reactance else { continue }
    system.lines[i].reactance = random.once(in: 4) && system.securedLines.isEmpty ? 0 : -reactance
  }
  for i in system.lines.indices where random.once(in: 3) && system.lines[i].loss == nil {
    guard system.lines[i].minimumFlow == 0, system.lines[i].expansion == nil else { continue }
    system.lines[i].overload = LineOverload(most: random.round(5...40), price: random.pick([1, 20, 500]))
  }
  for i in system.lines.indices where system.lines[i].isSecured {
    system.lines[i].isSecured = PowerFlow(system) != nil && PowerFlow(system, without: i) != nil
  }
  return system
}
