import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@testable import CaseFiles

/// Workbooks as other programs write them.
@Suite struct WorkbookReadingTests {
  private let plain = HandmadeWorkbook()

  private func expectPlain(_ workbook: HandmadeWorkbook, _ comment: Comment) throws {
    let (system, findings) = try workbook.read()
    #expect(findings == [], comment)
    #expect(system == (try plain.read().system), comment)
  }

  @Test func plainOneIsRead() throws {
    let (system, findings) = try plain.read()
    #expect(findings == [])
    let read = try #require(system)
    #expect(read.name == "hand" && read.horizon.timestamp(0) == "2030-01-01T00:00+08:00" && read.horizon.count == 2)
    #expect(read.buses == [Bus(name: "city", load: .series([150, 175.00000000000003]))])
    #expect(read.thermalUnits.map(\.capacity) == [300] && read.thermalUnits.map(\.minimumOutput) == [120])
  }

  @Test func stringsMayBeSharedRichOrPhonetic() throws {
    var book = plain
    book.strings = """
      <si><t>name</t></si><si><r><rPr><b/></rPr><t>ci</t></r><r><t xml:space="preserve">ty </t></r></si>
      <si><t>city</t><rPh sb="0" eb="1"><t>x</t></rPh></si>
      """
    book["buses"] =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c></row>"
    try expectPlain(book, "rich")
    book["buses"] =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c></row>"
    try expectPlain(book, "phonetic")
    book["buses"] = "<row><c t=\"s\"><v>0</v></c></row><row><c t=\"str\"><f>A1&amp;\"\"</f><v>city</v></c></row>"
    try expectPlain(book, "of a formula")
  }

  @Test func writersMayPrefixNames() throws {
    var book = plain
    book.prefix = "x"
    try expectPlain(book, "prefixed")
  }

  @Test func blankRowsColumnsAndCommentsDoNotCount() throws {
    var book = plain
    book["buses"] = """
      <row r="2"><c r="C2" t="inlineStr"><is><t># where from</t></is></c></row>
      <row r="3"><c r="C3" t="inlineStr"><is><t>name</t></is></c><c r="D3" s="1"/></row>
      <row r="4"><c r="C4" t="inlineStr"><is><t>  </t></is></c></row>
      <row r="7"><c r="C7" t="inlineStr"><is><t>city</t></is></c></row>
      """
    try expectPlain(book, "blank")
  }

  @Test func sheetsMayBeInAnyOrderAndCase() throws {
    var book = plain
    book.sheets.reverse()
    let names = ["load": "Series Load", "thermal-units": "Thermal units", "buses": "BUSES", "case": "Case"]
    for index in book.sheets.indices { book.sheets[index].name = names[book.sheets[index].name] ?? "" }
    try expectPlain(book, "names")
  }

  @Test func valuesOfFormulasFlagsAndPercentsAreRead() throws {
    var book = plain
    book["thermal-units"] = HandmadeWorkbook.rows([
      ["name", "bus", "capacity_mw", "min_output_mw", "coal_rate_gce_per_kwh", "fuel_price_cny_per_tce"],
      ["unit", "city", 300, 120, 310, 900],
    ]).replacing("<c><v>300</v></c>", with: "<c><f>150*2</f><v>300</v></c>")
    try expectPlain(book, "formula")
    book["storages"] = HandmadeWorkbook.rows([
      [
        "name", "bus", "technology", "charge_capacity_mw", "discharge_capacity_mw", "energy_mwh",
        "charge_efficiency_percent", "discharge_efficiency_percent", "gives_reserve",
      ], ["store", "city", "battery", 50, 50, 100, 95, 90, 1],
    ]).replacing("<c><v>95</v></c>", with: "<c s=\"2\"><v>0.95</v></c>").replacing(
      "<c><v>1</v></c>", with: "<c t=\"b\"><v>0</v></c>")
    let (system, findings) = try book.read()
    #expect(findings.filter { $0.severity == .error } == [])
    let store = try #require(system?.storages.first)
    #expect(store.chargeEfficiency == 0.95 && store.dischargeEfficiency == 0.9 && !store.givesReserve)
  }

  @Test func timesAreSerialNumbersOfEitherSystem() throws {
    var book = plain
    book.properties = "<workbookPr date1904=\"1\"/>"
    for sheet in ["case", "load"] {
      book[sheet] = book[sheet].replacing("47484", with: "46022")
    }
    try expectPlain(book, "1904")
    book = plain
    book["load"] = book["load"].replacing(" s=\"1\"", with: "")
    try expectPlain(book, "without a style")
    book["load"] = book["load"].replacing("<c r=\"A2\"><v>47484</v></c>", with: "<c r=\"A2\" s=\"3\"><v>47484</v></c>")
    try expectPlain(book, "a style of its own")
    book["load"] = book["load"].replacing(
      "<c r=\"A2\" s=\"3\"><v>47484</v></c>", with: "<c r=\"A2\" t=\"d\"><v>2030-01-01T00:00:00</v></c>")
    try expectPlain(book, "ISO")
    #expect(SerialDate.localSeconds(1, from1904: false) == LocalTime(year: 1900, month: 1, day: 1).localSeconds)
    #expect(SerialDate.localSeconds(61, from1904: false) == LocalTime(year: 1900, month: 3, day: 1).localSeconds)
    #expect(SerialDate.localSeconds(0, from1904: true) == LocalTime(year: 1904, month: 1, day: 1).localSeconds)
  }

  @Test func formatsTellTimesFromPercentAndNumbers() {
    let formats: [(String, StylesPart.Display)] = [
      ("yyyy\\-mm\\-dd\\ hh:mm", .time), ("[$-409]d\\-mmm;@", .time), ("[h]:mm", .time), ("0.00%", .percent),
      ("0\" days\"", .number), ("#,##0.00_);[Red]\\(#,##0.00\\)", .number), ("General", .number), ("0.0\\m", .number),
      ("0.00E+00", .number),
    ]
    for (code, display) in formats { #expect(StylesPart.display(of: code) == display, "\(code)") }
  }

  @Test func settingsListsAndTargetsHaveSheets() throws {
    var book = plain
    book["case"] += """
      <row r="4"><c r="A4" t="inlineStr"><is><t>series.load</t></is></c>
      <c r="B4" t="inlineStr"><is><t>load; more load</t></is></c></row>
      """
    book["more load"] = book["load"].replacing("city", with: "town")
    book["buses"] = HandmadeWorkbook.rows([["name"], ["city"], ["town"]])
    book["reserves"] = HandmadeWorkbook.rows([
      ["name", "direction", "percent_of_load", "providers", "offers_cny_per_mwh"],
      ["up", "up", 5, "thermal; unit", "unit: 7"],
    ])
    book["targets"] = HandmadeWorkbook.rows([["indicator", "maximum"], ["coal_rate_gce_per_kwh", 300]])
    let (system, findings) = try book.read()
    // Nothing feeds the town.
    #expect(findings.map(\.code) == [.isolatedLoad])
    let read = try #require(system)
    #expect(read.buses.map(\.name) == ["city", "town"] && read.totalLoad[0] == 300)
    #expect(read.reserves.first?.requirement == .series([15, 17.500000000000004]))
    #expect(read.reserves.first?.offers == ["unit": 7] && read.targets == [PolicyTarget(.coalRate, maximum: 300)])
  }

  @Test func hiddenAndFurtherSheetsAreNoted() throws {
    var book = plain
    book.states = ["buses": "hidden"]
    book.sheets += [("pivot 1", HandmadeWorkbook.rows([["x"]])), ("thermal-unit", ""), ("Notes", "")]
    let (system, findings) = try book.read()
    #expect(system != nil)
    try expectSnapshot("WorkbookNotes.txt", findings.map { "\($0)\n" }.joined())
  }

  @Test func cellsHaveNames() {
    for (row, column, name) in [(1, 1, "A1"), (7, 26, "Z7"), (12, 27, "AA12"), (1_048_576, 16_384, "XFD1048576")] {
      #expect(CellName.text(row: row, column: column) == name)
      let parsed = CellName.parse(name)
      #expect(parsed?.row == row && parsed?.column == column)
    }
    for text in ["", "A", "1", "1A", "A1B", "A0", "É1", "A99999999999999999999"] {
      #expect(CellName.parse(text) == nil)
    }
  }
}
