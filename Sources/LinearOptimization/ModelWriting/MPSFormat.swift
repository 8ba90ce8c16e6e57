import Foundation

/// Writes the model as free MPS, with ranges, integer markers and names; the offset is the negative right-hand side of
/// the objective row. A range's width is rounded once.
public func writeMPS(_ model: LinearModel, to url: URL) throws {
  var file = try ModelFile(url)
  let objective = "objective"
  let columnNames = ModelNames.all(model.columnCount, reserved: []) { model.columnName($0) }
  let rowNames = ModelNames.all(model.rowCount, reserved: [objective]) { model.rowName($0) }

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
      try file.write(" \(columnNames[column]) \(objective) ")
      try file.write(model.cost[column])
      try file.write("\n")
    }
    for entry in entries {
      try file.write(" \(columnNames[column]) \(rowNames[Int(columns.row[entry])]) ")
      try file.write(columns.coefficient[entry])
      try file.write("\n")
    }
  }
  if isInteger { try file.write(" MARKER\(markers) 'MARKER' 'INTEND'\n") }

  try file.write("RHS\n")
  func line(_ section: String, _ name: String, _ value: Double, _ file: inout ModelFile) throws {
    try file.write(" \(section) \(name) ")
    try file.write(value)
    try file.write("\n")
  }
  if model.objectiveOffset != 0 { try line("RHS", objective, -model.objectiveOffset, &file) }
  for row in 0..<model.rowCount {
    let limit = model.rowLower[row].isFinite ? model.rowLower[row] : model.rowUpper[row]
    if limit.isFinite && limit != 0 { try line("RHS", rowNames[row], limit, &file) }
  }
  try file.write("RANGES\n")
  for row in 0..<model.rowCount {
    let width = model.rowUpper[row] - model.rowLower[row]
    if width.isFinite && width > 0 { try line("RANGES", rowNames[row], width, &file) }
  }

  try file.write("BOUNDS\n")
  for column in 0..<model.columnCount {
    let (lower, upper, name) = (model.columnLower[column], model.columnUpper[column], columnNames[column])
    if lower == upper {
      try line("FX BOUNDS", name, lower, &file)
    } else if lower == -.infinity && upper == .infinity {
      try file.write(" FR BOUNDS \(name)\n")
    } else {
      // Readers disagree on the limits of an integer column that says nothing.
      if lower == -.infinity {
        try file.write(" MI BOUNDS \(name)\n")
      } else if lower != 0 || model.isInteger[column] {
        try line("LO BOUNDS", name, lower, &file)
      }
      if upper < .infinity {
        try line("UP BOUNDS", name, upper, &file)
      } else if model.isInteger[column] {
        try file.write(" PL BOUNDS \(name)\n")
      }
    }
  }
  try file.write("ENDATA\n")
  try file.finish()
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
