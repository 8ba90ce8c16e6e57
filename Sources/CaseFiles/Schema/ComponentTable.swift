import GridModel

/// The CSV file of one kind of component: its columns, and how a row becomes a component and back.
///
/// A new kind is a new conformer and its entry in `componentTables`.
protocol ComponentTable {
  associatedtype Component
  static var file: String { get }
  /// One line for the reference.
  static var meaning: String { get }
  static var columns: [Column] { get }
  static var components: WritableKeyPath<PowerSystem, [Component]> { get }

  /// The component of the current row. After a fault in the row its value is dropped, so placeholders are fine.
  static func decode(_ row: inout RowReader) -> Component
  static func encode(_ component: Component, into row: inout RowWriter) throws(CaseError)
}

/// Buses come first because all others refer to them, and portfolios next because they are buses too.
var componentTables: [any ComponentTable.Type] {
  [
    BusTable.self, PortfolioTable.self, LineTable.self, ThermalUnitTable.self, RenewablePlantTable.self,
    StorageTable.self, ReservoirTable.self, InterruptibleLoadTable.self, ShiftableLoadTable.self,
    VehicleFleetTable.self, ExportChannelTable.self, InterfaceTable.self, ConverterTable.self,
    LinearProcessTable.self,
  ]
}
