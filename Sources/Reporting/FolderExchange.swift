import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Puts folders into place by renaming, so that at no time a half-written one can be seen.
enum FolderExchange {
  /// Swaps two folders of one file system in one step; `false` where the system cannot do that.
  static func swap(_ first: URL, _ second: URL) -> Bool {
    #if os(Linux)
      // Not in the headers that Swift sees.
      typealias Renameat2 =
        @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      let exchange: CUnsignedInt = 2
      return unsafeBitCast(symbol, to: Renameat2.self)(AT_FDCWD, first.path, AT_FDCWD, second.path, exchange) == 0
    #else
      return false
    #endif
  }

  /// Moves a folder to a name that is free, or that of an empty folder.
  static func move(_ source: URL, to target: URL) throws {
    guard rename(source.path, target.path) == 0 else {
      throw ResultsFolderError(folder: target.path, "cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Where a folder waits while another takes its place, when they cannot be swapped.
  static func aside(_ folder: URL) -> URL {
    folder.deletingLastPathComponent().appending(path: ".\(folder.lastPathComponent).previous")
  }

  /// Puts `new` in the place of `old`, which is then removed. `canSwap` is `false` to do it in several steps.
  static func replace(_ old: URL, with new: URL, canSwap: Bool = true) throws {
    if canSwap, swap(new, old) {
      try FileManager.default.removeItem(at: new)
      return
    }
    let previous = aside(old)
    try move(old, to: previous)
    do {
      try move(new, to: old)
    } catch {
      try move(previous, to: old)
      throw error
    }
    try FileManager.default.removeItem(at: previous)
  }

  /// Undoes a replacement that was interrupted half way: brings the old folder back, or removes it if the new one is
  /// there.
  static func recover(_ folder: URL) throws {
    let previous = aside(folder)
    let files = FileManager.default
    guard files.fileExists(atPath: previous.path) else { return }
    if files.fileExists(atPath: folder.path) {
      try ResultsFolder.checkReplaceable(previous)
      try files.removeItem(at: previous)
    } else {
      try move(previous, to: folder)
    }
  }
}
