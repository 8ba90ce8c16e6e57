import Dispatch
import Foundation
import GridModel
import Synchronization

/// How much of the peak is shaved firmly: over seeded years of weather and load, with outages of resources.
///
/// Each sample is a whole year. Loads follow spells of heat and cold that weigh most in winter and summer, and a spread
/// of the whole year; wind and solar output is put together from blocks of days of the same season; each device is out
/// or not for the episodes that decide, by its rate of forced outage. All are assumptions, and inputs.
public struct FirmStudy: Sendable {
  public var samples = 1000
  public var seed: UInt64 = 1
  public var threads = 1
  /// Standard deviation of the load of a whole year, part.
  public var yearSpread = 0.015
  /// Standard deviation of the load of a day in mid-winter or mid-summer, part, and of its persistence by day.
  public var spellSpread = 0.025
  public var spellPersistence = 0.7
  /// Days of a block of weather, and how far from its place in the year it may come from.
  public var blockDays = 5
  public var seasonDays = 30
  /// Chance that a device does not answer.
  public var outageRate: [EnergyEnvelope.Kind: Double] = [.storage: 0.03, .interruptible: 0.05, .shiftable: 0.05]
  public var relativeGap = 1e-4

  public init() {}
}

/// The capability over samples, each of them proven.
public struct FirmCapability: Sendable, Equatable {
  public var definition: ShavingDefinition
  public var basis: LoadBasis
  /// MW by sample, and % of that sample's maximum load.
  public var power: [Double]
  public var percent: [Double]

  /// A quantile of values and its standard error, from the order statistics a standard deviation of rank away (R. S.
  /// Woodruff, "Confidence intervals for medians and other position measures", JASA 47, 1952).
  public static func quantile(_ p: Double, of values: [Double]) -> (value: Double, standardError: Double) {
    guard !values.isEmpty else { return (.nan, .nan) }
    let sorted = values.sorted()
    func at(_ part: Double) -> Double {
      let position = min(max(part, 0), 1) * Double(sorted.count - 1)
      let low = Int(position)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
    }
    let spread = (p * (1 - p) / Double(sorted.count)).squareRoot()
    return (at(p), (at(p + spread) - at(p - spread)) / 2)
  }
}

extension FirmStudy {
  /// Solves every sample; the results are the same on any number of threads.
  public func run(_ system: PowerSystem, definition: ShavingDefinition, basis: LoadBasis) -> FirmCapability {
    let sampler = ScenarioSampler(self, system, definition, basis)
    let results = Mutex(Array(repeating: (power: 0.0, percent: 0.0), count: samples))
    let workers = max(1, min(threads, samples))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for sample in Swift.stride(from: worker, to: samples, by: workers) {
        let result = sampler.solve(sample)
        results.withLock { $0[sample] = result }
      }
    }
    let all = results.withLock { $0 }
    return FirmCapability(
      definition: definition, basis: basis, power: all.map(\.power), percent: all.map(\.percent))
  }
}

/// Draws and solves one sample after another.
private struct ScenarioSampler: Sendable {
  let study: FirmStudy
  let basis: LoadBasis
  let gross: [Double]
  /// Available wind and solar power, MW by step.
  let weather: [Double]
  let stepHours: Double
  let stepsPerDay: Int
  /// Weight of temperature in each day's load, 0 to 1.
  let season: [Double]
  let envelopes: [EnergyEnvelope]

  init(_ study: FirmStudy, _ system: PowerSystem, _ definition: ShavingDefinition, _ basis: LoadBasis) {
    self.study = study
    self.basis = basis
    gross = system.totalLoad
    let net = LoadBasis.net.load(of: system)
    weather = zip(gross, net).map { $0 - $1 }
    stepHours = system.horizon.stepHours
    stepsPerDay = max(1, Int((24 / stepHours).rounded()))
    let horizon = system.horizon
    season = (0..<(gross.count + stepsPerDay - 1) / stepsPerDay).map { day in
      let time = horizon.localTime(day * max(1, Int((24 / horizon.stepHours).rounded())))
      let dayOfYear =
        CivilCalendar.daysSince1970(year: time.year, month: time.month, day: time.day)
        - CivilCalendar.daysSince1970(year: time.year, month: 1, day: 1)
      // Coldest in mid-January, warmest in mid-July.
      return abs(cos(2 * .pi * Double(dayOfYear - 15) / 365))
    }
    envelopes = definition.resources(of: system).filter { $0.exclusion == nil }.map(\.envelope).merged
  }

  func solve(_ sample: Int) -> (power: Double, percent: Double) {
    let load = load(sample)
    let basisLoad = basis == .gross ? load : zip(load, resampledWeather(sample)).map { $0 - $1 }
    let outage = KeyedDraw(seed: study.seed, sample: sample, stream: .outage)
    var device = 0
    let available = envelopes.map { envelope in
      let rate = study.outageRate[envelope.kind] ?? 0
      var share = 0.0
      for member in envelope.members {
        if outage.uniform(device) >= rate { share += member.share }
        device += 1
      }
      return envelope.scaled(by: share)
    }
    let problem = PeakShavingProblem(load: basisLoad, stepHours: stepHours, envelopes: available)
    let level = PeakShavingSolver(problem, options: .init(relativeGap: study.relativeGap)).solve().level
    let power = max(0, (basisLoad.max() ?? 0) - level)
    let maximum = load.max() ?? 0
    return (power, maximum > 0 ? power / maximum * 100 : 0)
  }

  /// The year's load with its spells.
  private func load(_ sample: Int) -> [Double] {
    let year = 1 + study.yearSpread * KeyedDraw(seed: study.seed, sample: sample, stream: .year).normal(0)
    let draw = KeyedDraw(seed: study.seed, sample: sample, stream: .day)
    let fresh = (1 - study.spellPersistence * study.spellPersistence).squareRoot()
    var spell = draw.normal(0)
    var result = gross
    for day in season.indices {
      if day > 0 { spell = study.spellPersistence * spell + fresh * draw.normal(day) }
      let factor = max(0, year * (1 + study.spellSpread * season[day] * spell))
      for t in day * stepsPerDay..<min(gross.count, (day + 1) * stepsPerDay) { result[t] *= factor }
    }
    return result
  }

  /// Wind and solar power put together from blocks of the same season.
  private func resampledWeather(_ sample: Int) -> [Double] {
    let days = gross.count / stepsPerDay
    guard days > study.blockDays else { return weather }
    let draw = KeyedDraw(seed: study.seed, sample: sample, stream: .block)
    var result = weather
    for (number, first) in Swift.stride(from: 0, to: days, by: study.blockDays).enumerated() {
      let width = Double(2 * study.seasonDays + 1)
      let shift = Int(draw.uniform(number) * width) - study.seasonDays
      for day in first..<min(days, first + study.blockDays) {
        let source = ((day + shift) % days + days) % days
        for t in 0..<stepsPerDay { result[day * stepsPerDay + t] = weather[source * stepsPerDay + t] }
      }
    }
    return result
  }
}
