import Foundation

/// A text file written through a buffer under a temporary name, and renamed into place only when it is complete.
struct ModelFile: ~Copyable {
  private let url: URL
  private let temporary: URL
  private let handle: FileHandle
  private var buffer: [UInt8] = []
  private var isComplete = false

  init(_ url: URL) throws {
    self.url = url
    temporary = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: temporary.path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path])
    }
    handle = try FileHandle(forWritingTo: temporary)
    buffer.reserveCapacity(Self.bufferSize + 512)
  }

  deinit {
    if !isComplete {
      try? handle.close()
      try? FileManager.default.removeItem(at: temporary)
    }
  }

  private static let bufferSize = 1 << 18

  mutating func write(_ text: String) throws {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// The shortest digits that read back as the same number.
  mutating func write(_ number: Double) throws {
    if let whole = Int(exactly: number), abs(whole) < 1_000_000_000_000_000 {
      try write(String(whole))
    } else {
      try write(number.description)
    }
  }

  private mutating func flush() throws {
    try handle.write(contentsOf: Data(buffer))
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is left and puts the file in its place.
  consuming func finish() throws {
    try flush()
    try handle.close()
    guard rename(temporary.path, url.path) == 0 else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path])
    }
    isComplete = true
  }
}
