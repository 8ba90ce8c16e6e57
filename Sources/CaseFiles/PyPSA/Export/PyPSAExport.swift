import Foundation
import GridModel
import Schedules

/// A system as a PyPSA network: a folder that `pypsa.Network(folder)` opens, and where there is a schedule, with its
/// dispatch.
///
/// What PyPSA has a component for keeps its cost: `network.optimize()` finds the cost of the case less `constantCost`, and
/// `importPyPSA` reads the same system back as far as costs go. Everything else is a finding `left-out`, and what is only
/// close a finding `assumption`.
public struct PyPSAExport {
  public private(set) var findings: [Finding] = []
  /// Currency over the horizon that no decision changes and PyPSA has no place for.
  public internal(set) var constantCost = 0.0

  let system: PowerSystem
  let schedule: Schedule?
  let commitment: Bool
  let steps: Int
  let hours: Double
  var log = FindingLog()
  var lists = Lists()
  /// t of CO2 per MWh of primary energy, by the carrier's name.
  var emissions: [String: Double] = [:]
  /// MW that components without a place in PyPSA draw, by bus: so that what the schedule says adds up.
  var otherDraw: [String: [Double]] = [:]

  struct Lists {
    var buses = PyPSATable("buses")
    var carriers = PyPSATable("carriers")
    var generators = PyPSATable("generators")
    var loads = PyPSATable("loads")
    var lines = PyPSATable("lines")
    var links = PyPSATable("links")
    var storageUnits = PyPSATable("storage_units")
    var stores = PyPSATable("stores")
    var globalConstraints = PyPSATable("global_constraints")

    var all: [PyPSATable] {
      [buses, carriers, generators, loads, lines, links, storageUnits, stores, globalConstraints]
    }
  }

  /// - Parameters:
  ///   - schedule: of the same steps; `nil` for a network without results.
  ///   - commitment: whether thermal units are committable.
  public init(_ system: PowerSystem, schedule: Schedule? = nil, commitment: Bool = false) {
    self.system = system
    self.schedule = schedule
    self.commitment = commitment
    steps = system.horizon.count
    hours = system.horizon.stepHours
    addThermalUnits()
    addRenewables()
    addChannels()
    addFlexibleLoads()
    addStorages()
    addLines()
    addConverters()
    addProcesses()
    addBuses()
    addRules()
    if constantCost != 0 {
      log.add(
        .assumption, at: Place(file: "case.yaml"),
        "the objective of PyPSA is the cost less \(NumberText.text(constantCost)) \(system.currency) that no decision changes"
      )
    }
    findings = log.sorted()
  }

  /// Writes the folder, all of it or nothing.
  public func write(to folder: URL, replacing: Bool = false) throws(CaseError) {
    try writeFolder(files, to: folder, replacing: replacing)
  }

  private var files: [(path: String, text: String)] {
    let times = (0..<steps).map { system.horizon.localTime($0).text.replacing("T", with: " ") + ":00" }
    let weight = NumberText.text(hours)
    let snapshots = times.map { "\($0),\(weight),\(weight),\(weight)\n" }.joined()
    let name = system.name.replacing("\"", with: "'").replacing("\n", with: " ")
    return [
      ("network.csv", "name,_multi_invest,pypsa_version,srid\n\"\(name)\",0,1.0.0,4326\n"),
      ("snapshots.csv", "snapshot,objective,stores,generators\n" + snapshots),
    ] + lists.all.flatMap { $0.files(times: times) }
  }

  /// The series of one component in the schedule.
  func result(_ quantity: Quantity, _ name: String) -> [Double]? { schedule?.values(quantity, of: name) }

  /// Says what of some components has no place; nothing where there are none.
  mutating func leaveOut(_ what: String, of names: [String], in file: String) {
    guard let first = names.first else { return }
    let others = names.count > 1 ? " and \(names.count - 1) more" : ""
    log.add(.leftOut, at: Place(file: file), "\(what) of \(first)\(others): PyPSA has no place for it")
  }

  mutating func assume(_ message: String, in file: String) { log.add(.assumption, at: Place(file: file), message) }

  /// Currency over the horizon per MW or MWh built.
  func capitalCost(_ expansion: Expansion) -> Double { expansion.yearlyCost * system.horizon.partOfYear }

  mutating func draw(_ values: [Double]?, times factor: Double, at bus: String) {
    guard let values else { return }
    var sum = otherDraw.removeValue(forKey: bus) ?? Array(repeating: 0, count: steps)
    for t in sum.indices { sum[t] += factor * values[t] }
    otherDraw[bus] = sum
  }
}
