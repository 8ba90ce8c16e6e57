import Foundation
import GridModel

/// What a sample came to.
struct FirmSample: Sendable {
  /// MW shaved, and % of the sample's maximum load.
  var power = 0.0
  var percent = 0.0
  /// Proven, of the level.
  var gap = 0.0
  var effort = PeakShavingSolution.Effort()
}

/// Draws and solves the samples of a firm study; each depends on its number only.
struct ScenarioSampler: Sendable {
  private let study: FirmStudy
  private let basis: LoadBasis
  private let years: [GivenYear]
  private let gross: [Double]
  /// Available wind and solar power, MW by step.
  private let weather: [Double]
  private let stepsPerDay: Int
  /// Weight of temperature in each day's load, 0 to 1.
  private let season: [Double]
  /// All resources in full, against the case's own load.
  private let problem: PeakShavingProblem

  init(
    _ study: FirmStudy, _ system: PowerSystem, _ years: [GivenYear], _ definition: ShavingDefinition, _ basis: LoadBasis
  ) {
    self.study = study
    self.basis = basis
    self.years = years
    gross = system.unmanagedLoad
    let load = basis.load(of: system)
    weather = zip(gross, LoadBasis.net.load(of: system)).map { $0 - $1 }
    let horizon = system.horizon
    let stepsPerDay = max(1, Int((24 / horizon.stepHours).rounded()))
    self.stepsPerDay = stepsPerDay
    season = (0..<(gross.count + stepsPerDay - 1) / stepsPerDay).map { day in
      let time = horizon.localTime(day * stepsPerDay)
      let dayOfYear =
        CivilCalendar.daysSince1970(year: time.year, month: time.month, day: time.day)
        - CivilCalendar.daysSince1970(year: time.year, month: 1, day: 1)
      // Coldest in mid-January, warmest in mid-July.
      return abs(cos(2 * .pi * Double(dayOfYear - 15) / 365))
    }
    let envelopes = definition.resources(of: system).filter { $0.exclusion == nil }.map(\.envelope).merged
    problem = PeakShavingProblem(load: load, stepHours: horizon.stepHours, envelopes: envelopes)
  }

  /// A solver for one sample after another.
  func solver() -> PeakShavingSolver { PeakShavingSolver(problem, options: .init(relativeGap: study.relativeGap)) }

  func solve(_ sample: Int, by solver: PeakShavingSolver) -> FirmSample {
    let (load, basisLoad) = loads(sample)
    let answer = solver.solve { current in
      current.setLoad(basisLoad)
      let outage = random("outage", sample)
      var device = 0
      for (i, envelope) in problem.envelopes.enumerated() {
        let rate = study.outageRate[envelope.kind] ?? 0
        let answering = envelope.members.enumerated().filter { outage.uniform(device + $0.offset) >= rate }
        device += envelope.members.count
        let isWhole = answering.count == envelope.members.count
        current.replace(i, by: isWhole ? envelope : envelope.scaled(by: answering.reduce(0) { $0 + $1.element.share }))
      }
    }
    let power = max(0, (basisLoad.max() ?? 0) - answer.level)
    let maximum = load.max() ?? 0
    return FirmSample(
      power: power, percent: maximum > 0 ? power / maximum * 100 : 0, gap: max(0, answer.relativeGap),
      effort: answer.effort)
  }

  private func random(_ stream: String, _ sample: Int) -> KeyedRandom {
    KeyedRandom(seed: study.seed, stream: "\(stream)/\(sample)")
  }

  /// MW of a sample, gross and on the basis.
  private func loads(_ sample: Int) -> (gross: [Double], basis: [Double]) {
    guard years.isEmpty else {
      let year = years[sample % years.count]
      return (year.load, basis == .gross ? year.load : year.netLoad)
    }
    let load = drawnLoad(sample)
    return (load, basis == .gross ? load : zip(load, drawnWeather(sample)).map { $0 - $1 })
  }

  /// The year's load with its spells.
  private func drawnLoad(_ sample: Int) -> [Double] {
    let year = 1 + study.yearSpread * random("year", sample).normal(0)
    let draw = random("day", sample)
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
  private func drawnWeather(_ sample: Int) -> [Double] {
    let days = gross.count / stepsPerDay
    guard days > study.blockDays else { return weather }
    let draw = random("block", sample)
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
