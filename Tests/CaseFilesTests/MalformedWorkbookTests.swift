import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

@testable import CaseFiles

@Suite struct MalformedWorkbookTests {
  /// What is wrong, and how it is made so.
  private static let faults: [(what: String, change: @Sendable (inout HandmadeWorkbook) -> Void)] = [
    (
      "error in a cell",
      { $0["load"] = $0["load"].replacing("<c r=\"B2\"><v>150", with: "<c r=\"B2\" t=\"e\"><v>#N/A") }
    ),
    ("formula without a value", { $0["load"] = $0["load"].replacing("<v>150</v>", with: "<f>75*2</f>") }),
    ("merged header", { $0.after["thermal-units"] = "<mergeCells><mergeCell ref=\"B1:C1\"/></mergeCells>" }),
    ("merged cells", { $0.after["load"] = "<mergeCells><mergeCell ref=\"B2:B3\"/></mergeCells>" }),
    (
      "text for a number",
      { $0["thermal-units"] = $0["thermal-units"].replacing("<c><v>300", with: "<c t=\"str\"><v>three") }
    ),
    (
      "flag for a number", { $0["thermal-units"] = $0["thermal-units"].replacing("<c><v>300", with: "<c t=\"b\"><v>1") }
    ),
    ("unknown column", { $0["thermal-units"] = $0["thermal-units"].replacing("capacity_mw", with: "capacity") }),
    ("unknown bus", { $0["thermal-units"] = $0["thermal-units"].replacing("<t>city", with: "<t>citty") }),
    ("duplicate name", { $0["buses"] = HandmadeWorkbook.rows([["name"], ["city"], ["city"]]) }),
    ("blank header", { $0["buses"] = HandmadeWorkbook.rows([["name"], ["city", "south"]]) }),
    ("wrong key", { $0["case"] = $0["case"].replacing("<t>start", with: "<t>strat") }),
    ("wrong value", { $0["case"] = $0["case"].replacing("Asia/Shanghai", with: "Shanghai") }),
    ("key twice", { $0["case"] += $0["case"].replacing(/\ r="[A-Z]?[0-9]"/, with: "") }),
    (
      "wrong reserve", { $0["reserves"] = HandmadeWorkbook.rows([["name", "direction", "zone"], ["a", "upp", "x"]]) }
    ),
    (
      "wrong rule",
      { $0["rules"] = HandmadeWorkbook.rows([["name", "kind", "period", "limit"], ["a", "co2", "day", 3]]) }
    ),
    ("wrong target", { $0["targets"] = HandmadeWorkbook.rows([["indicator", "min"], ["coal_rate", 3]]) }),
    ("row missing", { $0["load"] = $0["load"].replacing("47484.041666666664", with: "47484.08333333333") }),
    ("no buses", { $0.sheets.removeAll { $0.name == "buses" } }),
    ("no case", { $0.sheets.removeAll { $0.name == "case" } }),
    ("two sheets of a name", { $0.sheets.append(("Thermal Units", "")) }),
    ("too wide", { $0["buses"] = "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>" }),
    ("too long", { $0["buses"] = "<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>" }),
    ("row before another", { $0["buses"] = "<row r=\"2\"/><row r=\"2\"/>" }),
    ("no such string", { $0["buses"] = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>" }),
    ("no such cell", { $0["buses"] = "<row r=\"1\"><c r=\"1A\"><v>7</v></c></row>" }),
    ("no number", { $0["buses"] = "<row r=\"1\"><c r=\"A1\"><v>0x7</v></c></row>" }),
    ("broken XML", { $0["buses"] = "<row><c>" }),
    ("entities", { $0.sheets[0].rows = "<!DOCTYPE a [<!ENTITY b \"c\">]>" }),
    ("broken styles", { $0.styles = "<styleSheet>" }),
    ("broken strings", { $0.strings = "<si>" }),
  ]

  @Test func everyFaultHasItsFindings() throws {
    var texts: [String] = []
    for (what, change) in Self.faults {
      var book = HandmadeWorkbook()
      change(&book)
      let (system, findings) = try book.read()
      #expect(system == nil && findings.contains { $0.severity == .error }, "\(what)")
      texts.append("# \(what)\n" + findings.map { "\($0)\n" }.joined())
    }
    try expectSnapshot("MalformedWorkbooks.txt", texts.joined(separator: "\n"))
  }

  @Test func otherFilesAreNoWorkbooks() throws {
    var texts: [String] = []
    try withTemporaryFolder { folder in
      let good = folder.appending(path: "good.xlsx")
      try HandmadeWorkbook().write(to: good)
      let bytes = try Data(contentsOf: good)
      var parts = HandmadeWorkbook().parts
      parts.removeAll { $0.name == WorkbookParts.workbook }
      let other = folder.appending(path: "other.xlsx")
      try ZipArchive.write(parts, to: other)
      var lost = HandmadeWorkbook().parts
      lost.removeAll { $0.name.hasSuffix("sheet1.xml") }
      let sheetless = folder.appending(path: "sheetless.xlsx")
      try ZipArchive.write(lost, to: sheetless)
      let files: [(String, Data)] = [
        ("text.xlsx", Data("name,bus\n".utf8)), ("empty.xlsx", Data()), ("cut.xlsx", bytes.prefix(bytes.count / 2)),
        ("old.xls", Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])),
        ("other.xlsx", try Data(contentsOf: other)),
        ("sheetless.xlsx", try Data(contentsOf: sheetless)),
      ]
      for (name, data) in files {
        let file = folder.appending(path: name)
        try data.write(to: file)
        let (system, findings) = readSystem(at: file)
        #expect(system == nil && findings.count == 1, "\(name)")
        texts += findings.map { "\($0)\n" }
      }
    }
    try expectSnapshot("NoWorkbooks.txt", texts.joined())
  }

  /// A few kB that would unpack to more than a case can need.
  @Test func bombsAreNotUnpacked() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "bomb.xlsx")
      var book = HandmadeWorkbook()
      book["load"] += String(repeating: " ", count: 3 << 20)
      try book.write(to: file)
      let size = try Data(contentsOf: file).count
      #expect(size < 20_000)
      var log = FindingLog()
      #expect(WorkbookFiles(at: file, limit: 2 << 20, log: &log) == nil)
      let texts = log.sorted().map(\.description)
      #expect(
        texts == [
          "bomb.xlsx: error: it unpacks to more than 2 MiB, as no case does [unreadable-file]"
        ])
      #expect(readSystem(at: file).system != nil)
    }
  }

  /// Whatever is overwritten, the reader ends with a finding or a system.
  @Test func damageNeverCrashes() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "book.xlsx")
      try HandmadeWorkbook().write(to: file)
      let bytes = [UInt8](try Data(contentsOf: file))
      for seed in seeds(60) {
        var random = SeededGenerator(seed)
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        try Data(damaged).write(to: file)
        let (system, findings) = readSystem(at: file)
        #expect(system != nil || !findings.isEmpty, "seed \(seed)")
      }
    }
  }
}
