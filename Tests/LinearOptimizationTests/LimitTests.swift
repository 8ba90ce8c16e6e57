import Foundation
import LinearOptimization
import Synchronization
import Testing

/// What stops a solve, and what it then still knows. The models need seconds without the limit.
@Suite(.serialized) struct LimitTests {
  private let longLinear = dispatchModel(hours: 500, units: 20)
  private let longInteger = commitmentModel(hours: 24, units: 10)

  private func seconds<R>(_ body: () throws -> R) rethrows -> (R, Double) {
    let start = ContinuousClock.now
    let result = try body()
    return (result, (ContinuousClock.now - start) / Duration.seconds(1))
  }

  @Test func cancelsSimplexFromAnotherThread() throws {
    let cancellation = Cancellation()
    var options = SolverOptions()
    options.cancellation = cancellation
    // A thread of its own: other tests may fill the shared pool for seconds.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.3)
      cancellation.cancel()
    }
    let (solution, elapsed) = try seconds { try solve(longLinear, options: options) }
    #expect(elapsed < 2)
    #expect(solution.stopReason == .cancelled)
    #expect(solution.status == .stoppedWithoutSolution || solution.status == .stoppedWithSolution)
    #expect(solution.basis != nil)
    #expect(solution.iterations > 0)
    // The basis goes on where the run stopped.
    var resumed = SolverOptions()
    resumed.startBasis = solution.basis
    resumed.iterationLimit = 1
    #expect(try solve(longLinear, options: resumed).stopReason == .iterationLimit)
  }

  @Test func aCancelledSolveDoesNothing() throws {
    var options = SolverOptions()
    options.cancellation = Cancellation()
    options.cancellation?.cancel()
    for model in [longLinear, longInteger] {
      let solution = try solve(model, options: options)
      #expect(solution.status == .stoppedWithoutSolution)
      #expect(solution.stopReason == .cancelled)
      #expect(solution.iterations == 0)
      #expect(solution.objective.isNaN)
    }
  }

  @Test func cancelledBranchAndCutKeepsItsIncumbent() throws {
    let cancellation = Cancellation()
    let seen = Mutex<[SolverProgress]>([])
    var options = SolverOptions()
    options.cuts = false
    options.cancellation = cancellation
    options.progress = { progress in
      seen.withLock { $0.append(progress) }
      if progress.phase == .branchAndCut, progress.incumbent != nil { cancellation.cancel() }
    }
    let solution = try solve(longInteger, options: options)
    #expect(solution.status == .stoppedWithSolution)
    #expect(solution.stopReason == .cancelled)
    #expect(feasibilityError(of: solution.columnValues, in: longInteger) < 1e-6)
    #expect(integralityError(of: solution.columnValues, in: longInteger) == 0)
    let root = try solve(longInteger.relaxed())
    #expect(solution.bound >= root.objective * (1 - 1e-9))
    #expect(solution.bound <= solution.objective)
    #expect(solution.relativeGap > 0 && solution.relativeGap < 1)
    let reports = seen.withLock { $0 }
    #expect(reports.contains { $0.phase == .simplex })
    #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.elapsed <= $1.elapsed && $0.iterations <= $1.iterations })
  }

  @Test func timeLimits() throws {
    var options = SolverOptions()
    options.timeLimit = 0.3
    options.cuts = false
    for model in [longLinear, longInteger] {
      let (solution, elapsed) = try seconds { try solve(model, options: options) }
      #expect(elapsed < 2)
      #expect(solution.stopReason == .timeLimit)
    }
  }

  @Test func nodeLimit() throws {
    var options = SolverOptions()
    options.cuts = false
    options.nodeLimit = 50
    let solution = try solve(longInteger, options: options)
    #expect(solution.stopReason == .nodeLimit)
    #expect(solution.nodes > 50 && solution.nodes < 5000)
  }

  @Test(arguments: [SolverOptions.Method.dualSimplex, .primalSimplex])
  func iterationLimitsAreResumedToTheOptimum(method: SolverOptions.Method) throws {
    let model = dispatchModel(hours: 48, units: 5)
    let optimum = try solve(model).objective
    var options = SolverOptions()
    options.method = method
    options.iterationLimit = 20
    let stops = try withSession(model) { session throws(SolverFault) in
      var solution = try session.solve(options)
      var stops = 0
      while solution.status != .optimal && stops < 1000 {
        #expect(solution.stopReason == .iterationLimit)
        #expect(solution.iterations == 20)
        #expect(solution.bound <= optimum * (1 + 1e-9))
        #expect(solution.columnValues.isEmpty == (solution.status == .stoppedWithoutSolution))
        if solution.status == .stoppedWithSolution { #expect(solution.objective >= optimum * (1 - 1e-9)) }
        stops += 1
        solution = try session.solve(options)
      }
      #expect(abs(solution.objective / optimum - 1) < 1e-9)
      return stops
    }
    #expect(stops > 3)
  }

  @Test func aStoppedDualSimplexProvesABound() throws {
    let model = dispatchModel(hours: 48, units: 5)
    let optimum = try solve(model).objective
    var options = SolverOptions()
    options.iterationLimit = 60
    let solution = try solve(model, options: options)
    #expect(solution.status == .stoppedWithoutSolution)
    #expect(solution.bound > 0.2 * optimum && solution.bound <= optimum)
  }

  @Test func memoryLimitIsAFaultAndLeavesNoTrace() throws {
    var options = SolverOptions()
    options.memoryLimitMegabytes = 1
    #expect(throws: SolverFault.memoryLimit) { try solve(longLinear, options: options) }
    let model = dispatchModel(hours: 120, units: 10)
    #expect(try solve(model).status == .optimal)
    var faults: [SolverFault] = []
    try withSession(longLinear) { session throws(SolverFault) in
      // Loading took more already.
      do throws(SolverFault) { _ = try session.solve(options) } catch { faults.append(error) }
      var stopped = SolverOptions()
      stopped.iterationLimit = 1
      #expect(try session.solve(stopped).stopReason == .iterationLimit)
    }
    #expect(faults == [.memoryLimit])
    #expect(throws: SolverFault.problemIsDead) {
      try withSession(model) { session throws(SolverFault) in
        do throws(SolverFault) { _ = try session.solve(options) } catch { faults.append(error) }
        _ = try session.solve()
      }
    }
    #expect(faults == [.memoryLimit, .memoryLimit])
    options.memoryLimitMegabytes = 500
    #expect(try solve(model, options: options).status == .optimal)
  }

  @Test func anIncumbentIsTheStartAndTheAnswerIfNothingBetterComes() throws {
    var options = SolverOptions()
    options.relativeGap = 0.01
    let first = try solve(longInteger, options: options)
    #expect(first.status == .optimal && first.relativeGap <= 0.01)
    let reported = Mutex<Double?>(nil)
    options.incumbent = first.columnValues
    options.progress = { progress in
      guard let incumbent = progress.incumbent, progress.phase == .branchAndCut else { return }
      reported.withLock { $0 = max($0 ?? incumbent, incumbent) }
    }
    let second = try solve(longInteger, options: options)
    #expect(second.objective <= first.objective)
    // No worse incumbent than the start was ever reported.
    #expect(try #require(reported.withLock { $0 }) <= first.objective * (1 + 1e-9))
    options.cancellation = Cancellation()
    options.cancellation?.cancel()
    let none = try solve(longInteger, options: options)
    #expect(none.status == .stoppedWithSolution)
    #expect(none.objective == first.objective)

    for wrong in [[], first.columnValues.map { $0 * 0.5 }, first.columnValues.map { $0.rounded(.down) }] {
      options.incumbent = wrong
      let fault = #expect(throws: SolverFault.self) { try solve(longInteger, options: options) }
      #expect(fault?.description.contains("incumbent") == true)
    }
  }

  @Test func progressMaySolveButNotInsideTheTree() throws {
    let small = dispatchModel(hours: 4, units: 2)
    let faults = Mutex<Set<String>>([])
    var options = SolverOptions()
    options.relativeGap = 0.01
    options.progress = { progress in
      do { _ = try solve(small) } catch {
        faults.withLock { _ = $0.insert("\(progress.phase) \(error)") }
      }
    }
    #expect(try solve(longInteger, options: options).status == .optimal)
    #expect(faults.withLock { $0 } == ["branchAndCut \(SolverFault.insideCallback)"])
  }
}
