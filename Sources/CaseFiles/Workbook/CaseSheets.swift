import GridModel
import Yams

/// The sheets that a system is written to: what its files hold, with numbers and times as such.
struct CaseSheets {
  private(set) var sheets: [SheetText] = []

  init(_ system: PowerSystem, readme: String?) throws(CaseError) {
    for (path, text) in try CaseText(system).files(readme: nil) {
      if path == CaseKeys.file {
        try addSettings(text, currency: system.currency)
      } else {
        try add(CSVTable(file: path, bytes: Array(text.utf8)), isSeries: path.hasPrefix("series/"), system.currency)
      }
    }
    if let readme { addNotes(readme) }
  }

  /// The files of a case without errors as they are.
  init(_ folder: CaseFolder) throws(CaseError) {
    var log = FindingLog()
    guard let text = folder.text(CaseKeys.file, isRequired: true, &log),
      let node = YAMLDocument.compose(text, file: CaseKeys.file, log: &log)
    else { throw .file(path: folder.url.path, reason: log.sorted().first.map { "\($0)" } ?? "no case") }
    let settings = CaseSettings(node, log: &log)
    try addSettings(String(decoding: text.bytes, as: UTF8.self), currency: settings.currency)
    for path in componentTables.map({ $0.file }) + [CoalRateCurveTable.file] {
      if let table = folder.table(path, isRequired: false, &log) { try add(table, isSeries: false, settings.currency) }
    }
    for kind in SeriesKind.allCases {
      for path in settings.seriesPaths[kind] ?? [] where !sheets.contains(where: { $0.name == Self.name(path.path) }) {
        if let table = folder.table(path.path, isRequired: false, &log) {
          try add(table, isSeries: true, settings.currency)
        }
      }
    }
    if let error = log.sorted().first(where: { $0.severity == .error }) {
      throw .file(path: folder.url.path, reason: "\(error)")
    }
    if folder.exists("README.md"), let readme = folder.text("README.md", isRequired: false, &log) {
      addNotes(String(decoding: readme.bytes, as: UTF8.self))
    }
  }

  private static func name(_ path: String) -> String {
    WorkbookFiles.shortName(of: path) ?? WorkbookFiles.plain(path)
  }

  private mutating func addNotes(_ readme: String) {
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    sheets.append(
      SheetText(
        name: "readme", rows: lines.map { [$0.isEmpty ? .blank : .text(String($0.prefix(32_000)))] }, isTable: false))
  }

  // MARK: - case.yaml

  private mutating func addSettings(_ yaml: String, currency: String) throws(CaseError) {
    guard let settings = (try? Yams.compose(yaml: yaml))?.mapping else {
      throw .notRepresentable("settings that are no mapping")
    }
    var rows: [[SheetText.Cell]] = [[.text("key"), .text("value"), .text("meaning")]]
    var lists: [SheetText] = []
    for (key, value) in settings {
      let name = key.scalar?.string ?? ""
      if name == WorkbookFiles.targetsSheet, let targets = value.mapping {
        lists.append(Self.targets(targets))
      } else if let list = WorkbookFiles.lists.first(where: { $0.name == name }), let entries = value.sequence {
        lists.append(Self.sheet(name, list.columns, Array(entries), currency: currency))
      } else if let group = value.mapping {
        for (part, value) in group {
          rows.append([.text("\(name).\(part.scalar?.string ?? "")"), .text(Self.text(value))])
        }
      } else {
        let column = CaseKeys.all.first { $0.name(currency: currency) == name }
        rows.append([
          .text(name), Self.cell(Self.text(value), column), column.map { .text(Self.meaning($0)) } ?? .blank,
        ])
      }
    }
    sheets = [SheetText(name: WorkbookFiles.settingsSheet, rows: rows)] + lists
  }

  private static func meaning(_ column: Column) -> String {
    let words: [String] =
      switch column.kind {
      case .choice(let words), .numberOrWord(let words): words
      case .text, .number, .flag: []
      }
    let choice = words.isEmpty ? "" : " (" + words.joined(separator: ", ") + ")"
    return column.meaning.replacing("`", with: "") + choice
  }

  private static func targets(_ targets: Node.Mapping) -> SheetText {
    let rows = targets.map { key, value in
      let name = key.scalar?.string ?? ""
      // A number alone is a minimum, but of the coal rate.
      let alone: [Node?] = name == PolicyTarget.Indicator.coalRate.rawValue ? [nil, value] : [value]
      let limits = value.sequence.map { $0.map(Optional.init) } ?? alone
      return [.text(name)]
        + limits.map { $0.flatMap { $0.isBlank ? nil : SheetText.cell(text($0), isNumber: true) } ?? .blank }
    }
    return SheetText(
      name: WorkbookFiles.targetsSheet, rows: [[.text("indicator"), .text("minimum"), .text("maximum")]] + rows)
  }

  /// A list of entries as a table with the keys that any of them has.
  private static func sheet(_ name: String, _ columns: [Column], _ entries: [Node], currency: String) -> SheetText {
    let used = columns.filter { column in
      entries.contains { $0.mapping?[column.name(currency: currency)] != nil }
    }
    let rows = entries.map { entry in
      used.map { column in
        entry.mapping?[column.name(currency: currency)].map { cell(text($0), column) } ?? SheetText.Cell.blank
      }
    }
    return SheetText(name: name, rows: [used.map { .text($0.name(currency: currency)) }] + rows)
  }

  /// A scalar, a list with `;` between, or a mapping as `name: value` with `;` between.
  private static func text(_ node: Node) -> String {
    if let entries = node.sequence { return ListText.text(entries.map { (text($0), 1) }) }
    if let entries = node.mapping { return ListText.text(entries.map { ("\(text($0)): \(text($1))", 1) }) }
    return node.scalar?.string ?? ""
  }

  private static func cell(_ text: String, _ column: Column?) -> SheetText.Cell {
    let times: Set<String> = [
      CaseKeys.start.pattern, CaseKeys.end.pattern, RuleKeys.from.pattern, RuleKeys.to.pattern,
    ]
    if let column, times.contains(column.pattern), let time = TimeText.parse(text) { return .time(time.localSeconds) }
    return SheetText.cell(text, isNumber: column.map(isNumber) ?? false)
  }

  private static func isNumber(_ column: Column) -> Bool {
    switch column.kind {
    case .number, .numberOrWord: true
    case .choice(let words): words.allSatisfy { NumberText.parse($0) != nil }
    case .text, .flag: false
    }
  }

  // MARK: - Tables

  private mutating func add(_ table: CSVTable, isSeries: Bool, _ currency: String) throws(CaseError) {
    let name = Self.name(table.file)
    guard table.width <= WorkbookSheet.maximumColumn, table.rowCount < WorkbookSheet.maximumRow else {
      throw .notRepresentable("a sheet of \(table.rowCount) rows and \(table.width) columns")
    }
    guard name.count <= 31 else { throw .notRepresentable("a sheet named \(name): a name has at most 31 characters") }
    let schema = componentTables.first { $0.file == table.file }?.columns ?? CoalRateCurveTable.columns
    let header = (0..<table.width).map(table.text)
    let numbers = header.enumerated().map { position, name in
      isSeries
        ? position > 0 : schema.first { $0.name(currency: currency) == name }.map(Self.isNumber) ?? false
    }
    var rows: [[SheetText.Cell]] = [header.map { .text($0) }]
    rows.reserveCapacity(table.rowCount + 1)
    for row in 0..<table.rowCount {
      rows.append(
        (0..<table.width).map { column in
          let cell = table.cell(row: row, column: column)
          if isSeries, column == 0, let time = table.time(cell) { return .time(time.localSeconds) }
          let text = table.text(cell)
          let digits = numbers[column] && table.decimalComma ? text.replacing(",", with: ".") : text
          return SheetText.cell(digits, isNumber: numbers[column])
        })
    }
    sheets.append(SheetText(name: name, rows: rows))
  }
}
