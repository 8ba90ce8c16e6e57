import Dispatch
import Foundation
import GridModel
import Synchronization

/// How much of the peak is shaved firmly: over seeded years of weather and load, with outages of resources.
///
/// Each sample is a whole year: one that is given, or one drawn from the case's own. Drawn loads follow spells of heat and cold that weigh most in winter and summer, and a spread
/// of the whole year, and drawn wind and solar output is put together from blocks of days of the same season. Each device
/// is out or not for the episodes that decide, by its rate of forced outage. All are assumptions, and inputs.
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
  public var outageRate: [EnergyEnvelope.Kind: Double] = [
    .storage: 0.03, .interruptible: 0.05, .shiftable: 0.05, .vehicles: 0.05,
  ]
  /// Of the level of every sample, between what is held and what is proven.
  public var relativeGap = 1e-4

  public init() {}
}

/// A year of load and weather that is given.
public struct GivenYear: Sendable {
  public var name: String
  /// MW by step of the case's horizon: gross, and net of available wind and solar power.
  public var load: [Double]
  public var netLoad: [Double]

  /// The load and weather of a system, whatever its resources.
  public init(name: String, of system: PowerSystem) {
    self.name = name
    load = system.unmanagedLoad
    netLoad = LoadBasis.net.load(of: system)
  }
}

/// The capability over samples, each of them proven.
public struct FirmCapability: Sendable, Equatable {
  public var definition: ShavingDefinition
  public var basis: LoadBasis
  /// MW by sample, and % of that sample's maximum load.
  public var power: [Double]
  public var percent: [Double]
  /// Widest proven gap of any sample's level, relative to it.
  public var widestGap: Double
  /// What all of them took together.
  public var effort: PeakShavingSolution.Effort

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
  /// Samples that one task solves in turn.
  private static var chunk: Int { 16 }

  /// Solves every sample; the results are the same on any number of threads.
  ///
  /// - Parameter years: given years, which the samples take in turn; empty to draw years from the system's own.
  public func run(
    _ system: PowerSystem, years: [GivenYear] = [], definition: ShavingDefinition, basis: LoadBasis
  ) -> FirmCapability {
    let sampler = ScenarioSampler(self, system, years, definition, basis)
    let results = Mutex(Array(repeating: FirmSample(), count: samples))
    let chunks = (samples + Self.chunk - 1) / Self.chunk
    let workers = max(1, min(threads, chunks))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let solver = sampler.solver()
      for chunk in Swift.stride(from: worker, to: chunks, by: workers) {
        let first = chunk * Self.chunk
        let found = (first..<min(samples, first + Self.chunk)).map { sampler.solve($0, by: solver) }
        results.withLock { $0.replaceSubrange(first..<first + found.count, with: found) }
      }
    }
    let all = results.withLock { $0 }
    return FirmCapability(
      definition: definition, basis: basis, power: all.map(\.power), percent: all.map(\.percent),
      widestGap: all.reduce(0) { max($0, $1.gap) }, effort: all.reduce(into: .init()) { $0.add($1.effort) })
  }
}
