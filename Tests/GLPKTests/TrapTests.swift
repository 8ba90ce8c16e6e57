import CGLPK
import Foundation
import GLPK
import Testing

/// A handle that a test may carry to another thread, which only such a test wants.
private final class Carrier {
  var problem: Problem
  init() throws { problem = try Problem() }
}

private func onThread(_ body: @escaping @Sendable () -> Void) {
  let done = DispatchSemaphore(value: 0)
  Thread {
    body()
    done.signal()
  }.start()
  done.wait()
}

/// An error inside GLPK that validation would have caught, made by going around it.
private func provoke(_ problem: borrowing Problem) throws(SolverFault) {
  try Problem.check(cglpk_set_row_bounds(problem.handle, 1, [12345], [0], [1]))
}

private func twoColumns() throws(SolverFault) -> Problem {
  var problem = try Problem()
  try problem.load(
    columns: ColumnArrays(lower: [0, 0], upper: [.infinity, 4], cost: [3, 1], isInteger: [false, false]),
    rows: RowArrays(
      lower: [10], upper: [.infinity], start: [0, 2], columnIndex: [0, 1], coefficient: [1, 2]), objectiveOffset: 0)
  return problem
}

private func minimum() throws -> Double {
  var problem = try twoColumns()
  return try problem.runSimplex(.dual, milliseconds: 1000).objective
}

private func residentBytes() throws -> Int {
  let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
  return try #require(Int(pages)) * 4096
}

@Suite(.serialized) struct TrapTests {
  @Test func aThousandErrorsInARow() throws {
    func round() throws {
      let problem = try Problem()
      #expect { try provoke(problem) } throws: { error in
        guard case SolverFault.failed(let message) = error else { return false }
        return message.contains("row number out of range") && message.contains("12346")
      }
      #expect(throws: SolverFault.problemIsDead) { try provoke(problem) }
    }
    for _ in 0..<50 { try round() }
    let before = try residentBytes()
    for _ in 0..<1000 { try round() }
    #expect(try residentBytes() - before < 20_000_000)
    #expect(try minimum() == 10)
  }

  @Test func anErrorKillsEveryProblemOfTheThreadAndNoOther() throws {
    let first = try Problem()
    let second = try Problem()
    onThread { #expect(throws: Never.self) { try #expect(minimum() == 10) } }
    #expect(throws: (any Error).self) { try provoke(first) }
    #expect(throws: SolverFault.problemIsDead) { try second.basis() }
    onThread { #expect(throws: Never.self) { try #expect(minimum() == 10) } }
    #expect(try minimum() == 10)
  }

  @Test func aStoppedInteriorPointEndsTheProblemsOfItsThreadAndNoOther() throws {
    var kept = try Problem()
    let faults = try onOwnThread { () throws(SolverFault) -> [SolverFault] in
      var stopped = try twoColumns()
      var faults: [SolverFault] = []
      do throws(SolverFault) { _ = try stopped.runInteriorPoint(shouldStop: { true }) } catch { faults.append(error) }
      do throws(SolverFault) { _ = try stopped.basis() } catch { faults.append(error) }
      return faults
    }
    #expect(faults == [.interrupted, .problemIsDead])
    try kept.setStandardBasis()
    var asked = 0
    kept = try twoColumns()
    let isOptimal = try kept.runInteriorPoint {
      asked += 1
      return false
    }
    #expect(isOptimal && asked > 3)
  }

  @Test func faultsPassFromAnOwnThread() {
    #expect(throws: SolverFault.failed("of its own")) {
      try onOwnThread { () throws(SolverFault) in throw .failed("of its own") }
    }
  }

  @Test func anotherThreadIsRefused() throws {
    nonisolated(unsafe) var carrier: Carrier? = try Carrier()
    onThread {
      #expect(throws: SolverFault.wrongThread) { try carrier?.problem.runInteriorPoint() }
    }
    #expect(throws: Never.self) { try carrier?.problem.basis() }
    // Releasing it there must not abort.
    onThread { carrier = nil }
    #expect(try minimum() == 10)
  }

  @Test func aProblemMayOutliveItsThread() {
    nonisolated(unsafe) var carrier: Carrier?
    onThread { carrier = try? Carrier() }
    for _ in 0..<20 {
      onThread { #expect(throws: SolverFault.wrongThread) { try carrier?.problem.basis() } }
    }
    #expect(throws: SolverFault.wrongThread) { try carrier?.problem.basis() }
  }

  @Test func memoryLimitThrowsAndIsGone() throws {
    try Problem.limitMemory(megabytes: 2)
    var problem = try Problem()
    let count = 100_000
    let columns = ColumnArrays(
      lower: Array(repeating: 0, count: count), upper: Array(repeating: 1, count: count),
      cost: Array(repeating: 1, count: count), isInteger: Array(repeating: false, count: count))
    let rows = RowArrays(lower: [], upper: [], start: [0], columnIndex: [], coefficient: [])
    #expect(throws: SolverFault.memoryLimit) {
      try problem.load(columns: columns, rows: rows, objectiveOffset: 0)
    }
    #expect(throws: SolverFault.problemIsDead) { try problem.scale() }
    var next = try Problem()
    try next.load(columns: columns, rows: rows, objectiveOffset: 0)
    #expect(next.columnCount == count)
  }

  @Test func threadsSolveAtOnce() {
    DispatchQueue.concurrentPerform(iterations: 200) { index in
      if index % 3 == 0 {
        #expect(throws: (any Error).self) {
          let problem = try Problem()
          try provoke(problem)
        }
      }
      #expect(throws: Never.self) { try #expect(minimum() == 10) }
    }
  }
}
