import GridModel

/// Adds what limits after outages charge the flows of both lines, `[line * count + step]`, currency per MWh, and what going
/// beyond them is worth; what the limits are worth goes to the bound.
func addOutageCharges(
  _ multipliers: Multipliers, to charges: inout [Double], _ overloads: inout [Double], _ bound: inout BoundSum
) {
  guard let table = multipliers.outage else { return }
  let system = multipliers.system
  let count = multipliers.count
  let position = Dictionary(system.lines.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  let limits = Dictionary(system.allOutageLimits.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  var takeovers: [Int: [Double]] = [:]
  for (i, name) in table.names.enumerated() {
    guard let limit = limits[name], let line = position[limit.line], let outage = position[limit.outage] else {
      continue
    }
    if takeovers[outage] == nil { takeovers[outage] = system.takeover(from: outage) ?? [] }
    guard let takeover = takeovers[outage], !takeover.isEmpty else { continue }
    let (lowest, highest) = system.lines[line].emergencyLimits
    for (t, price) in table.column(i).enumerated() where price != 0 && price.isFinite {
      bound.add(-price * (price > 0 ? highest : lowest) * multipliers.stepHours)
      overloads[line * count + t] += abs(price)
      for (l, weight) in [(line, 1.0), (outage, takeover[line])] {
        charges[l * count + t] += price * weight
        // The part taken over is a solution of a system of equations: rounding is larger there.
        bound.add(0, size: 1000 * abs(price * weight) * system.lines[l].largestFlow * multipliers.stepHours)
      }
    }
  }
}
