import Foundation

/// The files of a PyPSA network exported with `export_to_csv_folder`.
struct PyPSAFolder {
  let folder: CaseFolder
  /// Names of all CSV files.
  private let files: [String]

  /// Lists that have no part in the linear dispatch.
  private static let idle = ["sub_networks", "shapes", "shunt_impedances", "investment_periods"]

  init(_ url: URL) {
    folder = CaseFolder(url: url)
    let all = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    files = all.filter { $0.hasSuffix(".csv") }.sorted()
  }

  /// Whether a folder holds a PyPSA network: its snapshots or its settings, and no case.
  static func isOne(_ url: URL) -> Bool {
    let folder = CaseFolder(url: url)
    return !folder.exists(CaseKeys.file) && (folder.exists("snapshots.csv") || folder.exists("network.csv"))
  }

  /// A list with its series; `nil` where the network has none of the kind.
  func sheet(_ component: PyPSAComponent, steps: Int, _ log: inout FindingLog) -> PyPSASheet? {
    guard let table = folder.table(component.file, isRequired: component.list == "buses", &log), table.width > 0
    else { return nil }
    var sheet = PyPSASheet(component, table, &log)
    for (attribute, file) in seriesFiles(of: component) {
      guard let kind = component[attribute] else {
        if !component.ignores(attribute) {
          log.add(.unknownFile, at: Place(file: file), "\(quoted(attribute)) is no attribute of \(component.list)")
        }
        continue
      }
      let fallback = PyPSANumber.parse(kind.fallback) ?? 0
      guard let table = folder.table(file, isRequired: false, &log), table.width > 1 else { continue }
      let series = PyPSASeries(table, fallback: fallback, steps: steps, names: sheet.names, &log)
      if kind.isRead {
        sheet.series[attribute] = series
      } else if !series.isAll(fallback) {
        log.add(
          .notSupported, at: Place(file: file, line: 1, column: 1),
          "\(attribute) of \(component.list) is given, which is not supported")
      }
    }
    return sheet
  }

  private func seriesFiles(of component: PyPSAComponent) -> [(attribute: String, file: String)] {
    let prefix = "\(component.list)-"
    return files.filter { $0.hasPrefix(prefix) }.map { (String($0.dropFirst(prefix.count).dropLast(4)), $0) }
  }

  /// Files of other lists: those that matter are not supported where they have any row.
  func reportOthers(read: [PyPSAComponent], _ log: inout FindingLog) {
    let known = ["network", "snapshots"] + Self.idle + read.map(\.list)
    for file in files {
      let list = String(file.dropLast(4).prefix { $0 != "-" })
      if !known.contains(list) {
        if let table = folder.table(file, isRequired: false, &log), table.rowCount > 0 {
          log.add(.notSupported, at: Place(file: file, line: 2, column: 1), "\(list) are not supported")
        }
      }
    }
    if let periods = folder.table("investment_periods.csv", isRequired: false, &log), periods.rowCount > 0 {
      log.add(
        .notSupported, at: Place(file: periods.file, line: 2, column: 1),
        "investment periods are not supported: export one of them")
    }
  }
}
