import GridModel
import LinearOptimization

/// Reserve of one device in one direction, split over products.
public struct ReserveSplit: Sendable {
  public var provider: ReserveProvider
  public var direction: ReserveRule.Direction
  /// All that it holds.
  public var total: ColumnBlock
  /// What of it is promised to each product.
  public var parts: [(product: ReserveRule.Product, columns: ColumnBlock)]
}

extension ProgramBuilder {
  /// Whether any rule of a direction admits a device.
  func needsReserve(_ direction: ReserveRule.Direction, from provider: ReserveProvider) -> Bool {
    !system.reserveRules(direction, for: provider).isEmpty
  }

  /// Adds columns of reserve to every rule of a direction that admits the device; with products, through columns of what
  /// is promised to each, together no more than the whole.
  mutating func provideReserve(
    _ direction: ReserveRule.Direction, from provider: ReserveProvider, _ total: ColumnBlock
  ) {
    let rules = system.reserveRules(direction, for: provider)
    reserveStructure.providers.append(total)
    guard system.hasReserveProducts(direction) else {
      for rule in rules { reserves.provide(rule, Term(total, 1)) }
      return
    }
    var split = ReserveSplit(provider: provider, direction: direction, total: total, parts: [])
    for product in ReserveRule.Product.allCases where rules.contains(where: { system.reserves[$0].product == product })
    {
      let counting = rules.filter { system.reserves[$0].counts(product) }
      let price = counting.reduce(0) { $0 + system.reserves[$1].offer(of: provider) }
      let limit = system.reserveLimit(product, direction, of: provider)
      let columns = model.addColumns(
        "\(product.rawValue)(\(provider.name),\(direction.rawValue))", count: steps,
        upper: .series(model.columnUpper[total.indices].map { min($0, limit) }), cost: .constant(price * stepHours))
      for rule in counting { reserves.provide(rule, Term(columns, 1)) }
      split.parts.append((product, columns))
    }
    model.addRows(
      "promised(\(provider.name),\(direction.rawValue))", count: steps, upper: 0, isLazy: true,
      terms: split.parts.map { Term($0.columns, 1) } + [Term(total, -1)])
    reserveStructure.splits.append(split)
  }

  /// Adds a part of what is built to every rule of a direction that admits the device, where all of it counts.
  mutating func provideReserve(
    _ direction: ReserveRule.Direction, from provider: ReserveProvider, _ built: BuiltCapacity,
    _ coefficient: BlockValues
  ) {
    for rule in system.reserveRules(direction, for: provider) { reserves.provide(rule, built.term(coefficient)) }
  }

  /// Adds the room that output leaves, given less the columns or the columns less what is given, where all of it counts.
  mutating func provideReserve(
    _ direction: ReserveRule.Direction, from provider: ReserveProvider, room columns: [ColumnBlock],
    _ coefficient: Double, fixed: [Double]? = nil
  ) {
    for rule in system.reserveRules(direction, for: provider) {
      for block in columns { reserves.provide(rule, Term(block, .constant(coefficient))) }
      if let fixed { reserves.provide(rule, fixed: fixed) }
    }
  }
}

/// Reserve provided so far, by rule.
struct ReserveLedger {
  private(set) var terms: [[Term]]
  private(set) var fixed: [[Double]?]

  init(_ system: PowerSystem) {
    terms = Array(repeating: [], count: system.reserves.count)
    fixed = Array(repeating: nil, count: system.reserves.count)
  }

  mutating func provide(_ rule: Int, _ term: Term) { terms[rule].append(term) }

  mutating func provide(_ rule: Int, fixed values: [Double]) {
    fixed[rule] = fixed[rule].map { zip($0, values).map(+) } ?? values
  }
}
