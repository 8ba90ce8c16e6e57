import Foundation
import GridModel

/// Reads a case from an `.xlsx` workbook: a sheet for each file of the case folder, named after it, and the sheets
/// `case`, `reserves`, `rules` and `targets` for `case.yaml`.
///
/// - Returns: the system, `nil` when there is any error, and the findings, each with its sheet and cell.
public func readWorkbook(at url: URL) -> (system: PowerSystem?, findings: [Finding]) {
  var log = FindingLog()
  guard let files = WorkbookFiles(at: url, log: &log) else { return (nil, log.sorted()) }
  let system = CaseFolder(url: url, workbook: files).read(&log)
  return (log.hasErrors ? nil : system, log.sorted(placed: files.placed))
}

/// Whether a file is a workbook by its content, whatever it is called.
public func isWorkbook(_ url: URL) -> Bool { Workbook.isOne(url) }

extension WorkbookFiles {
  /// `nil` with a finding where the workbook cannot be read.
  init?(at url: URL, limit: Int = Workbook.usualLimit, log: inout FindingLog) {
    do {
      self.init(try Workbook(contentsOf: url, limit: limit), name: url.lastPathComponent, log: &log)
    } catch {
      log.add(.unreadableFile, at: Place(file: url.lastPathComponent), error.message)
      return nil
    }
  }
}
