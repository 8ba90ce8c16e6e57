import GridModel
import LinearOptimization
import Schedules

/// Rules over the horizon: a row over the steps of every period, with a slack per step where what is missed is paid for.
struct HorizonRules: DeviceFormulation {
  private let rules: [HorizonRule]
  /// Rows of each rule, by period.
  private let rows: [[(row: Int, steps: Range<Int>)]]
  private let slacks: [SpanSlack]

  init(in builder: inout ProgramBuilder) {
    rules = builder.system.rules
    let first = builder.spanSlacks.count
    rows = builder.system.rules.map { Self.add($0, to: &builder) }
    slacks = Array(builder.spanSlacks[first...])
  }

  /// Uses with their weights, and MW that a share is a part of.
  private struct Sum {
    var uses: [(use: LinearUse, weight: Double)] = []
    var basis: [Double]
    /// MW of the basis per MW built.
    var built: [(capacity: BuiltCapacity, part: [Double])] = []
  }

  private static func sum(of rule: HorizonRule, in builder: ProgramBuilder) -> Sum {
    let system = builder.system
    let covered = Set(system.buses.filter(rule.covers).map(\.name))
    var sum = Sum(basis: Array(repeating: 0, count: builder.steps))
    func add(_ values: [Double]) { for t in values.indices { sum.basis[t] += values[t] } }
    func addUnits(_ uses: [LinearUse], _ weight: (ThermalUnit) -> Double) {
      for (unit, use) in zip(system.thermalUnits, uses) where covered.contains(unit.bus) && weight(unit) != 0 {
        sum.uses.append((use, weight(unit)))
      }
    }
    func addPlants(weight: Double, onlyNew: Bool = false) {
      for (plant, use) in zip(system.renewables, builder.renewableOutput) where covered.contains(plant.bus) {
        if onlyNew, plant.technology != .wind, plant.technology != .solar { continue }
        sum.uses.append((use, weight))
        guard onlyNew else { continue }
        add(plant.availability.scaled(by: plant.capacity).values(count: builder.steps))
        if let built = builder.capacity(.renewable, plant.name) {
          sum.built.append((built, plant.availability.values(count: builder.steps)))
        }
      }
    }
    switch rule.kind {
    case .co2Cap:
      addUnits(builder.fuelUse) { $0.co2PerFuel }
      for (storage, power) in zip(system.storages, builder.discharges) where covered.contains(storage.bus) {
        if storage.co2PerDischarge != 0 {
          sum.uses.append((LinearUse(terms: [Term(power, 1)]), storage.co2PerDischarge))
        }
      }
    case .fuelCap, .takeOrPay: addUnits(builder.fuelUse) { $0.fuel == rule.fuel ? 1 : 0 }
    case .maintenance:
      for (unit, use) in zip(system.thermalUnits, builder.thermalPower) where unit.name == rule.outage?.unit {
        sum.uses.append((use, 1))
      }
    case .renewableUtilisation: addPlants(weight: 1, onlyNew: true)
    case .renewableShareOfLoad:
      addPlants(weight: 1)
      for bus in system.buses where rule.covers(bus) && bus.carrier == .electricity {
        add(bus.load.values(count: builder.steps))
      }
    case .renewableShareOfGeneration:
      addPlants(weight: 1 - rule.limit)
      addUnits(builder.thermalPower) { _ in -rule.limit }
    }
    return sum
  }

  private static func add(_ rule: HorizonRule, to builder: inout ProgramBuilder) -> [(row: Int, steps: Range<Int>)] {
    if rule.kind == .maintenance, builder.options.commitment {
      place(rule, in: &builder)
      return []
    }
    let horizon = builder.system.horizon
    let sum = sum(of: rule, in: builder)
    let (fixed, least, most) = activities(sum, builder)
    let periods = rule.periods(of: horizon)
    let limits = periods.map { steps in
      let basis = steps.reduce(0) { $0 + sum.basis[$1] } * builder.stepHours
      let limit = rule.kind.isShare ? rule.share(ofEnergy: basis, in: steps) : rule.allowance(in: steps, of: horizon)
      return limit - steps.reduce(0) { $0 + fixed[$1] } * builder.stepHours
    }
    var slack: ColumnBlock?
    if rule.price < .infinity {
      var upper = Array(repeating: 0.0, count: builder.steps)
      for (steps, limit) in zip(periods, limits) {
        let part = limit / Double(steps.count)
        for t in steps {
          let missed = rule.kind.isFloor ? part - least[t] * builder.stepHours : most[t] * builder.stepHours - part
          upper[t] = max(0, missed, rule.kind.isFloor ? part : most[t] * builder.stepHours)
          for (built, share) in sum.built {
            upper[t] += rule.limit * share[t] * built.expansion.most * builder.stepHours
          }
        }
      }
      slack = builder.model.addColumns(
        "missed(\(rule.name))", count: builder.steps, upper: .series(upper), cost: .constant(rule.price))
    }
    return zip(periods, limits).enumerated().map { number, period in
      let (steps, limit) = period
      var columns = slack.map { block in steps.map { block.first + $0 } } ?? []
      let own = columns.count
      var coefficients = Array(repeating: rule.kind.isFloor ? 1.0 : -1, count: own)
      for (use, weight) in sum.uses {
        for term in use.terms {
          for t in steps {
            columns.append(term.columns.first + t)
            coefficients.append(term.coefficient[t] * weight * builder.stepHours)
          }
        }
      }
      for (built, part) in sum.built {
        // What is available of it must be taken in part too.
        let owed = steps.map { -rule.limit * part[$0] * builder.stepHours }
        columns += built.isStaged ? steps.map { built.columns.first + $0 } : [built.columns.first]
        coefficients += built.isStaged ? owed : [owed.reduce(0, +)]
      }
      let row = builder.model.addRow(
        "rule(\(rule.name),\(number))", lower: rule.kind.isFloor ? limit : -.infinity,
        upper: rule.kind.isFloor ? .infinity : limit, columns: columns, coefficients: coefficients)
      let missed = slack.map { $0.first + steps.lowerBound..<$0.first + steps.upperBound } ?? 0..<0
      builder.spanSlacks.append(SpanSlack(row: row, columns: missed))
      return (row, steps)
    }
  }

  /// With commitment: parts m of the outage begin in each step, and each holds the unit off for all of it. Statuses of 0 and
  /// 1 make a part that is positive an outage that could be whole, so m needs not be integer.
  private static func place(_ rule: HorizonRule, in builder: inout ProgramBuilder) {
    guard let outage = rule.outage,
      let status = builder.commitments.first(where: { $0.name == outage.unit })?.status
    else { return }
    let length = builder.system.horizon.steps(coveringHours: outage.hours)
    let starts = outage.window.lowerBound..<max(outage.window.lowerBound, outage.window.upperBound - length + 1)
    let begin = builder.model.addColumns(
      "outage(\(rule.name))", count: builder.steps,
      upper: .series((0..<builder.steps).map { starts.contains($0) ? 1 : 0 }))
    var columns = starts.map { begin.first + $0 }
    if rule.price < .infinity {
      let missed = builder.model.addColumns(
        "missed(\(rule.name))", count: builder.steps, upper: 1, cost: .constant(rule.price * outage.energy))
      columns.append(missed.first)
    }
    builder.model.addRow(
      "outage(\(rule.name))", lower: 1, upper: 1, columns: columns, coefficients: columns.map { _ in 1 })
    builder.model.addRows(
      "held(\(rule.name))", count: builder.steps, upper: 1, isLazy: true,
      terms: (0..<min(length, builder.steps)).map { Term(begin, 1, shift: -$0) } + [Term(status, 1)])
  }

  /// What is given in each step, and what the decisions can come to at least and at most.
  private static func activities(
    _ sum: Sum, _ builder: ProgramBuilder
  ) -> (fixed: [Double], least: [Double], most: [Double]) {
    let zero = Array(repeating: 0.0, count: builder.steps)
    var (fixed, least, most) = (zero, zero, zero)
    for (use, weight) in sum.uses {
      if let given = use.fixed { for t in given.indices { fixed[t] += given[t] * weight } }
      for term in use.terms {
        for t in 0..<builder.steps {
          let factor = term.coefficient[t] * weight
          let ends = (
            factor * builder.model.columnLower[term.columns.first + t],
            factor * builder.model.columnUpper[term.columns.first + t]
          )
          least[t] += min(ends.0, ends.1)
          most[t] += max(ends.0, ends.1)
        }
      }
    }
    return (fixed, least, most)
  }

  func record(_ values: [Double], in schedule: inout Schedule) {}

  /// The dual of a period's row in each of its steps: what one more t or MWh would save.
  func recordDuals(_ duals: [Double], in schedule: inout Schedule) {
    var names: [String] = []
    var columns: [[Double]] = []
    for (rule, periods) in zip(rules, rows) where periods.contains(where: { duals[$0.row] != 0 }) {
      var prices = Array(repeating: 0.0, count: schedule.horizon.count)
      for (row, steps) in periods {
        // Ceilings have negative duals.
        let price = max(0, rule.kind.isFloor ? duals[row] : -duals[row])
        for t in steps { prices[t] = price }
      }
      names.append(rule.name)
      columns.append(prices)
    }
    if !names.isEmpty { schedule[.rulePrice] = SeriesTable(names: names, columns: columns) }
  }
}

extension DispatchProgram {
  /// Books what is missed of rules over the horizon: to be called when all else is decided.
  public func bookMissed(_ values: inout [Double]) {
    for slack in spanSlacks where !slack.columns.isEmpty {
      for column in slack.columns { values[column] = 0 }
      let activity = model.activity(ofRow: slack.row, values)
      let missed = max(model.rowLower[slack.row] - activity, activity - model.rowUpper[slack.row])
      let room = slack.columns.reduce(0) { $0 + model.columnUpper[$1] }
      guard missed > 0, room > 0 else { continue }
      let part = min(1, missed / room)
      for column in slack.columns { values[column] = part * model.columnUpper[column] }
    }
  }
}
