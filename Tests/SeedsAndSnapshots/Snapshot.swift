import Foundation
import Testing

/// Compares with a file of Snapshots/ beside the test, or rewrites it when GRIDDISPATCH_UPDATE_SNAPSHOTS is 1.
public func expectSnapshot(
  _ name: String, _ text: String, source: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(filePath: source).deletingLastPathComponent().appending(path: "Snapshots/\(name)")
  if ProcessInfo.processInfo.environment["GRIDDISPATCH_UPDATE_SNAPSHOTS"] == "1" {
    try Data(text.utf8).write(to: file)
    return
  }
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let first = zip(lines, wanted).first { $0 != $1 }
  #expect(first?.0 == first?.1, "\(name)", sourceLocation: sourceLocation)
  #expect(lines.count == wanted.count, "\(name)", sourceLocation: sourceLocation)
}
