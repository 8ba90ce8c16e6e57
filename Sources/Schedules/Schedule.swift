import GridModel

/// What was decided, step by step: one table per quantity. Whoever made it, it can be audited.
///
/// A table that is absent stands for zero, except that without `thermalStatus` units are dispatched without commitment:
/// output from 0 to capacity at the cost of the convex envelope through the origin, and from minimum output upwards on
/// the fuel curve where a unit is set on (`mustRun`). The audit asks for the tables of decisions all the same, zeros or
/// not, and lets only statuses, reserves, shortfalls, unserved energy and prices be absent.
public struct Schedule: Sendable, Equatable {
  public var horizon: Horizon
  public private(set) var tables: [Quantity: SeriesTable] = [:]

  public init(horizon: Horizon) {
    self.horizon = horizon
  }

  public subscript(quantity: Quantity) -> SeriesTable? {
    get { tables[quantity] }
    set { tables[quantity] = newValue }
  }

  /// Whether units are switched on and off.
  public var hasCommitment: Bool { tables[.thermalStatus] != nil }

  /// The series of one component, zeros where the schedule has none.
  public func values(_ quantity: Quantity, of name: String) -> [Double] {
    tables[quantity]?.values(of: name) ?? Array(repeating: 0, count: horizon.count)
  }
}

/// Series of equal length by component name, stored component after component.
public struct SeriesTable: Sendable, Equatable {
  public let names: [String]
  public let count: Int
  /// `values[component * count + step]`.
  public let values: [Double]

  public init(names: [String], count: Int, values: [Double]) {
    precondition(values.count == names.count * count)
    self.names = names
    self.count = count
    self.values = values
  }

  public init(names: [String], columns: [[Double]]) {
    self.init(names: names, count: columns.first?.count ?? 0, values: Array(columns.joined()))
  }

  /// The series of the component at a position.
  public func column(_ position: Int) -> ArraySlice<Double> { values[position * count..<(position + 1) * count] }

  /// The series of one component, if it is there.
  public func values(of name: String) -> [Double]? {
    names.firstIndex(of: name).map { Array(column($0)) }
  }
}
