import Foundation
import GridModel
import Schedules

/// Reads the tables of a schedule from a folder, whoever wrote them.
///
/// Files are named by quantity; those that are not there stand for zero. Every row must be the step of the horizon that
/// is next, in any of the ways in which pandas writes a time. Names are not checked here: the audit says which are
/// unknown.
/// - Throws: the first thing that is wrong, with file, line and column.
public func readSchedule(at folder: URL, system: PowerSystem) throws(ScheduleFileError) -> Schedule {
  var schedule = Schedule(horizon: system.horizon)
  for quantity in Quantity.all {
    let name = quantity.name + ".csv"
    let path = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: path.path) else { continue }
    guard let data = try? Data(contentsOf: path) else { throw ScheduleFileError(file: name, "cannot be read") }
    schedule[quantity] = try readTable(Array(data), file: name, horizon: system.horizon)
  }
  guard !schedule.tables.isEmpty else {
    throw ScheduleFileError(
      file: folder.lastPathComponent, "holds no table of a schedule, such as \(Quantity.thermalPower.name).csv")
  }
  return schedule
}

/// One table from its text.
func readTable(_ bytes: [UInt8], file: String, horizon: Horizon) throws(ScheduleFileError) -> SeriesTable {
  var scanner = FieldScanner(bytes)
  let names = try readHeader(&scanner, file: file)
  let count = horizon.count
  var values = Array(repeating: 0.0, count: names.count * count)
  var step = 0
  while !scanner.isAtEnd {
    if scanner.isAtLineEnd {
      scanner.takeLineEnd()
      continue
    }
    let timeStart = scanner.position
    let time = scanner.field() ?? ""
    guard step < count else {
      throw ScheduleFileError(
        file: file, line: scanner.line, column: 1, "a row beyond the \(count) steps of the horizon: \(time)")
    }
    let expected = horizon.start + step * horizon.stepMinutes * 60
    guard
      time == horizon.timestamp(step)
        || seconds(ofTime: time, utcOffsetSeconds: horizon.utcOffsetSeconds) == expected
    else {
      throw ScheduleFileError(
        file: file, line: scanner.line, column: scanner.column(at: timeStart),
        "time is \(time.isEmpty ? "blank" : time), expected \(horizon.timestamp(step))")
    }
    for position in names.indices {
      guard scanner.takeSeparator() else {
        throw ScheduleFileError(
          file: file, line: scanner.line, column: scanner.column(at: scanner.position),
          "the row ends after \(position) of \(names.count) values")
      }
      let range = scanner.plainField()
      guard let value = scanner.number(range) else {
        let found = String(decoding: scanner.bytes[range], as: UTF8.self)
        throw ScheduleFileError(
          file: file, line: scanner.line, column: scanner.column(at: range.lowerBound),
          "\(found.isEmpty ? "blank" : "\"\(found)\"") for \(names[position]), expected a number")
      }
      values[position * count + step] = value
    }
    guard scanner.isAtLineEnd else {
      throw ScheduleFileError(
        file: file, line: scanner.line, column: scanner.column(at: scanner.position),
        "the row has more than \(names.count) values")
    }
    scanner.takeLineEnd()
    step += 1
  }
  guard step == count else {
    throw ScheduleFileError(
      file: file, line: scanner.line, "ends after \(step) of \(count) steps; next would be \(horizon.timestamp(step))")
  }
  return SeriesTable(names: names, count: count, values: values)
}

private func readHeader(_ scanner: inout FieldScanner, file: String) throws(ScheduleFileError) -> [String] {
  var names: [String] = []
  repeat {
    guard let name = scanner.field() else {
      throw ScheduleFileError(
        file: file, line: scanner.line, column: scanner.column(at: scanner.position), "the quote is never closed")
    }
    names.append(name)
  } while scanner.takeSeparator()
  guard scanner.isAtLineEnd else {
    throw ScheduleFileError(
      file: file, line: scanner.line, column: scanner.column(at: scanner.position), "text after the closing quote")
  }
  // An index without a name is what pandas makes of one that was dropped.
  guard names[0] == "time" || names[0].isEmpty, names.count > 1 else {
    throw ScheduleFileError(
      file: file, line: 1, column: 1, "the header must be \"time\" and the names of components, found \"\(names[0])\"")
  }
  scanner.takeLineEnd()
  return Array(names.dropFirst())
}
