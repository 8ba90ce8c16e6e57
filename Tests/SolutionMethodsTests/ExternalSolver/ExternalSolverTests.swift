import DispatchFormulation
import Foundation
import GridModel
import LinearOptimization
import Schedules
import SeedsAndSnapshots
import Testing

@testable import SolutionMethods

/// Commands of the shell in the place of solvers: whatever they do, the answer is right, or there is a reason and no answer.
@Suite struct ExternalSolverTests {
  /// One bus, 100 MW in one hour, 60 MW at 10 and 80 MW at 20: 1400.
  private let system = PowerSystem(
    name: "small", horizon: Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: 60, count: 1),
    valueOfLostLoad: .infinity, buses: [Bus(name: "bus", load: .constant(100))],
    thermalUnits: [(60.0, 10.0), (80, 20)].map { capacity, cost in
      ThermalUnit(
        name: "unit\(Int(capacity))", bus: "bus", capacity: capacity,
        fuelCurve: FuelCurve(coalRate: 0, minimumOutput: 0, capacity: capacity), fuelPrice: 0, variableCost: cost)
    })

  private func solve(
    _ command: String, timeLimit: Double? = nil, cancellation: Cancellation? = nil
  ) throws -> DispatchOutcome {
    let options = SolveOptions(gap: 1e-6, timeLimit: timeLimit, cancellation: cancellation)
    return try ExternalSolverMethod(
      DispatchProgram(system), solver: #require(ExternalSolver(command)), options: options
    ).solve()
  }

  private func reason(_ command: String) throws -> String {
    do {
      let outcome = try solve(command)
      return "no fault but \(outcome.status)"
    } catch {
      return "\(error)"
    }
  }

  @Test func faultsAreReasons() throws {
    let end = "# {model} {solution}"
    #expect(try reason("no-such-solver-here {model} {solution}").contains("no-such-solver-here was not found"))
    #expect(
      try reason("echo licence expired; exit 3 \(end)").contains("exit code 3\nit printed last:\n  licence expired"))
    #expect(try reason("true \(end)") == "true wrote no solution")
    #expect(try reason("kill -9 $$ \(end)").contains("exit code 137"))
    #expect(try reason("printf 'Infeasible - objective value 1\\n' > {solution} # {model}").contains("infeasible"))
    #expect(try reason("printf 's bas 9 9 f f 1\\n' > {solution} # {model}").contains("are not those of the model"))
    #expect(try reason("head -c 100000 /dev/urandom > {solution} # {model}").contains("it is no text"))
    #expect(try reason("printf '# Objective value = 1\\nx 1\\n' > {solution} # {model}").contains("no column x"))
    #expect(try reason("printf 'Optimal - objective value 0\\n' > {solution} # {model}").contains("breaks a limit"))
  }

  /// A point that is feasible and dear is a schedule, and not proven.
  @Test func claimsProveNothing() throws {
    let glpk = "printf 's bas 1 2 f f 1600\\ni 1 s 100 20\\nj 1 b 40 0\\nj 2 b 60 0\\ne o f\\n' > {solution} # {model}"
    let outcome = try solve(glpk)
    #expect(outcome.objective == 1600 && outcome.status == .feasible)
    #expect(abs(outcome.bound - 1400) < 1e-6)
    #expect(outcome.note?.contains("which is no proof") == true)
    #expect(try audit(#require(outcome.schedule), of: system, reportedObjective: 1600).passed)
    // Duals of the other sign are understood; senseless ones prove less.
    for (dual, bound) in [("-20", 1400.0), ("0", 0), ("15", 1200), ("30", 3000 - 60 * 20 - 80 * 10)] {
      let other = try solve(glpk.replacing("i 1 s 100 20", with: "i 1 s 100 \(dual)"))
      #expect(abs(other.bound - bound) < 1e-6, "\(dual): \(other.bound)")
    }
    // A cost that is claimed and not so.
    #expect(try reason(glpk.replacing("1600", with: "1500")).contains("it says that its point costs 1500"))
  }

  @Test func valuesWithoutDualsLeavePricesToGLPK() throws {
    let outcome = try solve(
      "awk '/^COLUMNS/{c=1;next} /^RHS/{c=0} c&&$1!=p{print $1,(n++?40:60);p=$1}' {model} > {solution}.rows;"
        + "{ echo '# Objective value = 1400'; cat {solution}.rows; } > {solution}")
    #expect(outcome.status == .optimal && abs((outcome.objective ?? 0) - 1400) < 1e-9)
    #expect(outcome.certifiedBy == "row duals of GLPK simplex")
    #expect(outcome.schedule?.values(.price, of: "bus") == [20])
  }

  /// Whatever the command does with signals, it ends soon after its time, and what it started with it.
  @Test(arguments: [
    "sleep 60 # {model} {solution}", "trap '' TERM; sleep 60; sleep 60 # {model} {solution}",
    "(sleep 60; touch {solution}) & wait # {model}",
  ]) func timeLimitEndsTheCommand(_ command: String) throws {
    let began = ContinuousClock.now
    let outcome = try solve(command, timeLimit: 0.2)
    #expect(outcome.status == .stoppedWithoutSolution && outcome.stopReason == .timeLimit)
    #expect(outcome.schedule == nil && outcome.bound == -.infinity)
    #expect(ContinuousClock.now - began < .seconds(20))
  }

  @Test func whatIsThereAtTheEndOfTimeIsTaken() throws {
    let outcome = try solve(
      "printf 's bas 1 2 f f 1400\\ni 1 s 100 20\\nj 1 b 60 0\\nj 2 b 40 0\\ne o f\\n' > {solution}; sleep 60 # {model}",
      timeLimit: 1)
    #expect(outcome.status == .optimal && outcome.objective == 1400)
  }

  @Test func cancellationEndsTheCommand() throws {
    let cancellation = Cancellation()
    Thread.detachNewThread {
      usleep(200_000)
      cancellation.cancel()
    }
    let outcome = try solve("sleep 60 # {model} {solution}", cancellation: cancellation)
    #expect(outcome.status == .stoppedWithoutSolution && outcome.stopReason == .cancelled)
  }
}
