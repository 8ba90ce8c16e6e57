import Foundation

extension CaseFolder {
  /// Positions in a table are 32-bit.
  private static let maximumSize = 1 << 30

  /// The cells of a CSV file; `nil` when the file is absent or not readable as text.
  func table(_ path: String, isRequired: Bool, _ log: inout FindingLog) -> CSVTable? {
    guard let text = text(path, isRequired: isRequired, &log) else { return nil }
    let table = CSVTable(file: path, bytes: text.bytes)
    reportFormat(table, text.encoding, &log)
    for fault in table.faults { log.add(fault.code, at: fault.place, fault.message) }
    if table.width == 0 { log.add(.emptyFile, at: Place(file: path), "the file is empty, expected a header row") }
    return table
  }

  func exists(_ path: String) -> Bool {
    if let workbook { return workbook.bytes(path) != nil }
    return FileManager.default.fileExists(atPath: url.appending(path: path).path)
  }

  func text(_ path: String, isRequired: Bool, _ log: inout FindingLog) -> DecodedText? {
    let place = Place(file: path)
    if let workbook {
      if let bytes = workbook.bytes(path) { return decoded(bytes, path, &log) }
      if isRequired { log.add(.missingFile, at: place, "the sheet is missing, but required") }
      return nil
    }
    let file = url.appending(path: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
      if isRequired { log.add(.missingFile, at: place, "the file is missing, but required") }
      return nil
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
    guard !isFolder.boolValue, attributes?[.type] as? FileAttributeType == .typeRegular,
      (attributes?[.size] as? Int ?? 0) <= Self.maximumSize, let data = try? Data(contentsOf: file)
    else {
      log.add(.unreadableFile, at: place, "expected a readable file of at most 1 GiB")
      return nil
    }
    return decoded([UInt8](data), path, &log)
  }

  private func decoded(_ bytes: [UInt8], _ path: String, _ log: inout FindingLog) -> DecodedText? {
    do {
      return try DecodedText(bytes)
    } catch {
      log.add(error.code, at: Place(file: path, line: error.line, column: error.column), error.message)
      return nil
    }
  }

  private func reportFormat(_ table: CSVTable, _ encoding: DecodedText.Encoding, _ log: inout FindingLog) {
    let separator: String? =
      switch table.separator {
      case UInt8(ascii: ";"): "separator ';' and decimal comma or point"
      case UInt8(ascii: "\t"): "separator tab"
      default: nil
      }
    guard encoding != .utf8 || separator != nil else { return }
    let parts = [encoding == .utf8 ? nil : encoding.rawValue, separator].compactMap { $0 }
    log.add(.textFormat, at: Place(file: table.file), "read as \(parts.joined(separator: " with "))")
  }
}
