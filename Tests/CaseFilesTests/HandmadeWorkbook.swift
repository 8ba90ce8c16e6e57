import Foundation
import GridModel
import SeedsAndSnapshots

@testable import CaseFiles

/// A workbook from the XML of its sheets, as other programs write it. The plain one is a case of one bus, one unit and
/// two hours.
struct HandmadeWorkbook {
  var sheets: [(name: String, rows: String)] = [
    (
      "case",
      """
      <row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="inlineStr"><is><t>hand</t></is></c></row>
      <row r="2"><c r="A2" t="inlineStr"><is><t>time_zone</t></is></c>
      <c r="B2" t="inlineStr"><is><t>Asia/Shanghai</t></is></c></row>
      <row r="3"><c r="A3" t="inlineStr"><is><t>start</t></is></c><c r="B3" s="1"><v>47484</v></c></row>
      """
    ),
    ("buses", Self.rows([["name"], ["city"]])),
    (
      "thermal-units",
      Self.rows([
        ["name", "bus", "capacity_mw", "min_output_mw", "coal_rate_gce_per_kwh", "fuel_price_cny_per_tce"],
        ["unit", "city", 300, 120, 310, 900],
      ])
    ),
    (
      "load",
      """
      <row r="1"><c r="A1" t="inlineStr"><is><t>time</t></is></c><c r="B1" t="inlineStr"><is><t>city</t></is></c></row>
      <row r="2"><c r="A2" s="1"><v>47484</v></c><c r="B2"><v>150</v></c></row>
      <row r="3"><c r="A3" s="1"><v>47484.041666666664</v></c><c r="B3"><v>1.7500000000000003E2</v></c></row>
      """
    ),
  ]
  var strings = ""
  /// 1 is a date and time, 2 percent, 3 a format of its own with a date in it.
  var styles = """
    <styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-409]d\\-mmm;@"/></numFmts>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="10"/><xf numFmtId="170"/></cellXfs></styleSheet>
    """
  var properties = ""
  /// By sheet.
  var states: [String: String] = [:]
  /// After the cells of a sheet.
  var after: [String: String] = [:]
  /// What other writers put before names of elements.
  var prefix = ""

  static func rows(_ rows: [[Any]]) -> String {
    rows.enumerated().map { index, row in
      "<row>"
        + row.map { cell in
          cell is String ? "<c t=\"inlineStr\"><is><t>\(cell)</t></is></c>" : "<c><v>\(cell)</v></c>"
        }.joined() + "</row>"
    }.joined()
  }

  subscript(sheet: String) -> String {
    get { sheets.first { $0.name == sheet }?.rows ?? "" }
    set {
      if let index = sheets.firstIndex(where: { $0.name == sheet }) {
        sheets[index].rows = newValue
      } else {
        sheets.append((sheet, newValue))
      }
    }
  }

  var parts: [(name: String, bytes: [UInt8])] {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let entries = sheets.enumerated().map { index, sheet in
      let state = states[sheet.name].map { " state=\"\($0)\"" } ?? ""
      return "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\"\(state) r:id=\"r\(index)\"/>"
    }
    var parts = [
      (
        WorkbookParts.workbook,
        "<workbook xmlns:r=\"\(relations)\">\(properties)<sheets>\(entries.joined())</sheets></workbook>"
      ),
      (
        WorkbookParts.relations,
        "<Relationships>"
          + sheets.indices.map {
            "<Relationship Id=\"r\($0)\" Type=\"\(relations)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>"
          }.joined() + "</Relationships>"
      ), (WorkbookParts.styles, styles),
    ]
    if !strings.isEmpty { parts.append((WorkbookParts.strings, "<sst>\(strings)</sst>")) }
    for (index, sheet) in sheets.enumerated() {
      let cells = "<sheetData>\(sheet.rows)</sheetData>\(after[sheet.name] ?? "")"
      parts.append(("xl/worksheets/sheet\(index).xml", "<worksheet>\(cells)</worksheet>"))
    }
    return parts.map { name, text in
      let named = prefix.isEmpty || name == WorkbookParts.relations ? text : prefixed(text)
      return (name: name, bytes: Array(named.utf8))
    }
  }

  private func prefixed(_ text: String) -> String {
    let names = text.replacing(/<(\/?)([A-Za-z])/) { "<\($0.1)\(prefix):\($0.2)" }
    return names.replacing("<\(prefix):w", with: "<\(prefix):w", maxReplacements: 1)
      .replacing(/^<([^ >]+)/) { "<\($0.1) xmlns:\(prefix)=\"http://x\"" }
  }

  func write(to file: URL) throws { try ZipArchive.write(parts, to: file) }

  func read(as name: String = "book.xlsx") throws -> (system: PowerSystem?, findings: [Finding]) {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try write(to: file)
      return readSystem(at: file)
    }
  }
}
