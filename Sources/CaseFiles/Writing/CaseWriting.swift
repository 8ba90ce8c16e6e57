import Foundation
import GridModel

/// Writes a system as a case folder that `readCase` reads back as the same system.
///
/// The folder appears whole or not at all: it is written beside its place and renamed.
/// - Parameters:
///   - folder: must not exist unless `replacing` is set.
///   - readme: text of README.md, such as the source of each number; `nil` writes none.
/// - Throws: `CaseError` when the folder exists, cannot be written, or the format has no place for the system.
public func writeCase(
  _ system: PowerSystem, to folder: URL, readme: String? = nil, replacing: Bool = false
) throws(CaseError) {
  try writeFolder(CaseText(system).files(readme: readme), to: folder, replacing: replacing)
}

/// Writes files by relative path into a new folder, all or none.
func writeFolder(_ files: [(path: String, text: String)], to folder: URL, replacing: Bool) throws(CaseError) {
  let manager = FileManager.default
  guard replacing || !manager.fileExists(atPath: folder.path) else { throw .folderExists(folder.path) }
  let name = ".\(folder.lastPathComponent).\(UInt32.random(in: 0...(.max)))"
  let temporary = folder.deletingLastPathComponent().appending(path: name)
  do {
    for (path, text) in files {
      let file = temporary.appending(path: path)
      try manager.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    if manager.fileExists(atPath: folder.path) {
      // What was there goes only when the new folder is in its place.
      let former = temporary.appendingPathExtension("former")
      try manager.moveItem(at: folder, to: former)
      do {
        try manager.moveItem(at: temporary, to: folder)
      } catch {
        try manager.moveItem(at: former, to: folder)
        throw error
      }
      try manager.removeItem(at: former)
    } else {
      try manager.moveItem(at: temporary, to: folder)
    }
  } catch {
    try? manager.removeItem(at: temporary)
    throw .file(path: folder.path, reason: error.localizedDescription)
  }
}
