import GridModel

/// A case as read, with the place of every value, for the rules to judge.
struct CaseUnderReview {
  var system: PowerSystem
  var settings: CaseSettings
  /// By file.
  var sheets: [String: ComponentSheet] = [:]

  /// Where the value of a component stands. `index` counts the components of the system.
  func place<Table: ComponentTable>(_ column: Column, of table: Table.Type, _ index: Int) -> Place {
    guard let sheet = sheets[table.file], sheet.rows.indices.contains(index) else { return Place(file: table.file) }
    return sheet.place(column, row: sheet.rows[index])
  }

  /// Where a bus is named, which may be that of a portfolio.
  func place(ofBus index: Int) -> Place {
    let name = system.buses[index].name
    guard let portfolio = system.portfolios.firstIndex(where: { $0.name == name }) else {
      return place(.name, of: BusTable.self, index)
    }
    return place(.name, of: PortfolioTable.self, portfolio)
  }
}
