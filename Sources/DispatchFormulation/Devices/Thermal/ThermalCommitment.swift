import GridModel
import LinearOptimization

/// A thermal unit with commitment: the tight three-binary form.
///
/// Status u, start v, stop w; output above minimum is a sum of boxed segments. Generation limits, ramps and minimum
/// times after Morales-España, Latorre and Ramos, "Tight and compact MILP formulation for the thermal unit commitment
/// problem" (IEEE Trans. Power Systems 28, 2013), Damcı-Kurt et al., "A polyhedral study of production ramping"
/// (Math. Programming 158, 2016), and the comparison of Knueven, Ostrowski and Watson, "On mixed-integer programming
/// formulations for the unit commitment problem" (INFORMS J. Computing 32, 2020).
struct ThermalCommitment {
  private let unit: ThermalUnit
  private let cost: CostSegments
  private let available: [Double]
  private let steps: Int
  private let hours: Double
  private let upSteps: Int
  private let downSteps: Int
  private let startUpRamp: Double
  private let shutDownRamp: Double
  private let status: ColumnBlock
  private let start: ColumnBlock
  private let stop: ColumnBlock
  private let segments: [ColumnBlock]
  private let stages: StageStatuses
  private var reserveUp: ColumnBlock?
  private var reserveDown: ColumnBlock?
  private let given: [Bool?]
  private let startLimits: [ThermalSubproblem.StartLimit]
  private var startClasses: [ThermalSubproblem.StartClass] = []

  static func add(_ unit: ThermalUnit, to builder: inout ProgramBuilder) -> ThermalFleet.Columns {
    let (firstColumn, firstRow) = (builder.model.columnCount, builder.model.rowCount)
    var commitment = ThermalCommitment(unit, in: &builder)
    commitment.addReserveColumns(to: &builder)
    commitment.addLogic(to: &builder)
    commitment.addMinimumTimes(to: &builder)
    commitment.addGenerationLimits(to: &builder)
    commitment.addRamps(to: &builder)
    commitment.addStageRamps(to: &builder)
    commitment.addStartClasses(to: &builder)
    builder.commitments.append(
      CommitmentBlock(
        name: unit.name, columns: firstColumn..<builder.model.columnCount, rows: firstRow..<builder.model.rowCount,
        subproblem: commitment.subproblem))
    commitment.addStartLimits(to: &builder)
    builder.switched.append(commitment.switchedSupply(in: builder))
    builder.supply(unit.bus, commitment.status, .constant(unit.minimumOutput))
    for segment in commitment.segments { builder.supply(unit.bus, segment) }
    if let reserve = commitment.reserveUp { builder.provideReserve(.up, from: unit.reserveProvider, reserve) }
    if let reserve = commitment.reserveDown { builder.provideReserve(.down, from: unit.reserveProvider, reserve) }
    let cost = commitment.cost
    return ThermalFleet.Columns(
      segments: commitment.segments, perStatus: unit.minimumOutput, status: commitment.status,
      reserveUp: commitment.reserveUp.map { .decided($0) }, reserveDown: commitment.reserveDown.map { .decided($0) },
      fuel: LinearUse(
        terms: [Term(commitment.status, .constant(cost.baseFuel))]
          + zip(commitment.segments, cost.fuelSlopes).map { Term($0, .constant($1)) }))
  }

  private init(_ unit: ThermalUnit, in builder: inout ProgramBuilder) {
    self.unit = unit
    steps = builder.steps
    hours = builder.stepHours
    available = unit.availability.scaled(by: unit.capacity).values(count: steps)
    cost = CostSegments.committed(unit, co2Price: builder.system.co2Price)
    upSteps = max(1, builder.system.horizon.steps(coveringHours: unit.minimumUpHours))
    downSteps = max(1, builder.system.horizon.steps(coveringHours: unit.minimumDownHours))
    startUpRamp = min(unit.capacity, unit.startUpRamp)
    shutDownRamp = min(unit.capacity, unit.shutDownRamp)
    startLimits = unit.startLimits.left(in: builder.system.horizon)
      .filter { $0.starts < Double($0.steps.count) }
      .map { ThermalSubproblem.StartLimit(steps: $0.steps, most: Int($0.starts), isOfMonth: $0.isOfMonth) }

    given = Self.givenStatus(unit, available, builder)
    status = builder.model.addColumns(
      "status(\(unit.name))", count: steps, lower: .series(given.map { $0 == true ? 1 : 0 }),
      upper: .series(given.map { $0 == false ? 0 : 1 }), cost: .constant(cost.baseCost * hours), integer: true)
    start = builder.model.addColumns(
      "start(\(unit.name))", count: steps, upper: 1,
      cost: .constant(Self.isClassed(unit) ? 0 : unit.startClasses.first?.cost ?? 0))
    stop = builder.model.addColumns("stop(\(unit.name))", count: steps, upper: 1)
    segments = cost.widths.indices.map { [cost] k in
      builder.model.addColumns(
        "power(\(unit.name),\(k))", count: builder.steps, upper: .constant(cost.widths[k]),
        cost: .constant(cost.slopes[k] * builder.stepHours))
    }
    stages = StageStatuses(unit, cost, segments: segments, status: status, in: &builder)
  }

  /// The same unit as the rows describe it, for methods that price it.
  private var subproblem: ThermalSubproblem {
    ThermalSubproblem(
      minimumUpSteps: upSteps, minimumDownSteps: downSteps, given: given, initiallyOn: unit.initialState?.isOn,
      headroom: available.map { difference($0, unit.minimumOutput) },
      startCut: available.map { max(0, difference($0, startUpRamp)) },
      stopCut: available.map { max(0, difference($0, shutDownRamp)) }, widths: cost.widths,
      reserveLimit: min(unit.reserveLimit, unit.capacity - unit.minimumOutput), status: status, start: start,
      stop: stop, segments: segments, stages: stages.stages, reserveUp: reserveUp, reserveDown: reserveDown,
      startClasses: startClasses, startLimits: startLimits)
  }

  /// The same unit for methods that are given its statuses.
  private func switchedSupply(in builder: ProgramBuilder) -> SwitchedSupply {
    let (up, down) = (unit.rampUp * hours, unit.rampDown * hours)
    let range = unit.capacity - unit.minimumOutput
    let initial = unit.initialState.flatMap { $0.isOutputKnown ? $0.output : nil }
    return SwitchedSupply(
      supply: AdjustableSupply(bus: builder.bus(unit.bus), segments: segments, initialOutput: initial), status: status,
      minimumOutput: unit.minimumOutput, headroom: available.map { difference($0, unit.minimumOutput) },
      startCut: available.map { max(0, difference($0, startUpRamp)) },
      stopCut: available.map { max(0, difference($0, shutDownRamp)) },
      ramps: (
        up < range ? up : .infinity, down < range ? down : .infinity, up < range ? startUpRamp : .infinity,
        down < range ? shutDownRamp : .infinity
      ), initiallyOn: unit.initialState?.isOn)
  }

  /// Set on, out of service, or held by what is left of the minimum time at the start.
  private static func givenStatus(
    _ unit: ThermalUnit, _ available: [Double], _ builder: ProgramBuilder
  ) -> [Bool?] {
    let mustRun = unit.mustRun.values(count: builder.steps)
    var given: [Bool?] = zip(mustRun, available).map { mustRun, available in
      if available < unit.minimumOutput || available <= 0 { return false }
      return mustRun > 0.5 ? true : nil
    }
    guard let state = unit.initialState else { return given }
    var held = builder.system.horizon.steps(coveringHours: unit.heldHours)
    // A unit above its shut-down ramp cannot go off in the first step.
    if state.isOn, state.isOutputKnown, state.output + state.reserveUp > unit.shutDownRamp { held = max(held, 1) }
    for t in 0..<min(held, builder.steps) { given[t] = state.isOn }
    return given
  }

  private mutating func addReserveColumns(to builder: inout ProgramBuilder) {
    let limit = min(unit.reserveLimit, unit.capacity - unit.minimumOutput)
    guard limit > 0, unit.givesReserve else { return }
    if builder.needsReserve(.up, from: unit.reserveProvider) {
      let reserve = builder.model.addColumns("reserveUp(\(unit.name))", count: steps, upper: .constant(limit))
      reserveUp = reserve
    }
    if builder.needsReserve(.down, from: unit.reserveProvider) {
      let reserve = builder.model.addColumns("reserveDown(\(unit.name))", count: steps, upper: .constant(limit))
      builder.model.addRows(
        "footroom(\(unit.name))", count: steps, lower: 0, isLazy: true,
        terms: segments.map { Term($0, 1) } + [Term(reserve, -1)])
      reserveDown = reserve
    }
  }

  /// u_t − u_{t−1} = v_t − w_t. A unit of unknown state counts as on before the first step, and its stop there is free:
  /// so the first stop also marks a unit that is off from the first step on.
  private func addLogic(to builder: inout ProgramBuilder) {
    var before = Array(repeating: 0.0, count: steps)
    before[0] = unit.initialState?.isOn ?? true ? 1 : 0
    builder.model.addRows(
      "logic(\(unit.name))", count: steps, lower: .series(before), upper: .series(before),
      terms: [Term(status, 1), Term(status, -1, shift: -1), Term(start, -1), Term(stop, 1)])
  }

  /// A start keeps the unit on, a stop keeps it off.
  private func addMinimumTimes(to builder: inout ProgramBuilder) {
    builder.model.addRows(
      "minimumUp(\(unit.name))", count: steps, upper: 0, isLazy: true,
      terms: (0..<min(upSteps, steps)).map { Term(start, 1, shift: -$0) } + [Term(status, -1)])
    builder.model.addRows(
      "minimumDown(\(unit.name))", count: steps, upper: 1, isLazy: true,
      terms: (0..<min(downSteps, steps)).map { Term(stop, ofRealStop($0), shift: -$0) } + [Term(status, 1)])
  }

  /// 1, but 0 in the step in which a stop shifted by `offSteps` would be the free one of a unit of unknown state.
  private func ofRealStop(_ offSteps: Int) -> BlockValues {
    guard unit.initialState == nil, offSteps > 0 else { return 1 }
    var values = Array(repeating: 1.0, count: steps)
    values[offSteps] = 0
    return .series(values)
  }

  /// a − b, and 0 where that is only rounding: 0.7 · 120 − 84 must not become a coefficient of 1e-14, on which the simplex
  /// method may cycle for ever.
  private func difference(_ a: Double, _ b: Double) -> Double {
    abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) ? 0 : a - b
  }

  /// Output and reserve stay within what is available, within the start-up ramp in the first step on and within the
  /// shut-down ramp in the last; segments keep their order at fractional statuses.
  private func addGenerationLimits(to builder: inout ProgramBuilder) {
    let output = segments.map { Term($0, 1) } + (reserveUp.map { [Term($0, 1)] } ?? [])
    let headroom = BlockValues.series(available.map { -difference($0, unit.minimumOutput) })
    let startCut = available.map { max(0, difference($0, startUpRamp)) }
    let stopCut = available.map { max(0, difference($0, shutDownRamp)) }
    func addRows(_ label: String, _ startCut: [Double], _ stopCut: [Double]) {
      builder.model.addRows(
        label, count: steps, upper: 0, isLazy: true,
        terms: output + [
          Term(status, headroom), Term(start, .series(startCut)), Term(stop, .series(stopCut), shift: 1),
        ])
    }
    if upSteps > 1 || startCut.allSatisfy({ $0 == 0 }) || stopCut.allSatisfy({ $0 == 0 }) {
      addRows("limit(\(unit.name))", startCut, stopCut)
    } else {
      // On for a single step: start and stop limits cannot be added up.
      addRows("startLimit(\(unit.name))", startCut, zip(stopCut, startCut).map { max(0, difference($0, $1)) })
      addRows("stopLimit(\(unit.name))", zip(startCut, stopCut).map { max(0, difference($0, $1)) }, stopCut)
    }
    for (segment, width) in zip(segments, cost.widths).dropLast() {
      builder.model.addRows(
        "segment(\(unit.name))", count: steps, upper: 0, isLazy: true,
        terms: [Term(segment, 1), Term(status, .constant(-width))])
    }
  }

  private func addRamps(to builder: inout ProgramBuilder) {
    let up = unit.rampUp * hours
    let down = unit.rampDown * hours
    let range = unit.capacity - unit.minimumOutput
    let initial = unit.initialState.flatMap { $0.isOutputKnown ? max(0, $0.output - unit.minimumOutput) : nil }
    let now = segments.map { Term($0, 1) }
    let before = segments.map { Term($0, -1, shift: -1) }
    if up < range {
      var upper = Array(repeating: 0.0, count: steps)
      upper[0] = initial ?? .infinity
      builder.model.addRows(
        "rampUp(\(unit.name))", count: steps, upper: .series(upper), isLazy: true,
        terms: now + before + (reserveUp.map { [Term($0, 1)] } ?? []) + [
          Term(status, .constant(-up)),
          Term(start, .constant(-difference(startUpRamp, unit.minimumOutput + up))),
        ])
    }
    if down < range {
      var lower = Array(repeating: 0.0, count: steps)
      lower[0] = initial ?? -.infinity
      builder.model.addRows(
        "rampDown(\(unit.name))", count: steps, lower: .series(lower), isLazy: true,
        terms: now + before + (reserveDown.map { [Term($0, -1)] } ?? []) + [
          Term(status, .constant(down)),
          Term(stop, .constant(difference(shutDownRamp, unit.minimumOutput))),
        ])
    }
  }

  /// The part of the output that lies in a deep stage rises and falls no faster than its ramp; starts and stops pass.
  private func addStageRamps(to builder: inout ProgramBuilder) {
    var ends = [0.0]
    for width in cost.widths { ends.append((ends.last ?? 0) + width) }
    for stage in unit.deepStages where stage.ramp * hours < stage.width {
      let low = stage.bottom - unit.minimumOutput - 1e-9
      let high = stage.top - unit.minimumOutput + 1e-9
      let part = segments.indices.filter { ends[$0] >= low && ends[$0 + 1] <= high }.map { segments[$0] }
      let ramp = stage.ramp * hours
      let change = part.map { Term($0, 1) } + part.map { Term($0, -1, shift: -1) }
      let before = unit.initialState.flatMap { $0.isOutputKnown ? $0 : nil }.map {
        $0.isOn ? min(max(0, $0.output - stage.bottom), stage.width) : 0
      }
      var upper = Array(repeating: ramp, count: steps)
      upper[0] = before.map { $0 + ramp } ?? .infinity
      builder.model.addRows(
        "rampStageUp(\(unit.name))", count: steps, upper: .series(upper), isLazy: true,
        terms: change + [Term(start, .constant(ramp - stage.width))])
      var lower = Array(repeating: -ramp, count: steps)
      lower[0] = before.map { $0 - ramp } ?? -.infinity
      builder.model.addRows(
        "rampStageDown(\(unit.name))", count: steps, lower: .series(lower), isLazy: true,
        terms: change + [Term(stop, .constant(stage.width - ramp))])
    }
  }

  /// Starts within each day and month stay within what is left of their number. The rows are not the block's own, so
  /// that a decomposition prices them.
  private func addStartLimits(to builder: inout ProgramBuilder) {
    for (index, limit) in startLimits.enumerated() {
      let row = builder.model.addRow(
        "starts(\(unit.name),\(index))", upper: Double(limit.most), columns: limit.steps.map { start.first + $0 },
        coefficients: Array(repeating: 1, count: limit.steps.count))
      builder.startRows.append(
        StartRow(unit: unit.name, row: row, steps: limit.steps, isOfMonth: limit.isOfMonth))
    }
  }

  private static func isClassed(_ unit: ThermalUnit) -> Bool {
    Set(unit.startClasses.map(\.cost)).count > 1
  }

  /// A start belongs to one class; all but the coldest need a stop that is recent enough.
  private mutating func addStartClasses(to builder: inout ProgramBuilder) {
    guard Self.isClassed(unit) else { return }
    let classes = unit.startClasses
    var members = [Term(start, -1)]
    for (index, startClass) in classes.enumerated() {
      let starts = builder.model.addColumns(
        "start(\(unit.name),\(index))", count: steps, upper: 1, cost: .constant(startClass.cost))
      members.append(Term(starts, 1))
      guard index + 1 < classes.count else {
        startClasses.append(.init(columns: starts, offSteps: 1..<steps + 1, initialSteps: 0..<steps))
        continue
      }
      let hours = startClass.offlineHours..<max(startClass.offlineHours, classes[index + 1].offlineHours)
      startClasses.append(addReach(of: starts, offHours: hours, "reach(\(unit.name),\(index))", to: &builder))
    }
    builder.model.addRows("startClass(\(unit.name))", count: steps, lower: 0, upper: 0, terms: members)
  }

  /// starts_t ≤ Σ w_{t−k} over the times off k of the class, and 1 where a unit off since before the first step has
  /// been off that long.
  private func addReach(
    of starts: ColumnBlock, offHours: Range<Double>, _ label: String, to builder: inout ProgramBuilder
  ) -> ThermalSubproblem.StartClass {
    let horizon = builder.system.horizon
    // Times off beyond the horizon are left to `since`.
    let shortest = max(1, horizon.steps(coveringHours: offHours.lowerBound))
    let longest = min(steps, horizon.steps(coveringHours: offHours.upperBound)) - 1
    let offSteps = shortest..<max(shortest, longest + 1)
    var since = Array(repeating: 0.0, count: steps)
    if let state = unit.initialState, !state.isOn {
      for t in 0..<steps where offHours.contains(Double(t) * hours - state.hours + 1e-9) { since[t] = 1 }
    }
    var terms = [Term(starts, 1)]
    for k in offSteps {
      if k >= downSteps {
        terms.append(Term(stop, -1, shift: -k))
      } else if unit.initialState == nil {
        // Shorter than the minimum time off: only the free stop of a unit of unknown state can be meant.
        var first = Array(repeating: 0.0, count: steps)
        first[k] = -1
        terms.append(Term(stop, .series(first), shift: -k))
      }
    }
    builder.model.addRows(label, count: steps, upper: .series(since), isLazy: true, terms: terms)
    let first = since.firstIndex(of: 1) ?? 0
    return .init(columns: starts, offSteps: offSteps, initialSteps: first..<first + since.count { $0 == 1 })
  }
}
