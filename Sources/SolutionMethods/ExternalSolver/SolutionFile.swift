import Foundation
import LinearOptimization

/// What an external solver wrote about a model: values of the columns, and where it gives them duals of the rows.
struct SolutionFile {
  enum Format: String, CaseIterable {
    case glpk = "GLPK"
    case highs = "HiGHS"
    case cbc = "CBC"
    case scip = "SCIP"
    case gurobi = "Gurobi"

    /// Whether its solution of an LP has the duals.
    var givesDuals: Bool { self == .glpk || self == .highs }
    /// Whether columns that are 0 are left out.
    fileprivate var leavesOutZeros: Bool { self == .cbc || self == .scip }
  }

  /// What it says of its point, which proves nothing.
  enum Claim { case optimal, feasible, stopped, infeasible, unbounded, noPoint }

  /// What keeps it from being read, and the line from 1 on where there is one.
  struct Fault: Error {
    var message: String
    var line: Int?

    var description: String { line.map { "line \($0) of its solution: \(message)" } ?? message }
  }

  let format: Format
  var claim = Claim.feasible
  /// In its own words.
  var status = ""
  var objective: Double?
  /// By column of the model.
  private(set) var values: [Double]
  /// By row; `nil` unless all are given.
  var rowDuals: [Double]? { hasDuals && duals.allSatisfy(\.isFinite) ? duals : nil }
  private var duals: [Double]
  /// Rows that have a limit: the others are no part of the model for many solvers.
  let limitedRows: [Int]
  private var hasDuals = false

  /// Reads a file whose format its content tells.
  init(_ data: Data, of model: LinearModel) throws(Fault) {
    guard let text = String(data: data, encoding: .utf8) else { throw Fault(message: "it is no text") }
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
    }
    // What a reader of lines takes as an end is there even where the file ends in the middle of a number.
    guard lines.popLast()?.isEmpty == true, !lines.isEmpty else {
      throw Fault(message: data.isEmpty ? "its solution is empty" : "its solution ends within a line")
    }
    guard let format = Self.format(of: lines) else {
      let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault(message: "its solution begins with '\(lines[0].prefix(60))', as none of \(known) does", line: 1)
    }
    self.format = format
    values = Array(repeating: .nan, count: model.columnCount)
    limitedRows = (0..<model.rowCount).filter { model.rowLower[$0].isFinite || model.rowUpper[$0].isFinite }
    duals = Array(repeating: 0, count: model.rowCount)
    for row in limitedRows { duals[row] = .nan }
    switch format {
    case .glpk: try readGLPK(lines)
    case .highs: try readHiGHS(lines, SolutionNames(model))
    case .cbc: try readCBC(lines, SolutionNames(model))
    case .scip: try readSCIP(lines, SolutionNames(model))
    case .gurobi: try readGurobi(lines, SolutionNames(model))
    }
    switch claim {
    case .infeasible, .unbounded, .noPoint: return
    case .optimal, .feasible, .stopped: try fill(model)
    }
  }

  private static func format(of lines: [Substring]) -> Format? {
    guard let first = lines.first(where: { !$0.isEmpty }) else { return nil }
    if first.hasPrefix("c ") || first == "c" || first.hasPrefix("s ") { return .glpk }
    if first == "Model status" || first == "Columns" { return .highs }
    if first.hasPrefix("solution status:") || first.hasPrefix("objective value:") { return .scip }
    if first.hasPrefix("# Solution for model") || first.hasPrefix("# Objective value =") { return .gurobi }
    return first.contains(" - objective value ") ? .cbc : nil
  }

  /// A column without a value is 0 where the format leaves those out, else a sign that the file is no whole one.
  private mutating func fill(_ model: LinearModel) throws(Fault) {
    for column in values.indices where !values[column].isFinite {
      guard format.leavesOutZeros else {
        throw Fault(message: "its solution has no value of column \(model.columnName(column))")
      }
      values[column] = 0
    }
  }

  mutating func set(column: Int, _ value: Double, line: Int) throws(Fault) {
    guard values.indices.contains(column) else { throw Fault(message: "there is no such column", line: line) }
    guard values[column].isNaN else { throw Fault(message: "the column comes twice", line: line) }
    values[column] = value
  }

  mutating func set(row: Int, dual: Double, line: Int) throws(Fault) {
    guard duals.indices.contains(row) else { throw Fault(message: "there is no such row", line: line) }
    duals[row] = dual
    hasDuals = true
  }

  /// Sets the claim by words that solvers use for it.
  mutating func take(status text: some StringProtocol) {
    status = text.trimmingCharacters(in: .whitespaces)
    let words = status.lowercased()
    claim =
      if words.contains("infeasible") {
        .infeasible
      } else if words.contains("unbounded") {
        .unbounded
      } else if words.contains("no integer solution") || words.contains("no solution") {
        .noPoint
      } else if words.contains("optimal") {
        .optimal
      } else if ["stopped", "limit", "interrupt", "time"].contains(where: words.contains) {
        .stopped
      } else {
        .feasible
      }
  }

  /// A number that is finite; solvers write huge ones for infinity.
  static func number(_ field: Substring, line: Int) throws(Fault) -> Double {
    guard let value = Double(field), value.isFinite, abs(value) < 1e30 else {
      throw Fault(message: "'\(field.prefix(40))' is no finite number", line: line)
    }
    return value
  }
}

/// Positions of columns and rows by the names that they have in the MPS file.
struct SolutionNames {
  private let columns: [String: Int]
  private let rows: [String: Int]

  init(_ model: LinearModel) {
    columns = Self.positions(MPSNames.columns(of: model))
    rows = Self.positions(MPSNames.rows(of: model))
  }

  private static func positions(_ names: [String]) -> [String: Int] {
    Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// `nil` for the column that carries the constant cost.
  func column(_ name: Substring, line: Int) throws(SolutionFile.Fault) -> Int? {
    if let position = columns[String(name)] { return position }
    if name == MPSNames.constant { return nil }
    throw SolutionFile.Fault(message: "the model has no column \(name.prefix(80))", line: line)
  }

  /// `nil` for the objective.
  func row(_ name: Substring, line: Int) throws(SolutionFile.Fault) -> Int? {
    if let position = rows[String(name)] { return position }
    if name == MPSNames.objective { return nil }
    throw SolutionFile.Fault(message: "the model has no row \(name.prefix(80))", line: line)
  }

  /// Whether a row, and no column, has the name.
  func isRow(_ name: Substring) -> Bool { rows[String(name)] != nil && columns[String(name)] == nil }
}
