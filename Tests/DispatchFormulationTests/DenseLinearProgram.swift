/// A sum of variables and a constant, for writing a model down as on paper.
struct Affine {
  var constant = 0.0
  var terms: [Int: Double] = [:]

  static func + (a: Affine, b: Affine) -> Affine {
    var sum = a
    sum.constant += b.constant
    for (variable, coefficient) in b.terms { sum.terms[variable, default: 0] += coefficient }
    return sum
  }

  static func * (factor: Double, a: Affine) -> Affine {
    Affine(constant: factor * a.constant, terms: a.terms.mapValues { factor * $0 })
  }

  static func - (a: Affine, b: Affine) -> Affine { a + (-1) * b }
  static func + (a: Affine, b: Double) -> Affine { a + Affine(constant: b) }
  static func - (a: Affine, b: Double) -> Affine { a + Affine(constant: -b) }
  static func += (a: inout Affine, b: Affine) { a = a + b }
  static func -= (a: inout Affine, b: Affine) { a = a - b }
}

/// A small linear program solved by a dense tableau: two phases, variables between 0 and an upper limit.
///
/// Written for the tests alone and sharing nothing with the solver under test.
struct DenseLinearProgram {
  enum Relation { case atMost, atLeast, equal }
  enum Verdict {
    case infeasible
    case unbounded
    case optimal(Double, [Double])

    var minimum: Double? {
      if case .optimal(let value, _) = self { value } else { nil }
    }
  }

  private(set) var upper: [Double] = []
  private var rows: [(terms: [Int: Double], relation: Relation, limit: Double)] = []
  private var objective = Affine()

  /// A variable between 0 and a limit.
  mutating func variable(atMost limit: Double = .infinity) -> Affine {
    upper.append(limit)
    return Affine(terms: [upper.count - 1: 1])
  }

  /// A variable without limits.
  mutating func freeVariable() -> Affine {
    let positive = variable()
    return positive - variable()
  }

  /// A variable between two limits.
  mutating func variable(from lower: Double, to limit: Double) -> Affine { variable(atMost: limit - lower) + lower }

  mutating func require(_ left: Affine, _ relation: Relation, _ right: Double) {
    rows.append((left.terms, relation, right - left.constant))
  }

  mutating func require(_ left: Affine, _ relation: Relation, _ right: Affine) { require(left - right, relation, 0) }

  mutating func addCost(_ cost: Affine) { objective += cost }

  mutating func addCost(_ cost: Double) { objective.constant += cost }

  func minimum() -> Verdict {
    if upper.contains(where: { $0 < -1e-9 }) { return .infeasible }
    var tableau = Tableau(variables: upper.map { max(0, $0) }, rows: rows)
    guard tableau.findFeasible() else { return .infeasible }
    var cost = [Double](repeating: 0, count: upper.count)
    for (variable, coefficient) in objective.terms { cost[variable] = coefficient }
    guard tableau.minimise(cost) else { return .unbounded }
    let values = tableau.values(upper.count)
    return .optimal(zip(cost, values).reduce(objective.constant) { $0 + $1.0 * $1.1 }, values)
  }
}

/// Rows `basic + Σ entry · nonbasic = value` with every nonbasic variable at 0; a variable at its upper limit is replaced
/// by its distance from it.
private struct Tableau {
  private let width: Int
  private let height: Int
  private var upper: [Double]
  private var isFlipped: [Bool]
  private var entries: [Double]
  private var values: [Double]
  private var basic: [Int]
  private var reduced: [Double] = []
  private let firstArtificial: Int

  init(variables: [Double], rows: [(terms: [Int: Double], relation: DenseLinearProgram.Relation, limit: Double)]) {
    let slacks = rows.count { $0.relation != .equal }
    firstArtificial = variables.count + slacks
    // An artificial variable where the slack alone does not start feasible.
    let artificials = rows.count { $0.relation == .equal || ($0.relation == .atMost) == ($0.limit < 0) }
    width = firstArtificial + artificials
    height = rows.count
    upper = variables + Array(repeating: .infinity, count: slacks + artificials)
    isFlipped = Array(repeating: false, count: width)
    entries = Array(repeating: 0, count: width * height)
    values = []
    basic = []
    var slack = variables.count
    var artificial = firstArtificial
    for (row, (terms, relation, limit)) in rows.enumerated() {
      let sign = limit < 0 ? -1.0 : 1.0
      for (variable, coefficient) in terms { entries[row * width + variable] = sign * coefficient }
      values.append(sign * limit)
      var start: Int?
      if relation != .equal {
        let slackSign = sign * (relation == .atMost ? 1 : -1)
        entries[row * width + slack] = slackSign
        if slackSign > 0 { start = slack }
        slack += 1
      }
      if start == nil {
        entries[row * width + artificial] = 1
        start = artificial
        artificial += 1
      }
      basic.append(start ?? 0)
    }
    precondition(artificial == width)
  }

  /// First phase: drives the artificial variables to 0.
  mutating func findFeasible() -> Bool {
    if firstArtificial == width { return true }
    var cost = Array(repeating: 0.0, count: width)
    for variable in firstArtificial..<width { cost[variable] = 1 }
    _ = minimise(cost)
    let remaining = zip(basic, values).reduce(0) { $0 + ($1.0 >= firstArtificial ? $1.1 : 0) }
    let scale = values.reduce(1) { max($0, abs($1)) }
    guard remaining <= 1e-8 * scale else { return false }
    // None may leave 0 again.
    for variable in firstArtificial..<width { upper[variable] = 0 }
    for row in 0..<height where basic[row] >= firstArtificial { values[row] = 0 }
    return true
  }

  /// Dantzig's rule, and Bland's after many steps that gained nothing. False if unbounded.
  mutating func minimise(_ given: [Double]) -> Bool {
    let cost = given + Array(repeating: 0, count: width - given.count)
    price(cost)
    let tolerance = 1e-10 * cost.reduce(1) { max($0, abs($1)) }
    var idle = 0
    while true {
      guard let entering = entering(tolerance, firstOnly: idle > 60) else { return true }
      let (row, step, reachesUpper) = leaving(entering, firstOnly: idle > 60)
      if step == .infinity { return false }
      idle = step > 1e-11 ? 0 : idle + 1
      guard let row else {
        flipNonbasic(entering)
        continue
      }
      if reachesUpper { flipBasic(row) }
      pivot(row, entering)
    }
  }

  func values(_ count: Int) -> [Double] {
    var result = Array(repeating: 0.0, count: width)
    for row in 0..<height { result[basic[row]] = values[row] }
    for variable in 0..<count where isFlipped[variable] { result[variable] = upper[variable] - result[variable] }
    return Array(result[..<count])
  }

  private mutating func price(_ cost: [Double]) {
    func signed(_ variable: Int) -> Double { isFlipped[variable] ? -cost[variable] : cost[variable] }
    reduced = (0..<width).map(signed)
    for row in 0..<height {
      let weight = signed(basic[row])
      guard weight != 0 else { continue }
      for column in 0..<width { reduced[column] -= weight * entries[row * width + column] }
    }
  }

  private func entering(_ tolerance: Double, firstOnly: Bool) -> Int? {
    var best: Int?
    var lowest = -tolerance
    for column in 0..<width where reduced[column] < lowest && upper[column] > 0 {
      if firstOnly { return column }
      lowest = reduced[column]
      best = column
    }
    return best
  }

  /// Where the entering variable stops: a row whose variable meets a limit, or none where it meets its own.
  private func leaving(_ entering: Int, firstOnly: Bool) -> (row: Int?, step: Double, reachesUpper: Bool) {
    var best: (row: Int?, step: Double, reachesUpper: Bool) = (nil, upper[entering], false)
    var largest = 0.0
    for row in 0..<height {
      let entry = entries[row * width + entering]
      guard abs(entry) > 1e-9 else { continue }
      let room = entry > 0 ? values[row] : upper[basic[row]] - values[row]
      guard room < .infinity else { continue }
      let step = max(0, room) / abs(entry)
      let isTie = abs(step - best.step) <= 1e-12 * max(1, step)
      let isPreferred =
        firstOnly ? best.row.map { basic[row] < basic[$0] } ?? true : abs(entry) > largest
      if isTie ? isPreferred : step < best.step {
        best = (row, min(step, best.step), entry < 0)
        largest = abs(entry)
      }
    }
    return best
  }

  private mutating func flipNonbasic(_ column: Int) {
    for row in 0..<height {
      let entry = entries[row * width + column]
      guard entry != 0 else { continue }
      values[row] -= entry * upper[column]
      entries[row * width + column] = -entry
    }
    reduced[column] = -reduced[column]
    isFlipped[column].toggle()
  }

  private mutating func flipBasic(_ row: Int) {
    let variable = basic[row]
    for column in 0..<width where column != variable { entries[row * width + column].negate() }
    values[row] = upper[variable] - values[row]
    isFlipped[variable].toggle()
  }

  private mutating func pivot(_ row: Int, _ entering: Int) {
    let inverse = 1 / entries[row * width + entering]
    var used: [Int] = []
    for column in 0..<width where entries[row * width + column] != 0 {
      entries[row * width + column] *= inverse
      used.append(column)
    }
    entries[row * width + entering] = 1
    values[row] = max(0, values[row] * inverse)
    for other in 0..<height where other != row {
      let factor = entries[other * width + entering]
      guard factor != 0 else { continue }
      for column in used { entries[other * width + column] -= factor * entries[row * width + column] }
      entries[other * width + entering] = 0
      values[other] -= factor * values[row]
      if abs(values[other]) < 1e-12 { values[other] = 0 }
    }
    let factor = reduced[entering]
    for column in used { reduced[column] -= factor * entries[row * width + column] }
    reduced[entering] = 0
    basic[row] = entering
  }
}
