import Foundation

/// Writes the model as free MPS, with ranges, integer markers and names. A range's width is rounded once.
///
/// The offset becomes the cost of a column fixed at 1: as right-hand side of the objective row, which is the custom,
/// GLPK reads it with the other sign than the rest.
public func writeMPS(_ model: LinearModel, to url: URL) throws {
  var file = try ModelFile(url)
  let objective = MPSNames.objective
  let columnNames = MPSNames.columns(of: model)
  let rowNames = MPSNames.rows(of: model)

  try file.write("NAME model\nROWS\n N \(objective)\n")
  for row in 0..<model.rowCount { try file.write(" \(rowSense(model, row)) \(rowNames[row])\n") }

  try file.write("COLUMNS\n")
  let columns = ColumnEntries(model)
  var isInteger = false
  var markers = 0
  for column in 0..<model.columnCount {
    if model.isInteger[column] != isInteger {
      isInteger.toggle()
      try file.write(" MARKER\(markers) 'MARKER' '\(isInteger ? "INTORG" : "INTEND")'\n")
      markers += 1
    }
    let entries = columns.start[column]..<columns.start[column + 1]
    // A column without entries exists only by a line of its own.
    if model.cost[column] != 0 || entries.isEmpty {
      try file.writeLine(columnNames[column], objective, model.cost[column])
    }
    for entry in entries {
      try file.writeLine(columnNames[column], rowNames[Int(columns.row[entry])], columns.coefficient[entry])
    }
  }
  if isInteger { try file.write(" MARKER\(markers) 'MARKER' 'INTEND'\n") }
  if model.objectiveOffset != 0 { try file.writeLine(ModelNames.one, objective, model.objectiveOffset) }

  try file.write("RHS\n")
  for row in 0..<model.rowCount {
    let limit = model.rowLower[row].isFinite ? model.rowLower[row] : model.rowUpper[row]
    if limit.isFinite && limit != 0 { try file.writeLine("RHS", rowNames[row], limit) }
  }
  try file.write("RANGES\n")
  for row in 0..<model.rowCount {
    let width = model.rowUpper[row] - model.rowLower[row]
    if width.isFinite && width > 0 { try file.writeLine("RANGES", rowNames[row], width) }
  }

  try file.write("BOUNDS\n")
  if model.objectiveOffset != 0 { try file.writeLine("FX BOUNDS", ModelNames.one, 1) }
  for column in 0..<model.columnCount {
    let (lower, upper, name) = (model.columnLower[column], model.columnUpper[column], columnNames[column])
    if lower == upper {
      try file.writeLine("FX BOUNDS", name, lower)
    } else if lower == -.infinity && upper == .infinity {
      try file.write(" FR BOUNDS \(name)\n")
    } else {
      // Readers disagree on the limits of an integer column that says nothing.
      if lower == -.infinity {
        try file.write(" MI BOUNDS \(name)\n")
      } else if lower != 0 || model.isInteger[column] {
        try file.writeLine("LO BOUNDS", name, lower)
      }
      if upper < .infinity {
        try file.writeLine("UP BOUNDS", name, upper)
      } else if model.isInteger[column] {
        try file.write(" PL BOUNDS \(name)\n")
      }
    }
  }
  try file.write("ENDATA\n")
  try file.finish()
}

extension ModelFile {
  fileprivate mutating func writeLine(_ first: String, _ second: String, _ value: Double) throws {
    try write(" \(first) \(second) ")
    try write(value)
    try write("\n")
  }
}

private func rowSense(_ model: LinearModel, _ row: Int) -> String {
  let (lower, upper) = (model.rowLower[row], model.rowUpper[row])
  if lower == upper { return "E" }
  if lower.isFinite { return "G" }
  return upper.isFinite ? "L" : "N"
}

/// The matrix by columns, which is how MPS lists it.
private struct ColumnEntries {
  var start: [Int]
  var row: [Int32]
  var coefficient: [Double]

  init(_ model: LinearModel) {
    start = Array(repeating: 0, count: model.columnCount + 1)
    for column in model.columnIndex { start[Int(column) + 1] += 1 }
    for column in 0..<model.columnCount { start[column + 1] += start[column] }
    row = Array(repeating: 0, count: model.nonzeroCount)
    coefficient = Array(repeating: 0, count: model.nonzeroCount)
    var next = start
    for index in 0..<model.rowCount {
      for entry in model.rowStart[index]..<model.rowStart[index + 1] {
        let column = Int(model.columnIndex[entry])
        row[next[column]] = Int32(truncatingIfNeeded: index)
        coefficient[next[column]] = model.coefficient[entry]
        next[column] += 1
      }
    }
  }
}
