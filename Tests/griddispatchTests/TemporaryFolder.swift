import Foundation

/// A fresh folder that lives as long as the body runs.
@discardableResult
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "griddispatch-\(UInt64.random(in: 0...(.max)))")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// What is in a folder, hidden files too, sorted.
func names(in folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

/// The text of a file.
func text(of file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
