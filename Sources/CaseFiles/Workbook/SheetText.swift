/// A sheet to be written.
struct SheetText {
  enum Cell {
    case blank
    case text(String)
    /// Digits.
    case number(String)
    /// Local seconds since 1970-01-01.
    case time(Int)

    var isBlank: Bool { if case .blank = self { true } else { false } }
  }

  /// At most 31 characters, none of `\ / ? * [ ] :`.
  var name: String
  /// The first is the header.
  var rows: [[Cell]]
  /// Whether the first row is a header, which with the first column stays in sight.
  var isTable = true

  /// A text as a number where it is one, else as it is.
  static func cell(_ text: String, isNumber: Bool) -> Cell {
    if text.isEmpty { return .blank }
    return isNumber && NumberText.parse(text) != nil ? .number(text) : .text(text)
  }

  /// The part of the workbook that holds the sheet.
  var xml: [UInt8] {
    var xml = Self.head
    if isTable {
      xml += "<sheetViews><sheetView workbookViewId=\"0\"><pane xSplit=\"1\" ySplit=\"1\" topLeftCell=\"B2\""
      xml += " activePane=\"bottomRight\" state=\"frozen\"/></sheetView></sheetViews>"
    }
    xml += "<cols>\(columns)</cols><sheetData>"
    let letters = (0..<(rows.map(\.count).max() ?? 0)).map { CellName.letters($0 + 1) }
    for (index, row) in rows.enumerated() {
      let number = index + 1
      xml += "<row r=\"\(number)\">"
      let isAlone = isTable && row.count { !$0.isBlank } == 1
      for (position, cell) in row.enumerated() {
        let place = "<c r=\"\(letters[position])\(number)\""
        switch cell {
        case .blank: break
        case .text(let text):
          let style = isTable && index == 0 ? " s=\"\(WorkbookStyles.header)\"" : ""
          let content = WorkbookText.encoded(text, isAlone: isAlone)
          xml += "\(place)\(style) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(content)</t></is></c>"
        case .number(let digits): xml += "\(place)><v>\(digits)</v></c>"
        case .time(let seconds):
          xml += "\(place) s=\"\(WorkbookStyles.time)\"><v>\(SerialDate.serial(localSeconds: seconds))</v></c>"
        }
      }
      xml += "</row>"
    }
    xml += "</sheetData></worksheet>"
    return Array(xml.utf8)
  }

  /// Widths that show what the first rows hold.
  private var columns: String {
    let count = rows.map(\.count).max() ?? 1
    return (0..<max(1, count)).map { position in
      let longest = rows.prefix(50).map { $0.indices.contains(position) ? Self.length($0[position]) : 0 }.max() ?? 0
      return "<col min=\"\(position + 1)\" max=\"\(position + 1)\" width=\"\(min(60, max(8, longest + 2)))\""
        + " customWidth=\"1\"/>"
    }.joined()
  }

  private static func length(_ cell: Cell) -> Int {
    switch cell {
    case .blank: 0
    case .text(let text): text.count
    case .number(let digits): digits.count
    case .time: 16
    }
  }

  private static let head =
    WorkbookStyles.declaration + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
}

/// How cells are shown: plain, the header in bold, times as date and time.
enum WorkbookStyles {
  static let header = 1
  static let time = 2
  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

  static let xml =
    declaration + """
      <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
      <numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>
      <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
      <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
      <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
      <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
      <cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
      <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
      <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
      <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
      </styleSheet>
      """
}
