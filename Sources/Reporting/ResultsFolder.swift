import Foundation
import GridModel
import Schedules

/// Why a results folder cannot be written or read.
public struct ResultsFolderError: Error, Equatable, CustomStringConvertible {
  public var folder: String
  public var message: String

  public init(folder: String, _ message: String) {
    self.folder = folder
    self.message = message
  }

  public var description: String { "\(folder): \(message)" }
}

/// Writes a run to a folder of its own: `summary.json`, one CSV per quantity, and further files such as a report.
///
/// All is written to a hidden folder beside it and put into place by renaming: a folder is there with all of its files
/// or not at all.
/// - Parameters:
///   - schedule: `nil` for a run without one.
///   - force: replaces a results folder that is already there. Anything else is never replaced: a folder counts as
///     results only with a `summary.json` of this program and no file that is not named in it.
///   - attachments: content of further files by name.
/// - Throws: `ResultsFolderError`, or what the file system says; then the folder is as it was.
public func writeResults(
  schedule: Schedule?, summary: RunSummary, to folder: URL, force: Bool = false, attachments: [String: Data] = [:]
) throws {
  let target = ResultsFolder.resolved(folder)
  let files = FileManager.default
  let parent = target.deletingLastPathComponent()
  try files.createDirectory(at: parent, withIntermediateDirectories: true)
  try FolderExchange.recover(target)
  try ResultsFolder.checkPlace(folder, force: force)
  let exists = files.fileExists(atPath: target.path)

  let partial = parent.appending(path: ".\(target.lastPathComponent).partial-\(UUID().uuidString)")
  try files.createDirectory(at: partial, withIntermediateDirectories: false)
  do {
    var names: [String] = []
    for file in schedule.map(csvFiles) ?? [] {
      try Data(file.bytes).write(to: partial.appending(path: file.name))
      names.append(file.name)
    }
    for (name, data) in attachments {
      try data.write(to: partial.appending(path: name))
      names.append(name)
    }
    var complete = summary
    complete.files = names.sorted()
    try complete.json().write(to: partial.appending(path: ResultsFolder.summaryName))
    if exists {
      try FolderExchange.replace(target, with: partial)
    } else {
      try FolderExchange.move(partial, to: target)
    }
  } catch {
    try? files.removeItem(at: partial)
    throw error
  }
}

/// Reads back what `writeResults` wrote.
///
/// - Returns: the summary, and the schedule if the folder has one.
/// - Throws: `ResultsFolderError` without a readable summary, `ScheduleFileError` for a table.
public func readResults(at folder: URL, system: PowerSystem) throws -> (summary: RunSummary, schedule: Schedule?) {
  let summary = try ResultsFolder.summary(in: folder)
  let hasTables = Quantity.all.contains { summary.files.contains($0.name + ".csv") }
  return (summary, hasTables ? try readSchedule(at: folder, system: system) : nil)
}

/// What makes a folder a results folder.
public enum ResultsFolder {
  public static let summaryName = "summary.json"
  /// What `report` writes into the folder, later than the rest.
  public static let reportName = "report.html"

  /// The summary of a folder.
  public static func summary(in folder: URL) throws -> RunSummary {
    guard let data = try? Data(contentsOf: folder.appending(path: summaryName)) else {
      throw ResultsFolderError(folder: folder.relativePath, "has no \(summaryName), so it is no results folder")
    }
    do {
      return try RunSummary(json: data)
    } catch {
      throw ResultsFolderError(folder: folder.relativePath, "\(summaryName) cannot be read: \(error)")
    }
  }

  /// Throws when `writeResults` could not put a folder there: to be asked before the work whose results it is to hold.
  public static func checkPlace(_ folder: URL, force: Bool) throws {
    let target = resolved(folder)
    let files = FileManager.default
    let earlier = [target, FolderExchange.aside(target)].first { files.fileExists(atPath: $0.path) }
    guard let earlier else {
      var parent = target.deletingLastPathComponent()
      while !files.fileExists(atPath: parent.path), parent.path != "/" { parent = parent.deletingLastPathComponent() }
      var isFolder: ObjCBool = false
      guard files.fileExists(atPath: parent.path, isDirectory: &isFolder), isFolder.boolValue else {
        throw ResultsFolderError(folder: folder.relativePath, "cannot be made: \(parent.path) is no folder")
      }
      guard files.isWritableFile(atPath: parent.path) else {
        throw ResultsFolderError(folder: folder.relativePath, "cannot be made: \(parent.path) is not writable")
      }
      return
    }
    do {
      try checkReplaceable(earlier)
    } catch let error as ResultsFolderError {
      throw ResultsFolderError(folder: folder.relativePath, (force ? "" : "exists already and ") + error.message)
    }
    guard force else {
      throw ResultsFolderError(folder: folder.relativePath, "exists already (use --force to replace it)")
    }
  }

  /// Absolute, without a trailing slash, symbolic links followed: the folder meant is replaced, not the link to it.
  static func resolved(_ folder: URL) -> URL {
    URL(filePath: folder.standardizedFileURL.resolvingSymlinksInPath().path)
  }

  /// Throws unless everything in the folder was written by this program.
  static func checkReplaceable(_ folder: URL) throws {
    // Only the list is read, so that results of another version can be replaced too.
    guard let data = try? Data(contentsOf: folder.appending(path: summaryName)),
      let listing = try? JSONDecoder().decode(FileListing.self, from: data)
    else { throw ResultsFolderError(folder: folder.relativePath, "is no results folder; it is not replaced") }
    let known = Set(listing.files).union([summaryName, reportName, ".DS_Store"])
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where !known.contains(name) {
      throw ResultsFolderError(
        folder: folder.path, "holds \(name), which is not part of the results; it is not replaced")
    }
  }
}

private struct FileListing: Decodable {
  let files: [String]
}
