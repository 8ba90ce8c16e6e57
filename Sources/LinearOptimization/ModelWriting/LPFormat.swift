import Foundation

/// Writes the model in the CPLEX LP format.
///
/// What common readers lack is rewritten: a row with two limits becomes two rows, a row without limits is left out, and
/// the offset becomes the cost of a column fixed at 1.
public func writeLP(_ model: LinearModel, to url: URL) throws {
  var file = try ModelFile(url)
  let objective = "objective"
  let columnNames = ModelNames.all(model.columnCount, reserved: [ModelNames.one]) { model.columnName($0) }
  let rowNames = ModelNames.all(model.rowCount, reserved: [objective]) { model.rowName($0) }

  // A column exists by appearing somewhere, and every expression needs a term.
  var appears = [Bool](repeating: false, count: model.columnCount)
  for column in model.columnIndex { appears[Int(column)] = true }
  let needsOne = model.objectiveOffset != 0 || model.columnCount == 0
  let anyColumn = needsOne ? ModelNames.one : columnNames[0]

  try file.write("Minimize\n \(objective):")
  var sum = Expression()
  if needsOne { try sum.add(model.objectiveOffset, ModelNames.one, to: &file) }
  for column in 0..<model.columnCount where model.cost[column] != 0 || !appears[column] {
    try sum.add(model.cost[column], columnNames[column], to: &file)
  }
  if sum.terms == 0 { try sum.add(0, anyColumn, to: &file) }

  try file.write("\nSubject To\n")
  func writeRow(_ row: Int, _ name: String, _ sense: String, _ limit: Double, _ file: inout ModelFile) throws {
    try file.write(" \(name):")
    var sum = Expression()
    for entry in model.rowStart[row]..<model.rowStart[row + 1] {
      try sum.add(model.coefficient[entry], columnNames[Int(model.columnIndex[entry])], to: &file)
    }
    if sum.terms == 0 { try sum.add(0, anyColumn, to: &file) }
    try file.write(" \(sense) ")
    try file.write(limit)
    try file.write("\n")
  }
  // Readers want at least one row.
  if (0..<model.rowCount).allSatisfy({ model.rowLower[$0] == -.infinity && model.rowUpper[$0] == .infinity }) {
    try file.write(" no_rows: 0 \(anyColumn) <= 1\n")
  }
  for row in 0..<model.rowCount {
    let (lower, upper) = (model.rowLower[row], model.rowUpper[row])
    if lower == upper {
      try writeRow(row, rowNames[row], "=", lower, &file)
      continue
    }
    if lower.isFinite { try writeRow(row, rowNames[row], ">=", lower, &file) }
    if upper.isFinite {
      // No sanitised name contains a tilde.
      try writeRow(row, lower.isFinite ? "\(rowNames[row])~upper" : rowNames[row], "<=", upper, &file)
    }
  }

  try file.write("Bounds\n")
  if needsOne { try file.write(" \(ModelNames.one) = 1\n") }
  for column in 0..<model.columnCount {
    let (lower, upper, name) = (model.columnLower[column], model.columnUpper[column], columnNames[column])
    if lower == 0 && upper == .infinity { continue }
    if lower == upper {
      try file.write(" \(name) = ")
      try file.write(lower)
    } else if lower == -.infinity && upper == .infinity {
      try file.write(" \(name) free")
    } else {
      if lower == -.infinity { try file.write(" -inf") } else { try file.write(" "); try file.write(lower) }
      try file.write(" <= \(name)")
      if upper < .infinity {
        try file.write(" <= ")
        try file.write(upper)
      }
    }
    try file.write("\n")
  }
  if model.isInteger.contains(true) {
    try file.write("General\n")
    for column in 0..<model.columnCount where model.isInteger[column] { try file.write(" \(columnNames[column])\n") }
  }
  try file.write("End\n")
  try file.finish()
}

/// A sum in lines that no reader finds too long.
private struct Expression {
  var terms = 0

  mutating func add(_ coefficient: Double, _ name: String, to file: inout ModelFile) throws {
    if terms > 0 && terms % 4 == 0 { try file.write("\n ") }
    try file.write(coefficient < 0 ? " - " : " + ")
    try file.write(abs(coefficient))
    try file.write(" \(name)")
    terms += 1
  }
}
