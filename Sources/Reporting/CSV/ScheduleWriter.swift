import Foundation
import GridModel
import Schedules

/// The tables of a schedule as files, one row per step and one column per component.
///
/// The first column, `time`, is the local start of the step in ISO 8601 with its offset; `pandas.read_csv(path,
/// index_col=0, parse_dates=True)` reads it. Values are rounded to 1e-7, prices to 1e-10, so that what they prove survives.
/// Quantities without components are left out.
public func csvFiles(of schedule: Schedule) -> [(name: String, bytes: [UInt8])] {
  let times = (0..<schedule.horizon.count).map { Array(schedule.horizon.timestamp($0).utf8) }
  return Quantity.all.compactMap { quantity in
    guard let table = schedule[quantity], !table.names.isEmpty else { return nil }
    return (quantity.name + ".csv", csv(of: table, times: times, places: places(of: quantity)))
  }
}

private func places(of quantity: Quantity) -> Int { Quantity.prices.contains(quantity) ? 10 : 7 }

extension Schedule {
  /// The schedule that its files hold: what is summed over it is what a reader of them finds.
  public var asWritten: Schedule {
    var schedule = self
    for quantity in Quantity.all {
      guard let table = self[quantity] else { continue }
      let text = DecimalText(capacity: 0, places: places(of: quantity))
      schedule[quantity] = SeriesTable(
        names: table.names, count: table.count, values: table.values.map(text.rounded))
    }
    return schedule
  }
}

func csv(of table: SeriesTable, times: [[UInt8]], places: Int) -> [UInt8] {
  let columns = table.names.count
  let rows = min(table.count, times.count)
  var text = DecimalText(capacity: (rows + 1) * (24 + 10 * columns), places: places)
  text.append(contentsOf: "time".utf8)
  for name in table.names {
    text.append(UInt8(ascii: ","))
    text.append(contentsOf: quotedField(name).utf8)
  }
  text.append(UInt8(ascii: "\n"))
  let values = table.values
  for row in 0..<rows {
    text.append(contentsOf: times[row])
    var position = row
    for _ in 0..<columns {
      text.append(UInt8(ascii: ","))
      text.append(values[position])
      position += table.count
    }
    text.append(UInt8(ascii: "\n"))
  }
  return text.bytes
}

/// A field in quotes where it needs them.
func quotedField(_ field: String) -> String {
  let special = field.unicodeScalars.contains { ",;\t\"\n\r".unicodeScalars.contains($0) }
  let isPadded = field.first == " " || field.last == " " || field.first == "#"
  return special || isPadded || field.isEmpty ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
}
