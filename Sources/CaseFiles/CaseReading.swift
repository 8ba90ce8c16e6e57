import Foundation
import GridModel

/// Reads a case folder.
///
/// All findings are collected, sorted by file, line and column; none of them stops the checks of what is still readable.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func readCase(at folder: URL) -> (system: PowerSystem?, findings: [Finding]) {
  var log = FindingLog()
  let system = CaseFolder(url: folder).read(&log)
  return (log.hasErrors ? nil : system, log.sorted())
}

/// The files of a case.
struct CaseFolder {
  let url: URL
  /// Whose sheets take the place of files.
  var workbook: WorkbookFiles?
  /// Series files that take the place of those of the same name, as for another year.
  var replacement: SeriesReplacement?

  func read(_ log: inout FindingLog) -> PowerSystem? {
    guard let text = text(CaseKeys.file, isRequired: true, &log),
      let node = YAMLDocument.compose(text, file: CaseKeys.file, log: &log)
    else { return nil }
    if text.encoding != .utf8 {
      log.add(.textFormat, at: Place(file: CaseKeys.file), "read as \(text.encoding.rawValue)")
    }
    let settings = CaseSettings(node, log: &log)
    let (seriesFiles, incomplete) = seriesFiles(settings, &log)
    let rows = seriesFiles.first { $0.kind == .load }?.file.table.rowCount ?? 0
    let horizon = Horizon(
      start: (settings.startLocalSeconds ?? 0) - (settings.utcOffsetSeconds ?? 0),
      utcOffsetSeconds: settings.utcOffsetSeconds ?? 0, stepMinutes: settings.stepMinutes,
      count: settings.steps ?? rows)
    if let load = seriesFiles.first(where: { $0.kind == .load })?.file.table, load.width > 0, rows == 0 {
      log.add(.emptyFile, at: load.place(0), "no rows below the header, expected one for each step")
    }
    var context = CaseContext(
      currency: settings.currency, horizon: horizon, valueOfLostLoad: settings.valueOfLostLoad)
    context.series.incomplete = incomplete
    let checksTimes = settings.startLocalSeconds != nil && settings.utcOffsetSeconds != nil
    for (kind, file) in seriesFiles {
      file.read(kind: kind, horizon: horizon, checksTimes: checksTimes, into: &context.series, log: &log)
    }
    var reading = CaseUnderReview(
      system: PowerSystem(
        name: settings.name, horizon: horizon, currency: settings.currency, valueOfLostLoad: settings.valueOfLostLoad,
        co2Price: settings.co2Price, network: settings.network, buses: [], targets: settings.targets),
      settings: settings)
    readCurves(&context, &log)
    for table in componentTables { read(table, into: &reading, &context, &log) }
    connectPortfolios(of: &reading, &context, &log)
    reading.system.reserves = reserves(settings, reading.system, &context, &log)
    reading.system.rules = settings.rules.map { $0.rule(in: reading.system, log: &log) }
    context.series.reportUnused(busNames: context.busNames, log: &log)
    reportUnknownFiles(settings, &log)
    for rule in Rule.all where !(rule.needsSoundCase && log.hasErrors) { rule.check(reading, &log) }
    return reading.system
  }

  /// The series files, and the kinds of which one is not readable.
  private func seriesFiles(
    _ settings: CaseSettings, _ log: inout FindingLog
  ) -> (files: [(kind: SeriesKind, file: SeriesFile)], incomplete: Set<SeriesKind>) {
    var files: [(kind: SeriesKind, file: SeriesFile)] = []
    var incomplete: Set<SeriesKind> = []
    for kind in SeriesKind.allCases {
      for path in settings.seriesPaths[kind] ?? [] {
        if let file = replacement?.file(for: path.path) {
          guard let table = replacement?.folder.table(file, isRequired: true, &log) else { continue }
          files.append((kind, SeriesFile(table: table)))
          continue
        }
        let exists = exists(path.path)
        if !exists, let place = path.place {
          log.add(.missingFile, at: place, "no file \(quoted(path.path))")
          incomplete.insert(kind)
        } else if let table = table(path.path, isRequired: kind == .load, &log) {
          files.append((kind, SeriesFile(table: table)))
        } else if exists {
          incomplete.insert(kind)
        }
      }
    }
    return (files, incomplete)
  }

  private func readCurves(_ context: inout CaseContext, _ log: inout FindingLog) {
    guard let table = table(CoalRateCurveTable.file, isRequired: false, &log) else {
      if exists(CoalRateCurveTable.file) { context.curves = nil }
      return
    }
    let columns = CoalRateCurveTable.columns
    let sheet = ComponentSheet(table: table, columns: columns, currency: context.currency, log: &log)
    var rows = RowReader(sheet: sheet, context: context, log: log)
    context.curves = CoalRateCurveTable.read(&rows)
    log = rows.log
  }

  private func read<Table: ComponentTable>(
    _ kind: Table.Type, into reading: inout CaseUnderReview, _ context: inout CaseContext, _ log: inout FindingLog
  ) {
    guard let table = table(kind.file, isRequired: kind == BusTable.self, &log) else {
      if kind == LineTable.self, exists(kind.file) { context.lineNames = nil }
      return
    }
    var sheet = ComponentSheet(table: table, columns: kind.columns, currency: context.currency, log: &log)
    sheet.checkNames(&log)
    if kind == BusTable.self { context.busNames = Set(sheet.names) }
    if kind == LineTable.self { context.lineNames = Set(sheet.names) }
    var rows = RowReader(sheet: sheet, context: context, log: log)
    for row in 0..<table.rowCount {
      rows.row = row
      rows.isFaulty = false
      let component = kind.decode(&rows)
      guard !rows.isFaulty else { continue }
      reading.system[keyPath: kind.components].append(component)
      sheet.rows.append(row)
    }
    (context, log) = (rows.context, rows.log)
    if kind == PortfolioTable.self { context.busNames?.formUnion(sheet.names) }
    reading.sheets[kind.file] = sheet
  }

  /// The bus and the line that each portfolio stands for.
  private func connectPortfolios(
    of reading: inout CaseUnderReview, _ context: inout CaseContext, _ log: inout FindingLog
  ) {
    let names = Set(reading.system.portfolios.map(\.name))
    for (index, line) in reading.system.lines.enumerated() where names.contains(line.name) {
      log.add(
        .duplicateName, at: reading.place(.name, of: LineTable.self, index),
        "name \(quoted(line.name)) is already that of the connection of a portfolio")
    }
    reading.system.connectPortfolios { context.series[.load, $0.name] ?? .constant(0) }
  }

  private func reserves(
    _ settings: CaseSettings, _ system: PowerSystem, _ context: inout CaseContext, _ log: inout FindingLog
  ) -> [ReserveRule] {
    settings.reserves.map { requirement in
      var series: HourlySeries?
      if requirement.hasSeries {
        series = context.series[.reserve, requirement.name]
        if series == nil, context.series.isComplete(.reserve) {
          let nearest = suggestion(for: requirement.name, among: context.series.names(.reserve))
          log.add(
            .unknownSeries, at: requirement.place,
            "no column \(quoted(requirement.name)) in the reserve series\(nearest)")
        }
      }
      return requirement.rule(in: system, series: series)
    }
  }

  /// A misspelt file name would leave out a kind of component without a word.
  private func reportUnknownFiles(_ settings: CaseSettings, _ log: inout FindingLog) {
    let tables = componentTables.map { $0.file } + [CoalRateCurveTable.file]
    let used = Set(tables + settings.seriesPaths.values.joined().map(\.path))
    if let workbook {
      workbook.reportUnused(seriesPaths: settings.seriesPaths.values.joined().map(\.path), &log)
      return
    }
    for folder in ["", "series/"] {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: url.appending(path: folder).path)) ?? []
      for file in files.sorted() where file.lowercased().hasSuffix(".csv") && !used.contains(folder + file) {
        let nearest = suggestion(for: folder + file, among: used)
        log.add(.unknownFile, at: Place(file: folder + file), "nothing refers to this file\(nearest)")
      }
    }
  }
}
