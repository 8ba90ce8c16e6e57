import Foundation

/// The sheets of an `.xlsx` workbook, as Excel, LibreOffice or a library wrote it.
struct Workbook {
  /// Unpacked bytes of all parts together that a case can need.
  static let usualLimit = 1 << 30

  /// What workbooks are called, those that are refused for what they are among them.
  static let extensions: Set<String> = ["xlsx", "xlsm", "xls", "ods"]

  var sheets: [WorkbookSheet] = []
  /// The start of the count of days, for numbers that are not shown as dates.
  var countsFrom1904 = false

  init(sheets: [WorkbookSheet]) {
    self.sheets = sheets
  }

  init(contentsOf url: URL, limit: Int = usualLimit) throws(ZipFault) {
    if let fault = Self.otherFormat(url) { throw fault }
    var archive = try ZipArchive(url, limit: limit)
    guard let bytes = try archive.part(WorkbookParts.workbook) else {
      throw ZipFault("it is a zip file without \(WorkbookParts.workbook), so no workbook: save it as .xlsx")
    }
    let workbook = try decodedPart(WorkbookPart.self, bytes, WorkbookParts.workbook)
    let relations = try archive.part(WorkbookParts.relations)
      .map { bytes throws(ZipFault) in try decodedPart(RelationsPart.self, bytes, WorkbookParts.relations) }
    let styles = try archive.part(WorkbookParts.styles)
      .map { bytes throws(ZipFault) in try decodedPart(StylesPart.self, bytes, WorkbookParts.styles) }
    let strings = SharedStringsParser()
    if let bytes = try archive.part(WorkbookParts.strings), !strings.parse(bytes) {
      throw ZipFault("\(WorkbookParts.strings) is no valid XML of a workbook")
    }
    countsFrom1904 = workbook.countsFrom1904
    for entry in workbook.sheets.sheet ?? [] {
      guard let part = relations?.sheetPart(entry.id) else { continue }
      guard let bytes = try archive.part(part) else {
        throw ZipFault("sheet \(quoted(entry.name)) is missing: no \(part)")
      }
      let parser = SheetParser(
        strings: strings.strings, displays: styles?.displays ?? [], countsFrom1904: countsFrom1904)
      guard parser.parse(bytes) else { throw ZipFault("sheet \(quoted(entry.name)) is no valid XML of a workbook") }
      if let fault = parser.fault { throw ZipFault("sheet \(quoted(entry.name)) cannot be read: \(fault)") }
      sheets.append(
        WorkbookSheet(
          name: entry.name, isHidden: entry.state.map { $0 != "visible" } ?? false, rows: parser.rows,
          merged: parser.merged))
    }
  }

  /// Whether a file is a zip file that holds a workbook.
  static func isOne(_ url: URL) -> Bool {
    guard head(url).starts(with: Array("PK".utf8)), let archive = try? ZipArchive(url, limit: 0) else { return false }
    return archive.has(WorkbookParts.workbook)
  }

  private static func head(_ url: URL) -> [UInt8] {
    guard let file = try? FileHandle(forReadingFrom: url) else { return [] }
    defer { try? file.close() }
    return (try? file.read(upToCount: 8)).map { [UInt8]($0) } ?? []
  }

  /// What goes by the name of a workbook and is none.
  private static func otherFormat(_ url: URL) -> ZipFault? {
    let head = head(url)
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return ZipFault("it is an old .xls workbook or one with a password: save it as .xlsx without")
    }
    return head.starts(with: Array("PK".utf8)) ? nil : ZipFault("it is no .xlsx workbook: no zip file")
  }
}
