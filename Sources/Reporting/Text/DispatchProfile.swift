import GridModel
import Schedules

/// Mean powers of a dispatch over equal parts of its horizon, for a chart of a few lines.
public struct DispatchProfile: Sendable, Equatable {
  /// One kind of power over the parts.
  public struct Row: Sendable, Equatable {
    /// `load`, `net-load`, or a source or use as in `SourceEnergy`.
    public var name: String
    /// MW, mean over each part.
    public var values: [Double]
    /// MW, of a single step.
    public var maximum: Double
  }

  /// The length of a part in steps; the last may be shorter.
  public let partSteps: Int
  public let stepMinutes: Int
  public let rows: [Row]

  /// - Parameter parts: no more than so many.
  public init(of schedule: Schedule, system: PowerSystem, parts most: Int = 56) {
    let horizon = system.horizon
    let partSteps = Self.partSteps(of: horizon, most: most)
    self.partSteps = partSteps
    stepMinutes = horizon.stepMinutes
    rows = Self.powers(of: schedule, system: system).compactMap { name, values in
      guard let maximum = values.max(), maximum > 0.05 || name == "net-load" else { return nil }
      let means = stride(from: 0, to: values.count, by: partSteps).map { first in
        let part = values[first..<min(first + partSteps, values.count)]
        return part.reduce(0, +) / Double(part.count)
      }
      return Row(name: name, values: means, maximum: maximum)
    }
  }

  /// The shortest length that people count time in, of which there are no more than so many.
  private static func partSteps(of horizon: Horizon, most: Int) -> Int {
    let minutes = [15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080, 20_160, 43_200]
    let lengths = minutes.filter { $0 % horizon.stepMinutes == 0 }.map { $0 / horizon.stepMinutes }
    return lengths.first { ($0 * most) >= horizon.count } ?? max(1, (horizon.count + most - 1) / most)
  }

  /// Load, net load and every source and use by step, MW.
  private static func powers(of schedule: Schedule, system: PowerSystem) -> [(String, [Double])] {
    let count = system.horizon.count
    var powers: [(name: String, values: [Double])] = []
    func add(_ name: String, _ values: [Double]) {
      if let found = powers.firstIndex(where: { $0.name == name }) {
        for t in 0..<count { powers[found].values[t] += values[t] }
      } else {
        powers.append((name, values))
      }
    }
    let load = system.totalLoad
    var netLoad = load
    var curtailed = Array(repeating: 0.0, count: count)
    add("load", load)
    add("net-load", load)
    for unit in system.thermalUnits { add(unit.fuel, schedule.values(.thermalPower, of: unit.name)) }
    for plant in system.renewables {
      let power = schedule.values(.renewablePower, of: plant.name)
      let available = plant.availability.values(count: count)
      let isNew = plant.technology == .wind || plant.technology == .solar
      for t in 0..<count {
        if isNew { netLoad[t] -= available[t] * plant.capacity }
        curtailed[t] += max(0, available[t] * plant.capacity - power[t])
      }
      add(plant.technology.rawValue, power)
    }
    powers[1].values = netLoad
    let electric = system.busNames(of: .electricity)
    for storage in system.storages where electric.contains(storage.bus) {
      let isHydro = storage.technology == .hydro
      add(isHydro ? "hydro" : "storage-discharge", schedule.values(.storageDischarge, of: storage.name))
      add("storage-charge", schedule.values(.storageCharge, of: storage.name))
    }
    for load in system.interruptibleLoads { add("interruption", schedule.values(.interruption, of: load.name)) }
    for load in system.shiftableLoads { add("shifted", schedule.values(.shiftDown, of: load.name)) }
    for fleet in system.vehicleFleets {
      add("vehicle-charge", schedule.values(.vehicleCharge, of: fleet.name))
      add("vehicle-discharge", schedule.values(.vehicleDischarge, of: fleet.name))
    }
    for channel in system.exportChannels {
      let power = schedule.values(.exportPower, of: channel.name)
      add("export", power.map { max(0, $0) })
      add("import", power.map { max(0, -$0) })
    }
    add("curtailed", curtailed)
    for converter in system.converters where electric.contains(converter.from) {
      add("conversion", schedule.values(.converterInput, of: converter.name))
    }
    for process in system.processes {
      let level = schedule.values(.processLevel, of: process.name)
      for port in process.ports where electric.contains(port.bus) && process.ports.count == 1 {
        add("process", zip(level, port.rate.values(count: count)).map { $0 * $1 })
      }
    }
    for bus in system.buses where electric.contains(bus.name) {
      add("unserved", schedule.values(.unservedEnergy, of: bus.name))
    }
    return powers
  }
}

extension AlignedTable {
  /// One line of blocks for each row, from 0 to its own highest part.
  mutating func profile(_ profile: DispatchProfile, _ style: TextStyle) {
    let length = durationText(minutes: profile.partSteps * profile.stepMinutes, style)
    let isMean = profile.partSteps > 1
    let title = style.say(
      "Dispatch, \(isMean ? "means over" : "every") \(length), each row to its own scale",
      "出力曲线（每格 \(length)\(isMean ? "平均" : "")，各行按自身比例）")
    let width = 9
    let bars = profile.rows.first?.values.count ?? 0
    let last = style.say("maximum", "最大值")
    // Above the numbers, or two blanks behind the title.
    heading(title + rightAligned(last, to: max(displayWidth(last) + 2, width + bars + 11 - displayWidth(title))))
    for row in profile.rows {
      let name = (profileTerms[row.name] ?? sourceTerms[row.name])?.text(style.language) ?? row.name
      let label = padded(shortened(name, columns: width), to: width)
      line("  \(label) \(sparkline(row.values)) \(rightAligned(grouped(row.maximum, places: 0), to: 7)) MW")
    }
  }
}

/// Powers as eighths of a character's height; what is zero or below is blank.
func sparkline(_ values: [Double]) -> String {
  let blocks = Array("▁▂▃▄▅▆▇█")
  let highest = values.max() ?? 0
  return String(
    values.map { value -> Character in
      guard highest > 0, value > 1e-3 * highest else { return " " }
      return blocks[min(blocks.count, max(1, Int((value / highest * Double(blocks.count)).rounded(.up)))) - 1]
    })
}

/// Such as `3 h` or `1 week`.
private func durationText(minutes: Int, _ style: TextStyle) -> String {
  switch minutes {
  case let minutes where minutes % 10_080 == 0: count(minutes / 10_080, style.say("week", "周"), style)
  case let minutes where minutes % 1440 == 0: count(minutes / 1440, style.say("day", "日"), style)
  case let minutes where minutes % 60 == 0: "\(minutes / 60) " + style.say("h", "小时")
  default: "\(minutes) " + style.say("min", "分钟")
  }
}

private func count(_ count: Int, _ unit: String, _ style: TextStyle) -> String {
  "\(count) \(unit)\(count > 1 && style.language == .english ? "s" : "")"
}

/// Shorter than elsewhere, as the line is for the blocks.
private let profileTerms: [String: Term] = [
  "net-load": Term("Net load", "净负荷"),
  "load": Term("Load", "负荷"),
  "storage-discharge": Term("Discharge", "储能放电"),
  "storage-charge": Term("Charge", "储能充电"),
  "interruption": Term("Cut load", "中断负荷"),
  "shifted": Term("Shifted", "转移负荷"),
  "vehicle-charge": Term("EV charge", "电动车充"),
  "vehicle-discharge": Term("EV give", "电动车放"),
  "process": Term("Processes", "其他过程"),
  "conversion": Term("To heat", "电转热氢"),
  "curtailed": Term("Curtailed", "弃电"),
]
