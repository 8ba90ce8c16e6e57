import Foundation

/// What is in a folder, hidden files too, sorted.
func names(in folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
}

/// The text of a file.
func text(of file: URL) throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }
