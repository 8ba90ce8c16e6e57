import GridModel

/// What limits on sums of flows charge the flow of each line, `[line * count + step]`, currency per MWh; what the limits
/// are worth goes to the bound.
func limitCharges(_ multipliers: Multipliers, _ bound: inout BoundSum) -> FlowCharges {
  guard multipliers.outage != nil || multipliers.interface.contains(where: { $0 != 0 }) else { return FlowCharges() }
  var charges = Array(repeating: 0.0, count: multipliers.system.lines.count * multipliers.count)
  var overloads = multipliers.outage == nil ? [] : charges
  addInterfaceCharges(multipliers, to: &charges, &bound)
  addOutageCharges(multipliers, to: &charges, &overloads, &bound)
  return FlowCharges(limits: charges, overloads: overloads.isEmpty ? nil : overloads)
}

private func addInterfaceCharges(_ multipliers: Multipliers, to charges: inout [Double], _ bound: inout BoundSum) {
  let system = multipliers.system
  let count = multipliers.count
  let position = Dictionary(system.lines.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  for (i, interface) in system.interfaces.enumerated() {
    let prices = Multipliers.slice(multipliers.interface, i, count)
    let (most, reverse) = (interface.limit.values(count: count), interface.reverseLimit.values(count: count))
    let reach = interface.reach(over: system.lines)
    for (t, price) in prices.enumerated() where price != 0 {
      let limit = price > 0 ? min(most[t], reach.forward) : min(reverse[t], reach.reverse)
      // No limit is worth nothing.
      guard limit.isFinite else { continue }
      bound.add(-abs(price) * limit * multipliers.stepHours)
      for member in interface.members {
        guard let line = position[member.line] else { continue }
        let charge = price * member.weight
        charges[line * count + t] += charge
        bound.add(0, size: abs(charge) * system.lines[line].largestFlow * multipliers.stepHours)
      }
    }
  }
}
