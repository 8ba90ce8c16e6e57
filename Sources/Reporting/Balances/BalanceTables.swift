import Foundation

/// One of the balances as a table, one row per month or day.
public struct BalanceTable: Sendable {
  public let file: String
  let names: [String]
  let rows: [[String]]

  /// As comma-separated values.
  public var data: Data {
    let lines = [names] + rows
    return Data(lines.map { $0.map(quotedField).joined(separator: ",") + "\n" }.joined().utf8)
  }

  /// Where another table is not this one.
  func differences(from reported: RecordTable) -> [String] {
    guard reported.names == names, reported.rows.count == rows.count else {
      return ["\(file): has not the rows and columns of the case"]
    }
    var found: [String] = []
    for (row, (given, expected)) in zip(reported.rows, rows).enumerated() {
      for (column, name) in names.enumerated() where given[column] != expected[column] {
        if let a = Double(given[column]), let b = Double(expected[column]), abs(a - b) <= 1e-4 + 1e-6 * abs(b) {
          continue
        }
        found.append("\(file): \(name) of \(rows[row][0]): recorded \(given[column]), recomputed \(expected[column])")
      }
    }
    return found
  }
}

extension MonthlyBalances {
  static let files = ["power-balance.csv", "energy-balance.csv", "regulation-balance.csv"]

  /// The three balances in the order of `files`, powers in MW and energies in MWh.
  public var tables: [BalanceTable] {
    [powerTable, energyTable, regulationTable]
  }

  private var powerTable: BalanceTable {
    let kinds = Set(power.flatMap(\.available.keys)).sorted()
    return BalanceTable(
      file: Self.files[0],
      names: ["period", "time", "load_mw", "export_mw", "reserve_mw"] + kinds.map { "\($0)_mw" }
        + ["response_mw", "available_mw", "margin_mw"],
      rows: power.map { row in
        [row.month, row.time] + [row.load, row.export, row.reserve].map(number)
          + kinds.map { number(row.available[$0] ?? 0) }
          + [row.response, row.given, row.margin].map(number)
      })
  }

  private var energyTable: BalanceTable {
    let kinds = Set(energy.flatMap(\.parts.keys)).sorted()
    return BalanceTable(
      file: Self.files[1], names: ["period"] + kinds.map { "\($0)_mwh" },
      rows: energy.map { row in [row.month] + kinds.map { number(row.parts[$0] ?? 0) } })
  }

  private var regulationTable: BalanceTable {
    BalanceTable(
      file: Self.files[2],
      names: [
        "period", "day", "committed_mw", "regular_minimum_mw", "deep_minimum_mw", "lowest_net_load_mw",
        "charging_room_mw", "regular_margin_mw", "deep_margin_mw", "days_short",
      ],
      rows: regulation.map { row in
        let day = row.worst
        let numbers = [
          day.committed, day.regularMinimum, day.deepMinimum, day.lowestNetLoad, day.chargingRoom, day.regularMargin,
          day.deepMargin,
        ]
        return [row.month, day.day] + numbers.map(number) + ["\(row.daysShort)"]
      })
  }
}

/// To a Wh or a W of the larger units: more is rounding.
private func number(_ value: Double) -> String {
  let rounded = (value * 1e6).rounded() / 1e6
  return rounded == 0 ? "0" : plainDecimal(rounded)
}
