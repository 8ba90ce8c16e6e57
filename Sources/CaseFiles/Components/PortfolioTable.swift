import GridModel

enum PortfolioTable: ComponentTable {
  static let file = "portfolios.csv"
  static let meaning =
    "Devices behind one connection, such as a building microgrid, a virtual power plant or a captive plant. Members name "
    + "the portfolio as their `bus`; its own load is the column of the load series with its name. Its exchange is in "
    + "`line-flow.csv`, positive when drawn."
  static let bus = Column.text("bus", "Bus of `buses.csv` that it is connected to.")
  static let kind = Column.choice("kind", Portfolio.Kind.allCases.map(\.rawValue), "What it is, for reports.")
  static let importLimit = Column.number("import_limit_mw", "MW", "Most power drawn.")
  static let exportLimit = Column.number("export_limit_mw", "MW", default: "0", "Most power given.")
  static let minimumImport = Column.number("min_import_mw", "MW", default: "0", "Least power drawn in every step.")
  static let minimumExport = Column.number("min_export_mw", "MW", default: "0", "Least power given in every step.")
  static let columns = [Column.name, bus, kind, importLimit, exportLimit, minimumImport, minimumExport]
  static var components: WritableKeyPath<PowerSystem, [Portfolio]> { \.portfolios }

  static func decode(_ row: inout RowReader) -> Portfolio {
    let name = row.text(.name)
    if let buses = row.context.busNames, buses.contains(name) {
      row.fault(.duplicateName, .name, "name \(quoted(name)) is already that of a bus")
    }
    return Portfolio(
      name: name, bus: row.bus(bus), kind: row.choice(kind, default: .park),
      importLimit: row.requiredNumber(importLimit), exportLimit: row.number(exportLimit, default: 0),
      minimumImport: row.number(minimumImport, default: 0), minimumExport: row.number(minimumExport, default: 0))
  }

  static func encode(_ portfolio: Portfolio, into row: inout RowWriter) {
    row[.name] = portfolio.name
    row[bus] = portfolio.bus
    row[kind] = portfolio.kind.rawValue
    row[importLimit] = portfolio.importLimit
    row[exportLimit] = portfolio.exportLimit
    row[minimumImport] = portfolio.minimumImport == 0 ? nil : portfolio.minimumImport
    row[minimumExport] = portfolio.minimumExport == 0 ? nil : portfolio.minimumExport
  }
}
