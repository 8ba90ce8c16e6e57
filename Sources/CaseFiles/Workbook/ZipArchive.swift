import CZip
import Foundation

/// Why a zip file cannot be read or written, in the words of libzip or ours.
struct ZipFault: Error {
  var message: String

  init(_ message: String) { self.message = message }

  fileprivate init(code: Int32) {
    var error = zip_error_t()
    zip_error_init_with_code(&error, code)
    message = String(cString: zip_error_strerror(&error))
    zip_error_fini(&error)
  }
}

/// A zip file open for reading.
struct ZipArchive: ~Copyable {
  private let handle: OpaquePointer
  /// Bytes that parts may still unpack to: a few kB of zip can hold gigabytes.
  private var allowance: Int
  private let limit: Int

  /// - Parameter limit: bytes that the parts which are read may unpack to together.
  init(_ url: URL, limit: Int) throws(ZipFault) {
    var code: Int32 = 0
    guard let handle = zip_open(url.path, ZIP_RDONLY, &code) else {
      throw ZipFault("the zip file is cut off or damaged: \(ZipFault(code: code).message)")
    }
    self.handle = handle
    self.limit = limit
    allowance = limit
  }

  deinit { zip_discard(handle) }

  func has(_ name: String) -> Bool { index(of: name) >= 0 }

  private func index(of name: String) -> Int64 { zip_name_locate(handle, name, zip_flags_t(ZIP_FL_NOCASE)) }

  /// The unpacked bytes of a part; `nil` where there is none of that name.
  mutating func part(_ name: String) throws(ZipFault) -> [UInt8]? {
    let index = index(of: name)
    guard index >= 0 else { return nil }
    var entry = zip_stat_t()
    guard zip_stat_index(handle, UInt64(index), 0, &entry) == 0, entry.valid & UInt64(ZIP_STAT_SIZE) != 0 else {
      throw ZipFault(code: zip_error_code_zip(zip_get_error(handle)))
    }
    guard entry.size <= UInt64(allowance) else {
      throw ZipFault("it unpacks to more than \(limit >> 20) MiB, as no case does")
    }
    let size = Int(entry.size)
    allowance -= size
    guard let file = zip_fopen_index(handle, UInt64(index), 0) else {
      throw ZipFault(code: zip_error_code_zip(zip_get_error(handle)))
    }
    defer { zip_fclose(file) }
    var failure: Int32?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = 0
      // The last read, of nothing, compares the checksum.
      while true {
        let rest = size - count
        let read = zip_fread(file, buffer.baseAddress.map { $0 + count }, UInt64(rest))
        if read < 0 { failure = zip_error_code_zip(zip_file_get_error(file)) }
        if read <= 0 { return }
        count += Int(read)
      }
    }
    if let failure { throw ZipFault(code: failure) }
    guard bytes.count == size else { throw ZipFault("\(name) is cut off") }
    return bytes
  }

  /// Writes parts into a new zip file; what is at the place stays until it is replaced.
  static func write(_ parts: [(name: String, bytes: [UInt8])], to url: URL) throws(ZipFault) {
    var code: Int32 = 0
    guard let handle = zip_open(url.path, ZIP_CREATE | ZIP_TRUNCATE, &code) else { throw ZipFault(code: code) }
    for part in parts {
      // The archive frees its copy when it is closed.
      guard let copy = malloc(max(1, part.bytes.count)) else {
        zip_discard(handle)
        throw ZipFault("out of memory")
      }
      part.bytes.withUnsafeBytes { bytes in
        if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
      }
      guard let source = zip_source_buffer(handle, copy, UInt64(part.bytes.count), 1),
        zip_file_add(handle, part.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0
      else {
        let fault = ZipFault(code: zip_error_code_zip(zip_get_error(handle)))
        zip_discard(handle)
        throw fault
      }
    }
    guard zip_close(handle) == 0 else {
      let error = zip_get_error(handle)
      let fault = ZipFault(code: zip_error_code_zip(error))
      zip_discard(handle)
      throw fault
    }
  }
}
