import Foundation
import GridModel
import Schedules

/// How deep every coal unit runs in every step (深度调峰), for a strip of one row per unit.
struct CommitmentStrip: Encodable {
  struct Unit: Encodable, Equatable {
    var name: String
    var bus: String
    var capacity: Double
    var minimumOutput: Double?
    /// Hours off, at half load or above, below 50, 40 and 30 % of capacity.
    var hours: [Double]
  }

  /// In groups by bus, large ones first.
  var units: [Unit]
  /// How many coal units there are; only the largest are drawn.
  var total: Int
  /// Whether the schedule says which units are on; without it, one that gives power is.
  var hasStatus: Bool
  /// Four bits a step, row after row, the first of two in the low half, in base64: 0 off, 1 at half load or above,
  /// 2, 3, 4 below 50, 40, 30 %.
  var stages: String

  /// More rows than this cannot be told apart.
  private static let mostUnits = 160
  private static let rates = [0.5, 0.4, 0.3]

  /// - Parameter every: steps that the strip shows as one, by the deepest of them.
  init?(_ run: RunFolder, _ system: SystemRecord, every: Int) {
    let coal = system.thermalUnits.filter { $0.kind == "coal" && ($0.capacity ?? 0) > 0 }
    guard !coal.isEmpty else { return nil }
    total = coal.count
    hasStatus = run.tables[.thermalStatus] != nil
    let busOrder = Dictionary(system.buses.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let drawn = coal.sorted { ($0.capacity ?? 0) > ($1.capacity ?? 0) }.prefix(Self.mostUnits).sorted {
      (busOrder[$0.bus] ?? 0, -($0.capacity ?? 0), $0.name) < (busOrder[$1.bus] ?? 0, -($1.capacity ?? 0), $1.name)
    }
    let hours = run.horizon.stepHours
    let cells = (run.horizon.count + every - 1) / every
    let rowBytes = (cells + 1) / 2
    var bits = [UInt8](repeating: 0, count: rowBytes * drawn.count)
    var units: [Unit] = []
    for (row, unit) in drawn.enumerated() {
      let capacity = unit.capacity ?? 0
      let rounding = 1e-6 * capacity
      let power = run.values(.thermalPower, unit.name)
      let status = run.tables[.thermalStatus]?.values(of: unit.name)
      var steps = [0, 0, 0, 0, 0]
      for t in power.indices {
        let isOn = status.map { $0[t] >= 0.5 } ?? (power[t] > rounding)
        let stage = isOn ? 1 + Self.rates.count { power[t] < $0 * capacity - rounding } : 0
        steps[stage] += 1
        let (byte, shift) = (row * rowBytes + t / every / 2, (t / every).isMultiple(of: 2) ? 0 : 4)
        let shown = max(UInt8(stage), bits[byte] >> shift & 15)
        bits[byte] = bits[byte] & ~(15 << shift) | shown << shift
      }
      units.append(
        Unit(
          name: unit.name, bus: unit.bus, capacity: capacity, minimumOutput: unit.minimumOutput,
          hours: steps.map { Double($0) * hours }))
    }
    self.units = units
    stages = Data(bits).base64EncodedString()
  }
}
