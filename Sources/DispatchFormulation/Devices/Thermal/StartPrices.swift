import Schedules

/// The row that limits a unit's starts in the steps of a local day or calendar month.
public struct StartRow: Sendable {
  public var unit: String
  public var row: Int
  public var steps: Range<Int>
  public var isOfMonth: Bool
}

extension DispatchProgram {
  /// Writes what one start more a month would save by the duals of a relaxation of the commitment; zeros where its limit
  /// does not bind. At a fixed commitment, from which all other prices come, starts have none.
  ///
  /// - Parameter relaxationDuals: one per row of the model, currency over the horizon.
  public func addStartPrices(relaxationDuals duals: [Double], to schedule: inout Schedule) {
    let names = Quantity.startPrice.componentNames(in: system)
    guard options.commitment, !names.isEmpty else { return }
    let rows = Dictionary(grouping: startRows.filter(\.isOfMonth), by: \.unit)
    let columns = names.map { name in
      var prices = Array(repeating: 0.0, count: system.horizon.count)
      // Ceilings have negative duals.
      for limit in rows[name] ?? [] { for t in limit.steps { prices[t] = max(0, -duals[limit.row]) } }
      return prices
    }
    schedule[.startPrice] = SeriesTable(names: names, columns: columns)
  }
}
