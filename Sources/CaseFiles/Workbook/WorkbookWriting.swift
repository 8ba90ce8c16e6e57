import Foundation
import GridModel

/// Writes a system as an `.xlsx` workbook that `readWorkbook` reads back as the same system.
///
/// The file appears whole or not at all: it is written beside its place and renamed over what is there.
/// - Parameter readme: text for a sheet of its own, such as the source of each number; `nil` writes none.
/// - Throws: `CaseError` when the file cannot be written, or a workbook has no place for the system.
public func writeWorkbook(_ system: PowerSystem, to file: URL, readme: String? = nil) throws(CaseError) {
  try write(CaseSheets(system, readme: readme).sheets, to: file)
}

/// Writes a case folder as a workbook, its numbers digit by digit and its `README.md` as a sheet.
///
/// - Throws: `CaseError` when the case has errors, the file cannot be written, or a workbook has no place for the case.
public func writeWorkbook(ofCaseAt folder: URL, to file: URL) throws(CaseError) {
  try write(CaseSheets(CaseFolder(url: folder)).sheets, to: file)
}

private func write(_ sheets: [SheetText], to file: URL) throws(CaseError) {
  let temporary = file.deletingLastPathComponent().appending(
    path: ".\(file.lastPathComponent).\(UInt32.random(in: 0...(.max)))")
  do {
    try ZipArchive.write(workbookParts(of: sheets), to: temporary)
    guard rename(temporary.path, file.path) == 0 else { throw ZipFault(String(cString: strerror(errno))) }
  } catch {
    try? FileManager.default.removeItem(at: temporary)
    throw .file(path: file.path, reason: (error as? ZipFault)?.message ?? "\(error)")
  }
}

/// The parts of a workbook with these sheets.
func workbookParts(of sheets: [SheetText]) -> [(name: String, bytes: [UInt8])] {
  let main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
  let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  let package = "http://schemas.openxmlformats.org/package/2006"
  let numbers = 1...sheets.count
  func relation(_ id: Int, _ kind: String, _ target: String) -> String {
    "<Relationship Id=\"rId\(id)\" Type=\"\(relations)/\(kind)\" Target=\"\(target)\"/>"
  }
  func content(_ part: String, _ kind: String) -> String {
    "<Override PartName=\"/\(part)\" ContentType=\"\(main).\(kind)+xml\"/>"
  }
  let types =
    "<Types xmlns=\"\(package)/content-types\">"
    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>" + content(WorkbookParts.workbook, "sheet.main")
    + content(WorkbookParts.styles, "styles")
    + numbers.map { content("xl/worksheets/sheet\($0).xml", "worksheet") }.joined() + "</Types>"
  let entries = zip(numbers, sheets).map { number, sheet in
    "<sheet name=\"\(WorkbookText.encoded(sheet.name))\" sheetId=\"\(number)\" r:id=\"rId\(number)\"/>"
  }
  let texts = [
    ("[Content_Types].xml", types),
    (
      "_rels/.rels",
      "<Relationships xmlns=\"\(package)/relationships\">" + relation(1, "officeDocument", WorkbookParts.workbook)
        + "</Relationships>"
    ),
    (
      WorkbookParts.workbook,
      "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"\(relations)\"><sheets>"
        + entries.joined() + "</sheets></workbook>"
    ),
    (
      WorkbookParts.relations,
      "<Relationships xmlns=\"\(package)/relationships\">"
        + numbers.map { relation($0, "worksheet", "worksheets/sheet\($0).xml") }.joined()
        + relation(sheets.count + 1, "styles", "styles.xml") + "</Relationships>"
    ),
  ].map { (name: $0.0, bytes: Array((WorkbookStyles.declaration + $0.1).utf8)) }
  return texts + [(WorkbookParts.styles, Array(WorkbookStyles.xml.utf8))]
    + zip(numbers, sheets).map { ("xl/worksheets/sheet\($0).xml", $1.xml) }
}
