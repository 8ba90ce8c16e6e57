import Testing

@testable import CaseFiles

@Suite struct CSVTableTests {
  private func table(_ text: String) -> CSVTable { CSVTable(file: "t.csv", bytes: Array(text.utf8)) }

  private func rows(_ table: CSVTable) -> [[String]] {
    (0..<table.rowCount).map { row in (0..<table.width).map { table.text(table.cell(row: row, column: $0)) } }
  }

  @Test func cellsAreTrimmedUnquotedAndCounted() {
    let table = table("# a comment, with comma\nname , zone\r\n\n a,\" b \"\n,,\n\"x \"\"y\"\"\",\"two\nlines\"\nlast,")
    #expect(table.faults.isEmpty)
    #expect(rows(table) == [["a", " b "], ["x \"y\"", "two\nlines"], ["last", ""]])
  }

  @Test func placesCountCharacters() {
    let table = table("name,容量\n机组一,\"1\n2\",\n太原,3\n")
    #expect(table.faults.map(\.message) == ["row has 3 cells, expected 2 as in the header"])
    let zone = self.table("名称,b\n\"甲\n乙\",晋\n丙丁,x\n")
    #expect(zone.place(zone.cell(row: 0, column: 1)) == Place(file: "t.csv", line: 3, column: 4))
    #expect(zone.place(zone.cell(row: 0, column: 0)) == Place(file: "t.csv", line: 2, column: 1))
    #expect(zone.place(zone.cell(row: 1, column: 1)) == Place(file: "t.csv", line: 4, column: 4))
  }

  @Test func separatorIsTheMostUsedOfTheFirstLine() {
    #expect(table("# a;b;c\na,b;c,d\n1,2,3").separator == UInt8(ascii: ","))
    #expect(table("a;b\n1,5;2\n").numbers(columns: 0..<2) == [1.5, 2])
    #expect(table("a\tb\n1\t2\n3\t4\n").numbers(columns: 0..<2) == [1, 3, 2, 4])
    #expect(table("name\nx\n").separator == UInt8(ascii: ","))
  }

  @Test func emptyTablesHaveNoCells() {
    for text in ["", "\n\n", "# only\n", ",,\n", "\r"] {
      #expect(table(text).width == 0 && table(text).rowCount == 0)
    }
  }
}
