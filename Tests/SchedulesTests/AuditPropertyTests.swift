import GridModel
import Testing

@testable import Schedules

/// Rules with many cases, held against definitions that are written in another way.
@Suite struct AuditPropertyTests {
  /// Draws that are the same in every run (xorshift64*).
  private struct Draws: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return state &* 0x2545_F491_4F6C_DD1D
    }
  }

  @Test(arguments: [15, 30, 60]) func minimumTimesAreThoseOfWholeRuns(_ minutes: Int) {
    var draws = Draws(state: UInt64(minutes))
    let hours = Double(minutes) / 60
    for _ in 0..<2000 {
      let count = 8
      let status = (0..<count).map { _ in Bool.random(using: &draws) }
      let minimumUp = Double(Int.random(in: 0...8, using: &draws)) / 2
      let minimumDown = Double(Int.random(in: 0...8, using: &draws)) / 2
      let initial: Double? = Bool.random(using: &draws) ? Double(Int.random(in: 1...6, using: &draws)) / 2 : nil
      let wasOn = Bool.random(using: &draws)

      // Runs as (on, length in hours), whether each began and ended where it can be seen.
      var broken = [true: 0, false: 0]
      var t = 0
      while t < count {
        let first = t
        while t < count, status[t] == status[first] { t += 1 }
        var length = Double(t - first) * hours
        var isWhole = t < count
        if first == 0 {
          if let initial {
            if status[0] == wasOn { length += initial }
            if status[0] != wasOn, initial < (wasOn ? minimumUp : minimumDown) { broken[wasOn, default: 0] += 1 }
          } else {
            isWhole = false
          }
        }
        if isWhole, length < (status[first] ? minimumUp : minimumDown) { broken[status[first], default: 0] += 1 }
      }

      let unit = ThermalUnit(
        name: "U", bus: "B", capacity: 1, fuelCurve: FuelCurve(coalRate: 300, minimumOutput: 0, capacity: 1),
        fuelPrice: 1, minimumUpHours: minimumUp, minimumDownHours: minimumDown,
        initialState: initial.map { .init(hours: wasOn ? $0 : -$0, output: 0) })
      let horizon = Horizon(start: Toy.start, utcOffsetSeconds: 28_800, stepMinutes: minutes, count: count)
      let system = PowerSystem(name: "", horizon: horizon, buses: [Bus(name: "B")], thermalUnits: [unit])
      var schedule = Schedule(horizon: horizon)
      schedule[.thermalPower] = SeriesTable(names: ["U"], columns: [Array(repeating: 0, count: count)])
      schedule[.thermalStatus] = SeriesTable(names: ["U"], columns: [status.map { $0 ? 1 : 0 }])
      let report = audit(schedule, of: system)
      #expect(report.counts[.minimumUpTime, default: 0] == broken[true])
      #expect(report.counts[.minimumDownTime, default: 0] == broken[false])
    }
  }

  @Test func flowsFromAnglesKeepTheVoltageLaw() throws {
    var draws = Draws(state: 7)
    for _ in 0..<200 {
      let buses = Int.random(in: 2...7, using: &draws)
      let angles = (0..<buses).map { _ in Double.random(in: -50...50, using: &draws) }
      var lines: [Line] = []
      var flows: [[Double]] = []
      for i in 0..<Int.random(in: 1...12, using: &draws) {
        let from = Int.random(in: 0..<buses, using: &draws)
        let to = (from + Int.random(in: 1..<buses, using: &draws)) % buses
        let reactance = i % 5 == 4 ? nil : Double.random(in: 0.1...3, using: &draws)
        lines.append(Line(name: "L\(i)", from: "\(from)", to: "\(to)", capacity: 1e4, reactance: reactance))
        flows.append([reactance.map { (angles[from] - angles[to]) / $0 } ?? 17])
      }
      let horizon = Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1)
      let system = PowerSystem(
        name: "", horizon: horizon, network: .dc, buses: (0..<buses).map { Bus(name: "\($0)") }, lines: lines)
      func isKept(_ flows: [[Double]]) -> Bool {
        var schedule = Schedule(horizon: horizon)
        schedule[.lineFlow] = SeriesTable(names: lines.map(\.name), columns: flows)
        return audit(schedule, of: system).counts[.voltageLaw] == nil
      }
      #expect(isKept(flows))
      // A line of a cycle cannot change alone; one outside every cycle can.
      let changed = Int.random(in: 0..<lines.count, using: &draws)
      flows[changed][0] += 1
      let isOnCycle = fundamentalCycles(of: system).contains { $0.contains { $0.line == changed } }
      #expect(isKept(flows) == !isOnCycle)
    }
  }

  @Test func envelopeIsTheLeastMixOfOffAndOn() {
    var draws = Draws(state: 11)
    for _ in 0..<500 {
      let minimum = Double.random(in: 0...60, using: &draws)
      let outputs = [minimum, minimum + 10, 100]
      let slopes = [Double.random(in: 0.1...0.3, using: &draws), Double.random(in: 0.3...0.6, using: &draws)]
      let idle = Double.random(in: 0...20, using: &draws)
      let fuels = [idle, idle + 10 * slopes[0], idle + 10 * slopes[0] + (90 - minimum) * slopes[1]]
      let curve = FuelCurve(outputs: outputs, fuels: fuels)
      let whole = SegmentedCurve(curve)
      let unit = ThermalUnit(name: "U", bus: "B", capacity: 100, fuelCurve: curve, fuelPrice: 1)
      let envelope = OperatingCurve.free(unit, co2Price: 0)
      let output = Double.random(in: 0.5...100, using: &draws)
      // On for a part of the time at one of its outputs, off for the rest: linear between the points, so their corners
      // and full time on suffice.
      var least = Double.infinity
      if output >= minimum { least = whole.fuel(output) }
      for (p, f) in zip(outputs, fuels) where p >= output { least = min(least, f * output / p) }
      for (p, f) in zip(outputs, fuels) where p < output {
        for (q, g) in zip(outputs, fuels) where q > output {
          least = min(least, f + (g - f) * (output - p) / (q - p))
        }
      }
      #expect(abs(envelope.take(at: output).fuel - least) < 1e-9)
    }
  }
}
