/// `case.yaml` from sheets: `case` with a key and a value in each row, `targets` with a minimum and a maximum for each
/// indicator, `reserves` and `rules` with a row for each entry.
struct SettingsSheets {
  private(set) var file = WorkbookFile(sheet: WorkbookFiles.settingsSheet)

  /// `nil` without a sheet `case`.
  init?(_ files: WorkbookFiles, log: inout FindingLog) {
    var files = files
    guard let sheet = files.sheet(for: WorkbookFiles.settingsSheet) else { return nil }
    files.checkMerged(sheet, &log)
    let pairs = Self.pairs(sheet, &files, &log)
    for pair in pairs where pair.group == nil { append(pair, indent: "", pair.key) }
    let dotted = Dictionary(grouping: pairs.filter { $0.group != nil }, by: { $0.group ?? "" })
    for (group, pairs) in dotted.sorted(by: { $0.key < $1.key }) where group != WorkbookFiles.targetsSheet {
      file.append(
        yamlText(group) + ": ", "", sheet: pairs[0].sheet, row: pairs[0].row, keyColumn: pairs[0].keyColumn,
        valueColumn: pairs[0].keyColumn)
      for pair in pairs { append(pair, indent: "  ", String(pair.key.dropFirst(group.count + 1))) }
    }
    addTargets(dotted[WorkbookFiles.targetsSheet] ?? [], &files, &log)
    for list in WorkbookFiles.lists { add(list.name, list.columns, &files, &log) }
  }

  /// A key with its value.
  private struct Pair {
    var key: String
    var value: String
    var sheet: String
    var row: Int
    var keyColumn: Int
    var valueColumn: Int

    /// What stands before the dot of a key with one.
    var group: String? { key.contains(".") ? String(key.prefix { $0 != "." }) : nil }
  }

  private static func pairs(
    _ sheet: WorkbookSheet, _ files: inout WorkbookFiles, _ log: inout FindingLog
  ) -> [Pair] {
    let rows = sheet.rows.filter { !$0.isComment }
    let columns = Set(rows.flatMap { $0.cells.map(\.column) }).sorted()
    guard columns.count > 1 else { return [] }
    return rows.compactMap { row in
      func text(_ column: Int) -> String {
        row.cells.first { $0.column == column }
          .map { files.text($0, in: sheet, row: row.number, &log) } ?? ""
      }
      let (key, value) = (text(columns[0]), text(columns[1]))
      guard !value.isEmpty, (key.lowercased(), value.lowercased()) != ("key", "value") else { return nil }
      return Pair(
        key: key, value: value, sheet: sheet.name, row: row.number, keyColumn: columns[0], valueColumn: columns[1])
    }
  }

  private mutating func append(_ pair: Pair, indent: String, _ key: String) {
    // Only series files come as lists.
    let isList = pair.key.hasPrefix(CaseKeys.series.pattern + ".")
    file.append(
      indent + yamlText(key) + ": ", isList ? Self.list(pair.value) : yamlText(pair.value), sheet: pair.sheet,
      row: pair.row, keyColumn: pair.keyColumn, valueColumn: pair.valueColumn)
  }

  /// `a; b` as a list of YAML.
  private static func list(_ text: String) -> String {
    "[" + ListText.parse(text).map { yamlText($0.name) }.joined(separator: ", ") + "]"
  }

  /// `a: 5; b: 3` as a mapping of YAML; text without a colon stays, to be found fault with.
  private static func mapping(_ text: String) -> String {
    let entries = ListText.parse(text).map { entry in
      // Names may hold a colon, prices do not.
      entry.name.lastIndex(of: ":").map { colon in
        let (name, price) = (entry.name[..<colon], entry.name[entry.name.index(after: colon)...])
        return "\(yamlText(String(name))): \(yamlText(price.trimmed))"
      }
    }
    guard entries.allSatisfy({ $0 != nil }) else { return yamlText(text) }
    return "{" + entries.compactMap { $0 }.joined(separator: ", ") + "}"
  }

  /// A row of a sheet with a header: the column and the text of what is not blank, by name.
  private typealias Entry = (row: Int, cells: [(name: String, column: Int, text: String)])

  private static func entries(
    _ sheet: WorkbookSheet, percent: (String) -> Bool, _ files: inout WorkbookFiles, _ log: inout FindingLog
  ) -> [Entry] {
    files.checkMerged(sheet, &log)
    let rows = sheet.rows.filter { !$0.isComment }
    guard let header = rows.first else { return [] }
    var names: [Int: String] = [:]
    for cell in header.cells {
      let name = files.text(cell, in: sheet, row: header.number, &log)
      if names.values.contains(name) {
        log.add(
          .duplicateColumn, at: files.place(sheet, row: header.number, column: cell.column),
          "column \(name) appears twice")
      } else {
        names[cell.column] = name
      }
    }
    return rows.dropFirst().map { row in
      let cells = row.cells.compactMap { cell -> (name: String, column: Int, text: String)? in
        guard let name = names[cell.column] else {
          log.add(
            .blankHeader, at: files.place(sheet, row: row.number, column: cell.column), "column without a name")
          return nil
        }
        let text = files.text(cell, in: sheet, row: row.number, isPercent: percent(name), &log)
        return text.isEmpty ? nil : (name, cell.column, text)
      }
      return (row.number, cells)
    }
  }

  /// A list of `case.yaml`, an entry for each row.
  private mutating func add(
    _ list: String, _ columns: [Column], _ files: inout WorkbookFiles, _ log: inout FindingLog
  ) {
    guard let sheet = files.sheet(for: list) else { return }
    let percent = Set(columns.filter(\.isPercent).map(\.pattern))
    let entries = Self.entries(sheet, percent: percent.contains, &files, &log).filter { !$0.cells.isEmpty }
    guard let first = entries.first else { return }
    file.append(yamlText(list) + ": ", "", sheet: sheet.name, row: first.row, keyColumn: 1, valueColumn: 1)
    for (row, cells) in entries {
      for (position, cell) in cells.enumerated() {
        let value =
          switch cell.name {
          case ReserveKeys.providers.pattern: Self.list(cell.text)
          case _ where cell.name.hasPrefix("offers_"): Self.mapping(cell.text)
          default: yamlText(cell.text)
          }
        file.append(
          (position == 0 ? "  - " : "    ") + yamlText(cell.name) + ": ", value, sheet: sheet.name, row: row,
          keyColumn: cell.column, valueColumn: cell.column)
      }
    }
  }

  /// - Parameter pairs: targets given in the sheet `case`.
  private mutating func addTargets(_ pairs: [Pair], _ files: inout WorkbookFiles, _ log: inout FindingLog) {
    let names = ["indicator", "minimum", "maximum"]
    let sheet = files.sheet(for: WorkbookFiles.targetsSheet)
    let entries = sheet.map { Self.entries($0, percent: { $0 != names[0] }, &files, &log) } ?? []
    guard !pairs.isEmpty || entries.contains(where: { !$0.cells.isEmpty }) else { return }
    let (name, row) = (sheet?.name ?? WorkbookFiles.settingsSheet, entries.first?.row ?? pairs.first?.row ?? 1)
    file.append(yamlText(WorkbookFiles.targetsSheet) + ": ", "", sheet: name, row: row, keyColumn: 1, valueColumn: 1)
    for pair in pairs { append(pair, indent: "  ", String(pair.key.drop { $0 != "." }.dropFirst())) }
    for (row, cells) in entries {
      guard let first = cells.first else { continue }
      func text(_ name: String) -> String? { cells.first { $0.name == name }?.text }
      for cell in cells where !names.contains(cell.name) {
        let nearest = suggestion(for: cell.name, among: names)
        let place = Place(file: files.name, sheet: name, line: row, column: cell.column)
        log.add(.unknownColumn, at: place, "unknown column \(quoted(cell.name))\(nearest)")
      }
      let limits = names.dropFirst().map { text($0).map { yamlText($0) } ?? "null" }
      let value = cells.first { $0.name != names[0] }
      file.append(
        "  " + yamlText(text(names[0]) ?? "") + ": ", "[" + limits.joined(separator: ", ") + "]", sheet: name, row: row,
        keyColumn: first.column, valueColumn: value?.column ?? first.column)
    }
  }
}
