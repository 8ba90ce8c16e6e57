import GridModel
import LinearOptimization
import Schedules

/// Limits of lines after the outage of another, as far as the system asks for them by name: its own flow and what it takes
/// over of the other's, the line outage distribution factor (A. J. Wood, B. F. Wollenberg, Power Generation, Operation,
/// and Control, ch. 7).
struct OutageLimits: DeviceFormulation {
  private let names: [String]
  /// One block of rows, or one per direction where the line may go beyond.
  private let rows: [[RowBlock]]

  init(in builder: inout ProgramBuilder) {
    let system = builder.system
    let position = Dictionary(
      system.lines.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let factors = OutageFactors(system)
    var names: [String] = []
    rows = system.outageLimits.compactMap { limit in
      guard let line = position[limit.line], let outage = position[limit.outage],
        let factor = factors.factor(of: line, outage: outage)
      else { return nil }
      let (lowest, highest) = system.lines[line].emergencyLimits
      names.append(limit.name)
      let label = "outage(\(limit.name))"
      let terms = [Term(builder.flows[line].columns, 1), Term(builder.flows[outage].columns, .constant(factor))]
      guard let beyond = builder.flows[line].overload?.columns else {
        return [
          builder.model.addRows(
            label, count: builder.steps, lower: .constant(lowest), upper: .constant(highest), isLazy: true, terms: terms
          )
        ]
      }
      return [
        builder.model.addRows(
          label, count: builder.steps, upper: .constant(highest), isLazy: true, terms: terms + [Term(beyond, -1)]),
        builder.model.addRows(
          label, count: builder.steps, lower: .constant(lowest), isLazy: true, terms: terms + [Term(beyond, 1)]),
      ]
    }
    self.names = names
  }

  func record(_ values: [Double], in schedule: inout Schedule) {}

  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    var sums = duals
    for block in rows where block.count == 2 {
      for t in 0..<block[0].count { sums[block[0].first + t] += duals[block[1].first + t] }
    }
    schedule.recordDuals(.outagePrice, names, rows.map { $0[0] }, sums, times: -1 / schedule.horizon.stepHours)
  }
}

/// Line outage distribution factors from the flows that a MW sent along a line would cause in the whole network.
public struct OutageFactors: Sendable {
  /// By line that is secured, the flow of every line for a MW from its start to its end.
  private var transfers: [Int: [Double]] = [:]

  public init(_ system: PowerSystem) {
    let secured = Set(system.securedLines.map(\.name))
    guard !secured.isEmpty, let network = PowerFlow(system) else { return }
    let index = system.busIndex
    for (position, line) in system.lines.enumerated() where secured.contains(line.name) {
      guard let from = index[line.from], let to = index[line.to] else { continue }
      var injections = Array(repeating: 0.0, count: system.buses.count)
      injections[from] += 1
      injections[to] -= 1
      transfers[position] = network.flows(injections: injections)
    }
  }

  /// `nil` where the outage splits the network.
  public func factor(of line: Int, outage: Int) -> Double? {
    guard let transfer = transfers[outage], abs(1 - transfer[outage]) > 1e-9 else { return nil }
    return transfer[line] / (1 - transfer[outage])
  }
}
