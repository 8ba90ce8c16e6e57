/// The files of a case folder that the sheets of a workbook stand for, as text, so that one reader reads both. Findings
/// about the text are led back to the cells.
struct WorkbookFiles {
  /// Of the workbook.
  let name: String
  private var files: [String: WorkbookFile] = [:]
  /// Cells that have a finding already, for what stands in their place in the text.
  private var blamed: Set<String> = []
  private let sheets: [String: WorkbookSheet]
  private let countsFrom1904: Bool

  /// Sheets of `case.yaml`.
  static let settingsSheet = "case"
  static let lists: [(name: String, columns: [Column])] = [("reserves", ReserveKeys.all), ("rules", RuleKeys.all)]
  static let targetsSheet = "targets"
  /// What people write down beside the data.
  private static let notes: Set<String> = ["readme", "notes", "sources"]

  init(_ workbook: Workbook, name: String, log: inout FindingLog) {
    self.name = name
    countsFrom1904 = workbook.countsFrom1904
    var sheets: [String: WorkbookSheet] = [:]
    for sheet in workbook.sheets {
      if let other = sheets.updateValue(sheet, forKey: Self.plain(sheet.name)) {
        log.add(
          .duplicateName, at: Place(file: name, sheet: sheet.name),
          "sheets \(quoted(other.name)) and \(quoted(sheet.name)) have the same name for a case")
      }
    }
    self.sheets = sheets
    if let settings = SettingsSheets(self, log: &log) { files[CaseKeys.file] = settings.file }
    for table in componentTables { add(table.file, percent: table.columns.filter(\.isPercent), log: &log) }
    add(CoalRateCurveTable.file, percent: CoalRateCurveTable.columns.filter(\.isPercent), log: &log)
    for path in seriesPaths { add(path, isSeries: true, log: &log) }
  }

  /// Of the series that the case may have.
  private var seriesPaths: [String] {
    var log = FindingLog()
    guard let bytes = bytes(CaseKeys.file), let text = try? DecodedText(bytes),
      let node = YAMLDocument.compose(text, file: CaseKeys.file, log: &log)
    else { return SeriesKind.allCases.flatMap(\.defaultPaths) }
    return CaseSettings(node, log: &log).seriesPaths.values.joined().map(\.path).sorted()
  }

  /// The sheet for a path of the case format, such as `units`, `series units` or `series-units` for `series/units.csv`.
  func sheet(for path: String) -> WorkbookSheet? {
    let whole = Self.plain(path)
    if let sheet = sheets[whole] { return sheet }
    guard let short = Self.shortName(of: path) else { return nil }
    return sheets[short]
  }

  /// The name of a series sheet without its folder, unless another sheet has it.
  static func shortName(of path: String) -> String? {
    guard path.hasPrefix("series/") else { return nil }
    let short = plain(String(path.dropFirst(7)))
    return reserved.contains(short) ? nil : short
  }

  private static let reserved = Set(
    componentTables.map { plain($0.file) } + lists.map(\.name) + notes
      + [plain(CoalRateCurveTable.file), settingsSheet, targetsSheet])

  /// A name without case, file extension and the difference between space, hyphen, underscore and slash.
  static func plain(_ name: String) -> String {
    let words = name.lowercased().split { " -_/.".contains($0) }
    return (words.last == "csv" ? words.dropLast() : words[...]).joined(separator: "-")
  }

  func place(_ sheet: WorkbookSheet, row: Int, column: Int) -> Place {
    Place(file: name, sheet: sheet.name, line: row, column: column)
  }

  // MARK: - As files

  /// The text that stands for a file; `nil` where no sheet does.
  func bytes(_ path: String) -> [UInt8]? { files[path]?.bytes }

  private mutating func add(_ path: String, isSeries: Bool = false, percent: [Column] = [], log: inout FindingLog) {
    guard let sheet = sheet(for: path) else { return }
    checkMerged(sheet, &log)
    // An empty sheet of components stands for none.
    guard isSeries || sheet.rows.contains(where: { !$0.isComment }) else { return }
    files[path] = tableFile(sheet, isSeries: isSeries, percent: Set(percent.map(\.pattern)), &log)
  }

  /// A sheet as the text of a CSV file.
  private mutating func tableFile(
    _ sheet: WorkbookSheet, isSeries: Bool, percent: Set<String>, _ log: inout FindingLog
  ) -> WorkbookFile {
    let rows = sheet.rows.filter { !$0.isComment }
    let columns = Set(rows.lazy.flatMap { $0.cells.lazy.map(\.column) }).sorted()
    var file = WorkbookFile(sheet: sheet.name, columns: columns)
    guard let header = rows.first, columns.count * rows.count <= WorkbookFile.maximumCells else {
      if !rows.isEmpty {
        log.add(
          .unreadableFile, at: Place(file: name, sheet: sheet.name),
          "\(rows.count) rows of \(columns.count) columns are more than \(WorkbookFile.maximumCells) cells")
      }
      return file
    }
    let positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    var isPercent = Array(repeating: false, count: columns.count)
    var isTime = isPercent
    for cell in header.cells {
      guard let position = positions[cell.column], case .text(let text) = cell.value else { continue }
      isPercent[position] = percent.contains(text)
      isTime[position] = isSeries && position == 0 && text == "time"
    }
    var texts = Array(repeating: "", count: columns.count)
    for row in rows {
      for position in texts.indices { texts[position] = "" }
      for cell in row.cells {
        guard let position = positions[cell.column] else { continue }
        texts[position] = csvText(
          text(cell, in: sheet, row: row.number, isPercent: isPercent[position], isTime: isTime[position], &log))
      }
      file.append(texts, row: row.number)
    }
    return file
  }

  /// What a cell says in the case format; nothing, with a finding, where it holds an error.
  mutating func text(
    _ cell: WorkbookCell, in sheet: WorkbookSheet, row: Int, isPercent: Bool = false, isTime: Bool = false,
    _ log: inout FindingLog
  ) -> String {
    switch cell.value {
    case .text(let text), .note(let text): return text
    case .number(let digits):
      guard isTime, let serial = NumberText.parse(digits),
        let seconds = SerialDate.localSeconds(serial, from1904: countsFrom1904)
      else { return digits }
      return SerialDate.text(localSeconds: seconds)
    case .percent(let digits):
      guard isPercent, let value = NumberText.parse(digits) else { return digits }
      return NumberText.text(value, shift: 2)
    case .time(let seconds): return SerialDate.text(localSeconds: seconds)
    case .flag(let flag): return flag ? "true" : "false"
    case .error(let error):
      blame(sheet, row, cell.column, "the cell holds the error \(error), expected a value", &log)
    case .unsaved:
      blame(
        sheet, row, cell.column,
        "the formula has no stored value: open the workbook in a spreadsheet program and save it", &log)
    }
    return ""
  }

  private mutating func blame(
    _ sheet: WorkbookSheet, _ row: Int, _ column: Int, _ message: String, _ log: inout FindingLog
  ) {
    let place = place(sheet, row: row, column: column)
    log.add(.cellError, at: place, message)
    blamed.insert("\(sheet.name)!\(CellName.text(row: row, column: column))")
  }

  func checkMerged(_ sheet: WorkbookSheet, _ log: inout FindingLog) {
    let comments = Set(sheet.rows.lazy.filter(\.isComment).map(\.number))
    let last = sheet.rows.last?.number ?? 0
    for area in sheet.merged where area.rows.lowerBound <= last {
      guard !comments.contains(area.rows.lowerBound) else { continue }
      let (first, end) = (
        CellName.text(row: area.rows.lowerBound, column: area.columns.lowerBound),
        CellName.text(row: area.rows.upperBound, column: area.columns.upperBound)
      )
      log.add(
        .mergedCells, at: place(sheet, row: area.rows.lowerBound, column: area.columns.lowerBound),
        "cells \(first):\(end) are merged, expected a cell for each column and row")
    }
  }

  // MARK: - Findings

  /// Says which sheets nothing refers to, and which are hidden and read all the same.
  func reportUnused(seriesPaths: [String], _ log: inout FindingLog) {
    let tables = componentTables.map { $0.file } + [CoalRateCurveTable.file]
    var used = Set((tables + seriesPaths).flatMap { [Self.plain($0), Self.shortName(of: $0)] }.compactMap { $0 })
    used.formUnion(Self.lists.map(\.name) + [Self.settingsSheet, Self.targetsSheet])
    for (plain, sheet) in sheets.sorted(by: { $0.key < $1.key }) {
      let place = Place(file: name, sheet: sheet.name)
      if used.contains(plain) {
        if sheet.isHidden { log.add(.assumption, at: place, "the sheet is hidden, and read like any other") }
      } else if let nearest = nearestName(to: plain, among: used) {
        log.add(.unknownFile, at: place, "nothing refers to this sheet; did you mean \(quoted(nearest))?")
      } else if !Self.notes.contains(plain) {
        log.add(.ignoredSheet, at: place, "nothing refers to this sheet, and it is left out")
      }
    }
  }

  /// A finding about the text of a file as one about the cell; `nil` where the cell has one already.
  func placed(_ finding: Finding) -> Finding? {
    guard finding.sheet == nil, finding.file != name else { return finding }
    var placed = finding
    placed.file = name
    placed.message = inSheets(finding.message)
    guard let file = files[finding.file] else {
      placed.sheet = Self.shortName(of: finding.file) ?? Self.plain(finding.file)
      if finding.file == CaseKeys.file { placed.sheet = Self.settingsSheet }
      return placed
    }
    let cell = file.cell(line: finding.line, column: finding.column)
    (placed.sheet, placed.line, placed.column) = (cell.sheet, cell.row, cell.column)
    return blamed.contains("\(cell.sheet)!\(CellName.text(row: cell.row, column: cell.column))") ? nil : placed
  }

  /// A message that names sheets and not files.
  private func inSheets(_ message: String) -> String {
    var message = message.replacing("the file is", with: "the sheet is").replacing(
      CaseKeys.file, with: "sheet \(Self.settingsSheet)")
    for path in files.keys.sorted(by: { $0.count > $1.count }) where path.hasSuffix(".csv") {
      message.replace(path, with: "sheet \(files[path]?.sheet ?? path)")
    }
    for table in componentTables { message.replace(table.file, with: "sheet \(Self.plain(table.file))") }
    return message
  }
}

extension StringProtocol {
  /// Without blanks around it.
  var trimmed: String {
    func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character.isNewline }
    let rest = drop(while: isBlank)
    guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(rest[...last])
  }
}
