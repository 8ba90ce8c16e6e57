import Foundation
import GridModel
import Schedules

/// The page of a run, from its results folder alone.
///
/// Results from before `system.json` and the tables beside it were written give a page that draws what they hold and says what is missing.
/// - Throws: `ResultsFolderError` or `ScheduleFileError`, saying what the folder lacks or where a file is damaged.
func dispatchPage(of folder: URL, language: SummaryLanguage) throws -> Data {
  let run = try RunFolder(at: folder)
  let page = ReportPage(
    kind: .dispatch, title: run.summary.caseName, language: language,
    data: [
      ("summary", try run.summary.json()), ("charts", try pageJSON(DispatchCharts(run))),
      ("terms", try pageJSON(PageTerms())),
    ])
  return page.html()
}

/// What the charts of a dispatch report draw. Energies in MWh, powers in MW.
struct DispatchCharts: Encodable {
  struct Area: Encodable {
    /// Or a portfolio; `nil` for the whole system.
    var zone: String?
    var series: [String: PackedSeries]
  }

  struct Price: Encodable {
    /// A bus, or a zone where buses are many; `nil` for the mean over the load.
    var name: String?
    var series: PackedSeries
  }

  struct Store: Encodable {
    var name: String
    var kind: String?
    var capacity: Double?
    var series: PackedSeries
  }

  /// Fuel and CO2 of thermal units by fuel.
  struct Fuel: Encodable, Equatable {
    var fuel: String
    var energy = 0.0
    var burnt = 0.0
    var cost = 0.0
    var co2 = 0.0
  }

  /// Local time of the first step, seconds since 1970-01-01. A long run of shorter steps is drawn by the hour.
  var start: Int
  var stepMinutes: Int
  var count: Int
  /// Whether the folder tells what the system is.
  var isComplete: Bool
  var areas: [Area] = []
  var prices: [Price] = []
  var stores: [Store] = []
  var commitment: CommitmentStrip?
  var curtailment: CurtailmentByMonth?
  var network: NetworkUse?
  var balances: MonthlyBalances?
  var fuels: [Fuel]?

  /// Zones, and portfolios, whose dispatch is shown each by itself; more would make the file too large.
  private static let mostZones = 8
  private static let mostPrices = 12
  private static let mostStores = 12
  /// Steps beyond which they are drawn by the hour: a leap year of hours.
  private static let mostSteps = 8784

  init(_ run: RunFolder) {
    let every = run.horizon.count > Self.mostSteps ? max(1, 60 / run.horizon.stepMinutes) : 1
    start = run.horizon.localSeconds(0)
    stepMinutes = run.horizon.stepMinutes * every
    count = (run.horizon.count + every - 1) / every
    isComplete = run.system != nil
    prices = Self.prices(run, every)
    stores = Self.stores(run, every)
    guard let system = run.system else { return }
    fuels = Self.fuels(system)
    let whole = AreaSeries(run, system)
    var parts = [whole]
    let zones = system.electricBuses.reduce(into: [String]()) { if !$0.contains($1.zone) { $0.append($1.zone) } }
    if (2...Self.mostZones).contains(zones.count) { parts += zones.map { AreaSeries(run, system, .zone($0)) } }
    let portfolios = system.electricBuses.filter { $0.portfolio != nil }
    parts += portfolios.prefix(Self.mostZones).map { AreaSeries(run, system, .portfolio($0.name)) }
    areas = parts.map { Area(zone: $0.part.name, series: $0.values.mapValues { PackedSeries($0, meanOf: every) }) }
    commitment = CommitmentStrip(run, system, every: every)
    curtailment = CurtailmentByMonth(run, system)
    network = NetworkUse(run, system)
    balances = MonthlyBalances(run, system, whole: whole)
  }

  private static func prices(_ run: RunFolder, _ every: Int) -> [Price] {
    guard let table = run.tables[.price] else { return [] }
    func mean(_ buses: [String]) -> PackedSeries {
      var sum = Array(repeating: 0.0, count: table.count)
      var weight = sum
      for bus in buses {
        guard let price = table.values(of: bus) else { continue }
        let load = run.load?.values(of: bus) ?? []
        for t in sum.indices {
          // A trace of weight for buses without load, so that a zone of them has a price too.
          let w = (t < load.count ? load[t] : 0) + 1e-6
          sum[t] += w * price[t]
          weight[t] += w
        }
      }
      return PackedSeries(sum.indices.map { weight[$0] > 0 ? sum[$0] / weight[$0] : 0 }, meanOf: every)
    }
    if table.names.count == 1 {
      return [Price(name: table.names[0], series: PackedSeries(table.values, meanOf: every))]
    }
    var prices = [Price(name: nil, series: mean(table.names))]
    if table.names.count <= mostPrices {
      prices += table.names.indices.map {
        Price(name: table.names[$0], series: PackedSeries(table.column($0), meanOf: every))
      }
    } else if let system = run.system {
      let zones = system.electricBuses.reduce(into: [String]()) { if !$0.contains($1.zone) { $0.append($1.zone) } }
      prices += zones.prefix(mostPrices).map { zone in
        Price(name: zone, series: mean(system.electricBuses.filter { $0.zone == zone }.map(\.name)))
      }
    }
    return prices
  }

  private static func stores(_ run: RunFolder, _ every: Int) -> [Store] {
    guard let table = run.tables[.storageEnergy] else { return [] }
    let devices = Dictionary(
      (run.system?.storages ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let large = table.names.indices.sorted {
      (devices[table.names[$0]]?.energyCapacity ?? 0) > (devices[table.names[$1]]?.energyCapacity ?? 0)
    }
    return large.prefix(mostStores).map { position in
      let name = table.names[position]
      return Store(
        name: name, kind: devices[name]?.kind, capacity: devices[name]?.energyCapacity,
        series: PackedSeries(table.column(position), meanOf: every))
    }
  }

  private static func fuels(_ system: SystemRecord) -> [Fuel] {
    var fuels: [Fuel] = []
    for unit in system.thermalUnits {
      guard let totals = unit.totals else { continue }
      let position = fuels.firstIndex { $0.fuel == unit.kind } ?? fuels.count
      if position == fuels.count { fuels.append(Fuel(fuel: unit.kind)) }
      fuels[position].energy += totals.energy
      fuels[position].burnt += totals.fuel
      fuels[position].cost += totals.fuelCost
      fuels[position].co2 += totals.co2
    }
    return fuels
  }
}
