import CaseFiles
import Foundation
import SeedsAndSnapshots
import Testing

/// `.xlsx` workbooks where a case folder is taken, and `export --xlsx`.
@Suite struct WorkbookTests {
  @Test func aWorkbookTakesThePlaceOfAFolder() throws {
    try StarterCase.inFolder { folder in
      let export = ["export", "my-case", "--xlsx", "book.xlsx"]
      #expect(try Command.expect(0, export, in: folder).output == "book.xlsx\n")
      let check = try Command.expect(0, ["check", "book.xlsx"], in: folder)
      #expect(check.output == (try Command.expect(0, ["check", "my-case"], in: folder).output))
      try Command.expect(0, StarterCase.day + ["--out", "a"], in: folder)
      try Command.expect(0, ["solve", "book.xlsx", "--hours", "0..<24", "--out", "b"], in: folder)
      let tables = try ["a", "b"].map { try text(of: folder.appending(path: "\($0)/thermal-power.csv")) }
      #expect(tables[0] == tables[1])
      try Command.expect(0, ["audit", "book.xlsx", "a"], in: folder)
      try Command.expect(0, ["assess", "book.xlsx", "--brief"], in: folder)
      try Command.expect(0, ["import", "book.xlsx", "--out", "again"], in: folder)
      let (original, again) = (
        readCase(at: folder.appending(path: "my-case")).system, readCase(at: folder.appending(path: "again")).system
      )
      #expect(original?.storages == again?.storages && original?.buses == again?.buses)
      try Command.expect(0, export + ["--hours", "0..<24", "--force", "--json"], in: folder)
      #expect(readSystem(at: folder.appending(path: "book.xlsx")).system?.horizon.count == 24)
    }
  }

  @Test func findingsNameSheetAndCell() throws {
    try StarterCase.inFolder { folder in
      try StarterCase.edit("storages.csv", in: folder) {
        $0.replacing("city-battery,city,", with: "city-battery,citty,")
      }
      let refusal = try Command.expect(1, ["export", "my-case", "--xlsx", "book.xlsx"], in: folder)
      #expect(refusal.errors.contains("my-case/storages.csv:"))
      try HandmadeBook.write(to: folder.appending(path: "hand.xlsx"))
      let check = try Command.expect(1, ["check", "hand.xlsx"], in: folder)
      #expect(check.output.contains("hand.xlsx: sheet case: error: the sheet is missing"), "\(check.output)")
      let json = try JSONDocument(try Command.expect(1, ["check", "hand.xlsx", "--json"], in: folder).output)
      let finding = try #require((json["findings"] as? [[String: Any]])?.first)
      #expect(finding["sheet"] as? String == "case" && finding["file"] as? String == "hand.xlsx")
    }
  }

  /// A zip file of nothing but an empty workbook.
  private enum HandmadeBook {
    static func write(to file: URL) throws {
      let bytes = try #require(
        Data(
          base64Encoded: """
            UEsDBBQAAAAAAAAAISjmxGjcJgAAACYAAAAPAAAAeGwvd29ya2Jvb2sueG1sPHdvcmtib29rPjxzaGVldHM+PC9zaGVldHM+PC93\
            b3JrYm9vaz5QSwECFAMUAAAAAAAAACEo5sRo3CYAAAAmAAAADwAAAAAAAAAAAAAAgAEAAAAAeGwvd29ya2Jvb2sueG1sUEsFBgAA\
            AAABAAEAPQAAAFMAAAAAAA==
            """))
      try bytes.write(to: file)
    }
  }

  static let refusals: [(arguments: [String], reason: String)] = [
    (["export", "my-case"], "export takes one of"),
    (["export", "my-case", "--xlsx", "book.csv"], "the name must end in .xlsx"),
    (["export", "my-case", "--xlsx", "taken.xlsx"], "taken.xlsx exists already"),
    (["export", "my-case", "--xlsx", "other.xlsx", "--force"], "other.xlsx is no workbook, so it is not replaced"),
    (["export", "my-case", "--xlsx", "book.xlsx", "--hours", "90..<200"], "the case has 96 hours"),
    (["export", "my-case", "--xlsx", "nowhere/book.xlsx"], "nowhere/book.xlsx"),
    (["check", "nowhere.xlsx"], "nowhere.xlsx does not exist"),
    (["solve", "taken.xlsx"], "it is no .xlsx workbook"),
  ]

  @Test(arguments: refusals) func refusalsSayWhy(_ arguments: [String], reason: String) throws {
    try StarterCase.inFolder { folder in
      for name in ["taken.xlsx", "other.xlsx"] { try Data("no zip".utf8).write(to: folder.appending(path: name)) }
      let outcome = try Command.expect(1, arguments, in: folder)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      if arguments[0] != "check" {
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "book.xlsx").path))
      }
    }
  }
}
