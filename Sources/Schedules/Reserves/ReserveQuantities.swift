import GridModel

/// Reserve by kind of device: in all, and what of it is promised to frequency response and to ramping; the rest is
/// spinning reserve.
extension Quantity {
  /// MW promised to all products.
  public static func reserve(_ kind: ReserveProvider.Kind, _ direction: ReserveRule.Direction) -> Quantity {
    Quantity("\(kind.rawValue)-reserve-\(direction.rawValue)", unit: "MW")
  }

  /// MW promised to a product besides spinning reserve.
  public static func reserve(
    _ kind: ReserveProvider.Kind, _ product: ReserveRule.Product, _ direction: ReserveRule.Direction
  ) -> Quantity {
    Quantity("\(kind.rawValue)-\(product.rawValue)-\(direction.rawValue)", unit: "MW")
  }

  /// Interrupted load gives no reserve downwards.
  static let interruptibleReserves: [Quantity] =
    [.reserve(.interruptible, .up)] + productReserves(of: .interruptible, [.up])

  static let vehicleReserves: [Quantity] =
    [.reserve(.vehicles, .up), .reserve(.vehicles, .down)] + productReserves(of: .vehicles)

  /// What is promised to products by one kind of device.
  public static func productReserves(
    of kind: ReserveProvider.Kind, _ directions: [ReserveRule.Direction] = ReserveRule.Direction.allCases
  ) -> [Quantity] {
    [ReserveRule.Product.frequency, .ramping].flatMap { product in
      directions.map { .reserve(kind, product, $0) }
    }
  }
}

extension AlignedSchedule {
  /// MW that devices of a kind promise to all products of a direction; `nil` where the schedule has none.
  func reserve(_ kind: ReserveProvider.Kind, _ direction: ReserveRule.Direction) -> [Double]? {
    switch (kind, direction) {
    case (.thermal, .up): thermalReserveUp
    case (.thermal, .down): thermalReserveDown
    case (.storage, .up): storageReserveUp
    case (.storage, .down): storageReserveDown
    case (.interruptible, .up): otherReserves[.reserve(.interruptible, .up)]
    case (.interruptible, .down): nil
    case (.vehicles, _): otherReserves[.reserve(.vehicles, direction)]
    }
  }

  /// MW that devices of a kind promise to a product: spinning reserve is what the others leave of the whole.
  func reserve(
    _ kind: ReserveProvider.Kind, _ product: ReserveRule.Product, _ direction: ReserveRule.Direction
  ) -> [Double]? {
    guard product == .spinning else { return otherReserves[.reserve(kind, product, direction)] }
    guard var rest = reserve(kind, direction) else { return nil }
    for other in [ReserveRule.Product.frequency, .ramping] {
      guard let promised = otherReserves[.reserve(kind, other, direction)] else { continue }
      for index in rest.indices { rest[index] -= promised[index] }
    }
    return rest
  }
}

extension PowerSystem {
  /// Every device of a kind, in the order of the system.
  func reserveProviders(_ kind: ReserveProvider.Kind) -> [ReserveProvider] {
    switch kind {
    case .thermal: thermalUnits.map(\.reserveProvider)
    case .storage: storages.map(\.reserveProvider)
    case .interruptible: interruptibleLoads.map(\.reserveProvider)
    case .vehicles: vehicleFleets.map(\.reserveProvider)
    }
  }
}

/// Currency paid for reserve: by every rule for each MW that counts for it.
func reserveOffers(of schedule: AlignedSchedule) -> Double {
  let system = schedule.system
  let count = schedule.count
  var total = 0.0
  for direction in ReserveRule.Direction.allCases where system.hasReserveProducts(direction) {
    for kind in ReserveProvider.Kind.allCases {
      let promised = ReserveRule.Product.allCases.map { schedule.reserve(kind, $0, direction) }
      for (i, provider) in system.reserveProviders(kind).enumerated() {
        for index in system.reserveRules(direction, for: provider) {
          let rule = system.reserves[index]
          let price = rule.offer(of: provider)
          guard price != 0 else { continue }
          for (product, values) in zip(ReserveRule.Product.allCases, promised) where rule.counts(product) {
            guard let values else { continue }
            total += price * values[i * count..<(i + 1) * count].reduce(0, +)
          }
        }
      }
    }
  }
  return total * schedule.stepHours
}
