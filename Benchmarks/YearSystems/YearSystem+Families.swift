import Foundation
import GridModel
import SyntheticSeries

/// Families that results are reported on, each with one thing that makes it harder than the base.
public enum YearFamily: String, Sendable, CaseIterable {
  case oneZone = "one-zone"
  case fourZones = "four-zones"
  /// Lines at 0.3 of their capacity, so that load is shed behind them.
  case congested
  /// Eight times the energy.
  case deepStorage = "deep-storage"
  /// A day to three weeks of energy.
  case seasonalStorage = "seasonal-storage"
  case scarce
  /// Curtailment at a price, PV that must be taken.
  case negativePrices = "negative-prices"
  /// Interruptible load that is worth more than its hours a day and a year.
  case budgets
  case reserves
  /// DC power flow around two cycles.
  case meshed
  case setOn = "set-on"
  case quarterHours = "quarter-hours"
  /// A random mixture of all of these.
  case scenario
}

extension YearSystem {
  public init(_ family: YearFamily, seed: UInt64, hours: Int, units: Int = 40) {
    self.init(seed: seed, hours: hours, units: units, zones: 4)
    switch family {
    case .oneZone: zones = 1
    case .fourZones: break
    case .congested:
      lineFactor = 0.3
    case .deepStorage: storageHours = [48, 48, 48, 16]
    case .seasonalStorage: storageHours = [1, 24, 150, 500]
    case .scarce: scarcity = 0.05
    case .negativePrices:
      surplus = 0.3
      curtailmentPrice = 100
      mustTake = 0.3
    case .budgets:
      interruptionPrice = 100
      interruptibleHoursPerDay = 3
      interruptibleHoursPerYear = max(4, 0.05 * Double(hours))
    case .reserves:
      reserveUp = 0.2
      reserveDown = 0.1
      reserveLimit = 0.1
    case .meshed:
      network = .dc
      lineFactor = 0.6
    case .setOn: setOn = .always
    case .quarterHours: stepMinutes = 15
    case .scenario: self = .scenario(seed: seed, hours: hours, units: units)
    }
  }

  /// A random mixture: what it is made of follows from the seed in turn, so that any ten seeds in a row have everything;
  /// how much of it is drawn.
  public static func scenario(seed: UInt64, hours: Int, units: Int = 40) -> YearSystem {
    let random = KeyedRandom(seed: seed, stream: "scenario")
    func draw(_ position: Int, _ range: ClosedRange<Double>) -> Double {
      range.lowerBound + (range.upperBound - range.lowerBound) * random.uniform(position)
    }
    var system = YearSystem(seed: seed, hours: hours, units: units, zones: seed % 4 == 0 ? 1 : 4)
    system.lineFactor = seed % 2 == 0 ? draw(0, 4...6) : draw(0, 0.2...0.5)
    system.network = seed % 5 == 2 && seed % 4 != 0 ? .dc : .transport
    // One store from each quarter of the way from 1 h to 500 h, on a logarithmic scale.
    system.storageHours = (0..<4).map { rounded(pow(500, (Double($0) + draw(1 + $0, 0...1)) / 4), digits: 2) }
    if seed % 5 == 0 { system.storageHours[0] = 1 }
    if seed % 5 == 1 { system.storageHours[3] = 500 }
    system.selfDischarge = seed % 3 == 0 ? draw(5, 0.0001...0.002) : 0
    system.startsHalfFull = seed % 4 == 3
    system.scarcity = seed % 3 == 1 ? draw(6, 0.01...0.1) : 0
    if seed % 3 == 2 {
      system.surplus = draw(7, 0.1...0.5)
      system.curtailmentPrice = draw(8, 20...200).rounded()
      system.mustTake = seed % 2 == 0 ? 0.3 : 0
    }
    system.export = [0, draw(9, 0.05...0.3), 0, draw(9, -0.3...(-0.05))][Int(seed % 4)]
    if seed % 4 == 1 {
      system.interruptionPrice = draw(10, 60...120).rounded()
      system.interruptibleHoursPerYear = max(2, (draw(11, 0.02...0.1) * Double(hours)).rounded())
    }
    if seed % 4 == 2 {
      system.interruptionPrice = draw(10, 60...120).rounded()
      system.interruptibleHoursPerDay = draw(11, 1...6).rounded()
    }
    if seed % 3 != 0 {
      system.reserveUp = seed % 2 == 0 ? draw(12, 0.1...0.2) : draw(12, 0.02...0.04)
      system.reserveDown = seed % 6 == 1 ? 0.05 : 0
      system.reserveLimit = seed % 2 == 0 ? 0.1 : .infinity
      system.storesGiveReserve = seed % 4 != 0
    }
    system.setOn = [.never, .winter, .never, .always, .never][Int(seed % 5)]
    system.hasOutages = seed % 2 == 1
    system.rampPerHour = draw(13, 0.06...0.25)
    system.stepMinutes = seed % 10 == 8 ? 30 : seed % 10 == 4 ? 15 : 60
    return system
  }
}
