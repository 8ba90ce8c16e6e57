import Foundation

/// The report of a folder that `solve` or `assess` wrote, as one HTML file that opens offline.
///
/// - Throws: `ResultsFolderError` or `ScheduleFileError`, saying what the folder lacks or where a file is damaged.
public func reportPage(of folder: URL, language: SummaryLanguage) throws -> Data {
  let files = FileManager.default
  func has(_ name: String) -> Bool { files.fileExists(atPath: folder.appending(path: name).path) }
  if !has(ResultsFolder.summaryName), has(AssessmentFolder.reportName) {
    return try assessmentPage(of: folder, language: language)
  }
  return try dispatchPage(of: folder, language: language)
}
