import Foundation
import GridModel

/// A year of series for a case: what else the case holds stays as it is.
public struct CaseYear: Sendable {
  /// Of its folder.
  public var name: String
  public var system: PowerSystem
}

/// Reads other years of load and weather for a case: a folder with one folder for each year.
///
/// The folder of a year holds any of the case's series files under their own names, such as `load.csv` and `wind.csv`, in
/// the case's format and with the case's times; those that it does not hold stay as they are in the case.
/// - Returns: the years by name, `nil` when there is any error, and the findings about the files of years.
public func readYears(
  at years: URL, ofCaseAt folder: URL
) -> (years: [CaseYear]?, findings: [Finding]) {
  var log = FindingLog()
  let manager = FileManager.default
  let names = ((try? manager.contentsOfDirectory(atPath: years.path)) ?? []).sorted().filter { name in
    var isFolder: ObjCBool = false
    return !name.hasPrefix(".") && manager.fileExists(atPath: years.appending(path: name).path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
  if names.isEmpty { log.add(.missingFile, at: Place(file: "."), "no folder of a year, expected one for each year") }
  let own = Set(readSystem(at: folder).findings.map(\.description))
  let workbook = SourceFormat(of: folder) == .workbook ? WorkbookFiles(at: folder, log: &log) : nil
  var read: [CaseYear] = []
  var findings: [Finding] = []
  for name in names {
    let replacement = SeriesReplacement(years: years, year: name)
    var yearLog = FindingLog()
    let caseFolder = CaseFolder(url: folder, workbook: workbook, replacement: replacement)
    let system = caseFolder.read(&yearLog)
    replacement.reportUnused(of: caseFolder, &yearLog)
    let yearFindings = yearLog.sorted { $0.file.hasPrefix("\(name)/") ? $0 : workbook?.placed($0) ?? $0 }
    findings += yearFindings.filter { !own.contains($0.description) }
    if let system, !yearLog.hasErrors { read.append(CaseYear(name: name, system: system)) }
  }
  findings = log.sorted() + findings
  return (log.hasErrors || read.count < names.count ? nil : read, findings)
}

/// The series files of one year.
struct SeriesReplacement {
  /// The folder of all years.
  let years: URL
  let year: String

  var folder: CaseFolder { CaseFolder(url: years) }

  /// The year's own file for a series file of the case; `nil` where it has none.
  func file(for path: String) -> String? {
    let file = "\(year)/\(Self.name(path))"
    return folder.exists(file) ? file : nil
  }

  private static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

  /// A year whose files replace nothing, because they are named otherwise, would be the case's own once more.
  func reportUnused(of caseFolder: CaseFolder, _ log: inout FindingLog) {
    let known = Set(caseFolder.seriesPaths.map(Self.name))
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: year).path)) ?? []
    let tables = files.sorted().filter { $0.lowercased().hasSuffix(".csv") }
    for file in tables where !known.contains(file) {
      let nearest = suggestion(for: file, among: known)
      log.add(
        .unknownFile, at: Place(file: "\(year)/\(file)"), "the case has no series file of that name\(nearest)")
    }
    if !tables.contains(where: known.contains) {
      log.add(.missingFile, at: Place(file: year), "the year holds none of the case's series files")
    }
  }
}

extension CaseFolder {
  /// Paths of all series files that the case may have.
  fileprivate var seriesPaths: [String] {
    var log = FindingLog()
    guard let text = text(CaseKeys.file, isRequired: true, &log),
      let node = YAMLDocument.compose(text, file: CaseKeys.file, log: &log)
    else { return [] }
    return CaseSettings(node, log: &log).seriesPaths.values.joined().map(\.path)
  }
}
