import GridModel

/// What the rows of component tables refer to.
struct CaseContext {
  var currency: String
  var horizon: Horizon
  var valueOfLostLoad = 30_000.0
  /// `nil` when the buses are not readable, so that nothing is blamed for naming one.
  var busNames: Set<String>?
  /// `nil` when the lines are not readable.
  var lineNames: Set<String>? = []
  /// `nil` when the curves are not readable.
  var curves: [String: CoalRateCurve]? = [:]
  var series = SeriesCatalogue()
}

/// Reads the rows of one component file by column; faults become findings and mark the row as faulty.
struct RowReader {
  let sheet: ComponentSheet
  var context: CaseContext
  var log: FindingLog
  /// The current row.
  var row = 0
  var isFaulty = false

  init(sheet: ComponentSheet, context: CaseContext, log: FindingLog) {
    self.sheet = sheet
    self.context = context
    self.log = log
  }

  func place(_ column: Column) -> Place { sheet.place(column, row: row) }

  mutating func fault(_ code: Finding.Code, _ column: Column, _ message: String) {
    remark(code, column, message)
    isFaulty = true
  }

  /// A finding that leaves the row as good as it is.
  mutating func remark(_ code: Finding.Code, _ column: Column, _ message: String) {
    let place = place(column)
    log.add(code, at: place, message)
  }

  mutating func unknown(
    _ code: Finding.Code, _ column: Column, _ message: String, _ name: String, among names: some Sequence<String>
  ) {
    fault(code, column, message + (log.keeps(code) ? suggestion(for: name, among: names) : ""))
  }

  /// The cell, `nil` when it is blank or the file lacks the column.
  func field(_ column: Column) -> Field? { sheet.field(column, row: row) }

  mutating func text(_ column: Column) -> String {
    if let field = field(column) { return field.text }
    missing(column)
    return ""
  }

  /// The number, or `nil` for a blank cell.
  mutating func number(_ column: Column) -> Double? {
    guard let field = field(column) else { return nil }
    return read { field.number(&$0) } ?? .nan
  }

  mutating func number(_ column: Column, default fallback: Double) -> Double { number(column) ?? fallback }

  mutating func requiredNumber(_ column: Column) -> Double {
    if let value = number(column) { return value }
    missing(column)
    return .nan
  }

  /// The limit, infinite for `unlimited`, or `nil` for a blank cell.
  mutating func limit(_ column: Column) -> Double? {
    guard let field = field(column) else { return nil }
    return read { field.limit(&$0) } ?? .nan
  }

  mutating func flag(_ column: Column, default fallback: Bool) -> Bool {
    guard let field = field(column) else { return fallback }
    return read { field.flag(&$0) } ?? fallback
  }

  /// A case of an enumeration whose raw values are the words of the column.
  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(_ column: Column, default fallback: Value)
    -> Value
  {
    guard let field = field(column) else {
      if column.fallback == nil { missing(column) }
      return fallback
    }
    return read { field.choice(&$0) }.flatMap(Value.init) ?? fallback
  }

  mutating func bus(_ column: Column = .bus) -> String {
    let name = text(column)
    if let names = context.busNames, !name.isEmpty, !names.contains(name) {
      unknown(.unknownBus, column, "no bus \(quoted(name)) in \(BusTable.file)", name, among: names)
    }
    return name
  }

  /// The name of a line, which must be there.
  mutating func line(_ name: String, _ column: Column) -> String {
    if let names = context.lineNames, !names.contains(name) {
      unknown(.unknownLine, column, "no line \(quoted(name)) in \(LineTable.file)", name, among: names)
    }
    return name
  }

  /// The limit, or the series with the component's name where the cell is blank; `nil` without either.
  mutating func limit(_ column: Column, series kind: SeriesKind, _ name: String) -> HourlySeries? {
    let constant = if case .number = column.kind { number(column) } else { limit(column) }
    let series = context.series[kind, name]
    if constant != nil, series != nil {
      let header = column.name(currency: context.currency)
      fault(
        .conflictingValues, column, "\(header) is given, and the \(kind.rawValue) series has a column \(quoted(name))")
    }
    return constant.map { .constant($0) } ?? series
  }

  private mutating func missing(_ column: Column) {
    isFaulty = true
    // A missing column has its own finding.
    guard sheet.has(column) || column.fallback != nil else { return }
    fault(.missingValue, column, "\(column.name(currency: context.currency)) is blank, but required (\(column.phrase))")
  }

  private mutating func read<Value>(_ body: (inout FindingLog) -> Value?) -> Value? {
    let value = body(&log)
    if value == nil { isFaulty = true }
    return value
  }
}
