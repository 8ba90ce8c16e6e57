import GridModel

/// What reserve that a device holds in one direction earns at its best split over products: per MW and hour, less the
/// more it holds. At most one piece per product.
struct ReserveValue {
  private(set) var count = 0
  /// Per MW, descending, and the MW up to which each holds, ascending.
  private(set) var price = SIMD4<Double>.zero
  private(set) var reach = SIMD4<Double>.zero

  /// Nothing.
  init() {}

  /// - Parameters:
  ///   - prices: of each product in a step; those not above zero are not sold to.
  ///   - caps: most of each product, MW.
  ///   - limit: most in all, MW.
  init(_ prices: SIMD4<Double>, caps: SIMD4<Double>, limit: Double) {
    var left = prices
    var sold = 0.0
    for _ in 0..<3 {
      var best = 0
      for product in 1..<3 where left[product] > left[best] { best = product }
      guard left[best] > 0, sold < limit else { break }
      let next = min(limit, sold + caps[best])
      if next > sold {
        (price[count], reach[count]) = (left[best], next)
        count += 1
        sold = next
      }
      left[best] = 0
    }
  }

  var isNothing: Bool { count == 0 }
  /// The highest price.
  var first: Double { price[0] }

  /// Currency per hour for so many MW.
  @inline(__always)
  func earned(by power: Double) -> Double {
    var (total, before) = (0.0, 0.0)
    for piece in 0..<count {
      let part = min(power, reach[piece]) - before
      if part <= 0 { break }
      total += price[piece] * part
      before = reach[piece]
    }
    return total
  }
}

/// What a device's reserve earns in each step.
struct ReserveEarnings {
  /// `[product][step]`.
  private let prices: [[Double]]
  private let caps: SIMD4<Double>

  /// `nil` where it earns nothing in any step.
  init?(_ multipliers: Multipliers, _ direction: ReserveRule.Direction, of provider: ReserveProvider) {
    let system = multipliers.system
    let rules = system.reserveRules(direction, for: provider)
    let hasProducts = system.hasReserveProducts(direction)
    var caps = SIMD4<Double>.zero
    var earnsAny = false
    prices = ReserveRule.Product.allCases.enumerated().map { number, product in
      var sum = Array(repeating: 0.0, count: multipliers.count)
      // A product is promised to where a rule asks for it.
      guard rules.contains(where: { system.reserves[$0].product == product }) else { return sum }
      caps[number] = system.reserveLimit(product, direction, of: provider)
      for rule in rules where system.reserves[rule].counts(product) {
        let offer = hasProducts ? system.reserves[rule].offer(of: provider) : 0
        let own = Multipliers.slice(multipliers.reserve, rule, multipliers.count)
        for (t, price) in own.enumerated() { sum[t] += price - offer }
      }
      if !earnsAny { earnsAny = sum.contains { $0 > 0 } }
      return sum
    }
    self.caps = caps
    if !earnsAny { return nil }
  }

  /// - Parameter charge: what all of it costs besides, currency per MW and hour.
  func value(_ step: Int, limit: Double, less charge: Double = 0) -> ReserveValue {
    let step = SIMD4(prices[0][step], prices[1][step], prices[2][step], 0)
    return ReserveValue(step - charge, caps: caps, limit: limit)
  }

  /// The best price of a step, for devices that can promise all to any product.
  func best(_ step: Int) -> Double { max(0, prices[0][step], prices[1][step], prices[2][step]) }
}
