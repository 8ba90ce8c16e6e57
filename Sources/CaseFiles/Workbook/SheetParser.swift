import Foundation
import FoundationXML

/// Reads the large parts of a workbook, sheets and shared strings, as a stream of elements.
///
/// XMLCoder builds a tree: 4000 rows of 50 numbers took it 27 s and 339 MB, and more than 10 MB of XML it refuses; a year
/// of 8760 rows passes here in 2 s and 71 MB.
class PartParser: NSObject, XMLParserDelegate {
  private var isCollecting = false
  private(set) var text = ""

  /// - Returns: whether the part is well-formed.
  final func parse(_ bytes: [UInt8]) -> Bool {
    // Declared entities can stand for gigabytes, and no workbook has any.
    let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
    guard !head.contains("<!DOCTYPE"), !head.contains("<!ENTITY") else { return false }
    // In pieces: as a whole the parser takes 10 MB at most.
    let parser = XMLParser(stream: InputStream(data: Data(bytes)))
    parser.delegate = self
    return parser.parse()
  }

  final func collect() {
    text = ""
    isCollecting = true
  }

  final func collectFurther() { isCollecting = true }
  final func pause() { isCollecting = false }

  final func parser(_ parser: XMLParser, foundCharacters string: String) {
    if isCollecting { text += string }
  }

  final func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    began(Self.plain(name), attributes)
  }

  final func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    ended(Self.plain(name))
  }

  /// Without the prefix that some writers give.
  private static func plain(_ name: String) -> String {
    guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return name }
    return String(name[name.index(after: colon)...])
  }

  func began(_ name: String, _ attributes: [String: String]) {}
  func ended(_ name: String) {}
}

/// Reads the strings that cells refer to by number: plain, or runs of rich text put together.
final class SharedStringsParser: PartParser {
  private(set) var strings: [String] = []
  private var isPhonetic = false

  override func began(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "si":
      collect()
      pause()
    case "rPh": isPhonetic = true
    case "t": if !isPhonetic { collectFurther() }
    default: break
    }
  }

  override func ended(_ name: String) {
    switch name {
    case "t": pause()
    case "rPh": isPhonetic = false
    case "si": strings.append(text)
    default: break
    }
  }
}

/// Reads the cells of a sheet.
final class SheetParser: PartParser {
  private let strings: [String]
  private let displays: [StylesPart.Display]
  private let countsFrom1904: Bool
  private(set) var rows: [WorkbookSheet.Row] = []
  private(set) var merged: [WorkbookSheet.Area] = []
  /// What in the sheet cannot be.
  private(set) var fault: String?

  private var cells: [WorkbookCell] = []
  private var (row, column) = (0, 0)
  private var type = ""
  private var style = 0
  private var hasFormula = false
  private var hasValue = false
  private var isPhonetic = false

  init(strings: [String], displays: [StylesPart.Display], countsFrom1904: Bool) {
    self.strings = strings
    self.displays = displays
    self.countsFrom1904 = countsFrom1904
  }

  override func began(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "row":
      let number = attributes["r"].flatMap { Int($0) } ?? row + 1
      if number <= row { note("row \(number) follows row \(row)") }
      (row, column) = (number, 0)
      if row > WorkbookSheet.maximumRow { note("it has more than \(WorkbookSheet.maximumRow) rows") }
    case "c":
      let reference = attributes["r"].map { CellName.parse($0) }
      column = reference.map { $0?.column ?? 0 } ?? column + 1
      if column < 1 { note("a cell of row \(row) has no valid name") }
      if column > WorkbookSheet.maximumColumn { note("it has more than \(WorkbookSheet.maximumColumn) columns") }
      type = attributes["t"] ?? "n"
      style = attributes["s"].flatMap { Int($0) } ?? 0
      (hasFormula, hasValue) = (false, false)
      collect()
      pause()
    case "f": hasFormula = true
    case "v":
      hasValue = true
      collectFurther()
    case "rPh": isPhonetic = true
    case "t":
      if !isPhonetic {
        hasValue = true
        collectFurther()
      }
    case "mergeCell": merge(attributes["ref"] ?? "")
    default: break
    }
  }

  override func ended(_ name: String) {
    switch name {
    case "v", "t": pause()
    case "rPh": isPhonetic = false
    case "c": if let value { cells.append(WorkbookCell(column: column, value: value)) }
    case "row":
      if !cells.isEmpty { rows.append(.init(number: row, cells: cells)) }
      cells = []
    default: break
    }
  }

  /// The value of the cell at hand; `nil` for a blank one.
  private var value: WorkbookCell.Value? {
    guard hasValue, !text.isEmpty else { return hasFormula ? .unsaved : nil }
    switch type {
    case "s":
      guard let index = Int(text), strings.indices.contains(index) else {
        note("\(CellName.text(row: row, column: column)) refers to a text that is not there")
        return nil
      }
      return plain(strings[index])
    case "b": return .flag(text == "1" || text == "true")
    case "e": return .error(text)
    case "str", "inlineStr", "d": return plain(text)
    default: return number
    }
  }

  /// Blanks around a text do not count, unless they are written as `_x0020_`.
  private func plain(_ text: String) -> WorkbookCell.Value? {
    let trimmed = text.trimmed
    if trimmed.isEmpty { return nil }
    let decoded = WorkbookText.decoded(trimmed)
    return trimmed.hasPrefix("#") ? .note(decoded) : .text(decoded)
  }

  private var number: WorkbookCell.Value {
    guard let value = NumberText.parse(text) else {
      note("\(CellName.text(row: row, column: column)) is \(quoted(text)), which is no number")
      return .text(text)
    }
    switch displays.indices.contains(style) ? displays[style] : .number {
    case .number: return .number(text)
    case .percent: return .percent(text)
    case .time:
      return SerialDate.localSeconds(value, from1904: countsFrom1904).map { .time($0) } ?? .number(text)
    }
  }

  private func merge(_ area: String) {
    let corners = area.split(separator: ":").map { CellName.parse(String($0)) }
    guard corners.count == 2, let first = corners[0], let last = corners[1], first.row <= last.row,
      first.column <= last.column
    else { return }
    merged.append(.init(rows: first.row...last.row, columns: first.column...last.column))
  }

  private func note(_ message: String) { fault = fault ?? message }
}
