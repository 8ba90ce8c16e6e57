import GridModel
import LinearOptimization
import Schedules

/// The columns of one capacity that may be built, MW or MWh.
///
/// One column for all steps; where options ask for the staged form, one per step, each equal to the one before, with the
/// cost spread over them, so that every row reaches its own step and the one before only.
public struct BuiltCapacity: Sendable {
  public let kind: BuildOption.Kind
  public let name: String
  public let columns: ColumnBlock
  /// Rows of the staged form: what is built now less what was built before, the first of them free.
  public let equality: RowBlock?
  public let expansion: Expansion

  /// Whether there is a column per step.
  var isStaged: Bool { equality != nil }

  /// Refers to the capacity in every step of a block of rows.
  func term(_ coefficient: BlockValues) -> Term { Term(columns, coefficient, edge: .wrap) }
}

extension ProgramBuilder {
  /// Adds what may be built of a device, at its cost.
  ///
  /// - Parameter otherCost: currency per MW over the horizon, besides capital.
  mutating func addCapacity(
    _ kind: BuildOption.Kind, _ name: String, _ expansion: Expansion, otherCost: Double = 0
  ) -> BuiltCapacity {
    let label = "built(\(kind.rawValue),\(name))"
    let count = options.stagedCapacities ? steps : 1
    let cost = (expansion.yearlyCost * system.horizon.partOfYear + otherCost) / Double(count)
    let columns = model.addColumns(
      label, count: count, lower: .constant(expansion.least), upper: .constant(expansion.most), cost: .constant(cost))
    var equality: RowBlock?
    if options.stagedCapacities {
      var (lower, upper) = (Array(repeating: 0.0, count: steps), Array(repeating: 0.0, count: steps))
      (lower[0], upper[0]) = (-.infinity, .infinity)
      equality = model.addRows(
        label, count: steps, lower: .series(lower), upper: .series(upper),
        terms: [Term(columns, 1), Term(columns, -1, shift: -1)])
    }
    let capacity = BuiltCapacity(kind: kind, name: name, columns: columns, equality: equality, expansion: expansion)
    capacities.append(capacity)
    return capacity
  }

  /// What may be built of a device that was added before.
  func capacity(_ kind: BuildOption.Kind, _ name: String) -> BuiltCapacity? {
    capacities.first { $0.kind == kind && $0.name == name }
  }

  /// Holds a sum of columns within what exists and a part of what is built.
  mutating func limit(
    _ label: String, _ terms: [Term], to existing: BlockValues, plus part: BlockValues = 1, of built: BuiltCapacity,
    isLazy: Bool = false
  ) {
    model.addRows(
      label, count: steps, upper: existing, isLazy: isLazy, terms: terms + [built.term(part.scaled(by: -1))])
  }
}

extension Schedule {
  /// Writes what is built, the same in every step.
  mutating func record(_ capacities: [BuiltCapacity], _ values: [Double]) {
    for kind in BuildOption.Kind.allCases {
      let own = capacities.filter { $0.kind == kind }
      guard !own.isEmpty else { continue }
      self[Quantity.built(kind)] = SeriesTable(
        names: own.map(\.name),
        columns: own.map { Array(repeating: max(0, values[$0.columns.first]), count: horizon.count) })
    }
  }
}
