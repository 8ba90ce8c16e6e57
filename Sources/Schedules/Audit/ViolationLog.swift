import GridModel

/// Collects violations: counts all, describes the first few of each rule.
struct ViolationLog {
  enum Bound {
    case atMost, atLeast, exactly
  }

  let horizon: Horizon
  let tolerance: AuditTolerance
  private(set) var violations: [Violation] = []
  private(set) var counts: [AuditRule: Int] = [:]
  private(set) var worst: [AuditRule: Violation] = [:]

  init(horizon: Horizon, tolerance: AuditTolerance) {
    self.horizon = horizon
    self.tolerance = tolerance
  }

  /// Notes that `value`, introduced by `what`, misses `limit`.
  mutating func report(
    _ rule: AuditRule, _ component: String, step: Int?, _ what: @autoclosure () -> String, _ value: Double,
    _ bound: Bound, _ limit: Double, unit: String = "MW"
  ) {
    let amount = abs(value - limit)
    let seen = counts[rule, default: 0]
    counts[rule] = seen + 1
    let isWorst = amount > worst[rule]?.amount ?? -1
    guard seen < tolerance.describedPerRule || isWorst else { return }
    let places = decimalPlaces(showing: amount)
    func quantity(_ number: Double) -> String {
      decimal(number, places: places) + (unit.isEmpty ? "" : " " + unit)
    }
    let verdict =
      switch bound {
      case .atMost: "at most \(quantity(limit)), \(quantity(amount)) too much"
      case .atLeast: "at least \(quantity(limit)), \(quantity(amount)) too little"
      case .exactly: "must be \(quantity(limit)), \(quantity(amount)) off"
      }
    add(
      rule, component, step: step, amount: amount, value: value, limit: limit, unit: unit,
      text: "\(what()) \(quantity(value)), \(verdict)")
  }

  /// Notes what is wrong with a table, where there is no quantity to compare.
  mutating func report(_ rule: AuditRule, table: String, step: Int? = nil, amount: Double = 1, _ text: String) {
    counts[rule, default: 0] += 1
    add(rule, table, step: step, amount: amount, value: amount, limit: 0, unit: "", text: text)
  }

  private mutating func add(
    _ rule: AuditRule, _ component: String, step: Int?, amount: Double, value: Double, limit: Double, unit: String,
    text: String
  ) {
    let time = step.map { horizon.timestamp($0) }
    let place = time.map { "\(component) at \($0)" } ?? component
    let violation = Violation(
      rule: rule, component: component, step: step, time: time, amount: amount, value: value, limit: limit, unit: unit,
      message: "\(place): \(rule.rawValue): \(text)")
    if counts[rule, default: 0] <= tolerance.describedPerRule { violations.append(violation) }
    if amount > worst[rule]?.amount ?? -1 { worst[rule] = violation }
  }
}

/// Decimal places that show `amount` to about three digits, at least one and at most seven.
func decimalPlaces(showing amount: Double) -> Int {
  var places = 1
  var scaled = abs(amount) * 10
  while places < 7, scaled < 100, abs(scaled - scaled.rounded()) > 1e-3 * scaled {
    scaled *= 10
    places += 1
  }
  return places
}

/// A number with fixed decimal places, such as `-120.0`.
func decimal(_ value: Double, places: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
  var factor = 1
  for _ in 0..<places { factor *= 10 }
  // Beyond 2^53 the places are not in the number anyway.
  guard abs(value) * Double(factor) < 9e15 else { return decimal(value, places: places - 1) }
  let scaled = Int((abs(value) * Double(factor)).rounded())
  let fraction = String(scaled % factor)
  let padded = places == 0 ? "" : "." + String(repeating: "0", count: places - fraction.count) + fraction
  return (value < 0 && scaled > 0 ? "-" : "") + String(scaled / factor) + padded
}
