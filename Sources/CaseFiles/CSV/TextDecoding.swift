import Foundation

/// The bytes of a text file as valid UTF-8 without NUL, and what they were before.
struct DecodedText {
  enum Encoding: String {
    case utf8 = "UTF-8"
    case utf8WithMark = "UTF-8 with byte order mark"
    case utf16 = "UTF-16"
    case gb18030 = "GB18030"
  }

  var bytes: [UInt8]
  var encoding: Encoding

  /// Why bytes are not the text of a case file.
  struct Fault: Error {
    var code: Finding.Code
    var line: Int
    var column: Int
    var message: String
  }

  init(_ raw: [UInt8]) throws(Fault) {
    if raw.starts(with: [0xEF, 0xBB, 0xBF]) {
      (bytes, encoding) = (Array(raw.dropFirst(3)), .utf8WithMark)
      if !isUTF8(bytes) { throw .brokenUTF8(bytes) }
    } else if raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) {
      (bytes, encoding) = (try decodedUTF16(raw), .utf16)
    } else if isUTF8(raw) {
      (bytes, encoding) = (raw, .utf8)
    } else if let decoded = decodedGB18030(raw), !isMostlyUTF8(raw) {
      (bytes, encoding) = (decoded, .gb18030)
    } else {
      throw .brokenUTF8(raw)
    }
    if let offset = bytes.firstIndex(of: 0) {
      let place = Fault.place(of: offset, in: bytes)
      throw Fault(
        code: .nulByte, line: place.line, column: place.column,
        message: "NUL byte: expected text in UTF-8, UTF-16 with byte order mark, or GB18030")
    }
  }
}

extension DecodedText.Fault {
  static func brokenUTF8(_ bytes: [UInt8]) -> Self {
    let text = Array(String(decoding: bytes, as: UTF8.self).utf8)
    // The repaired text holds U+FFFD (EF BF BD) where the first broken byte was.
    let offset = (0..<max(0, text.count - 2)).first { text[$0] == 0xEF && text[$0 + 1] == 0xBF && text[$0 + 2] == 0xBD }
    let place = place(of: offset ?? 0, in: text)
    return Self(
      code: .unreadableText, line: place.line, column: place.column,
      message: "broken character: expected text in UTF-8, UTF-16 with byte order mark, or GB18030")
  }

  static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let newline = UInt8(ascii: "\n")
    let line = bytes[..<offset].reduce(1) { $0 + ($1 == newline ? 1 : 0) }
    let start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
    return (line, characters(in: bytes[start..<offset]) + 1)
  }
}

/// Characters (Unicode scalars) of UTF-8 bytes.
func characters(in bytes: ArraySlice<UInt8>) -> Int {
  bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
}

private func isUTF8(_ bytes: [UInt8]) -> Bool {
  bytes.reduce(0, |) < 0x80 || String(validating: bytes, as: UTF8.self) != nil
}

/// Whether text that is no valid UTF-8 is rather broken UTF-8 than another encoding.
private func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
  var (broken, whole) = (0, 0)
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars where !scalar.isASCII {
    if scalar == "\u{FFFD}" { broken += 1 } else { whole += 1 }
  }
  return whole > 2 * broken
}

private func decodedUTF16(_ raw: [UInt8]) throws(DecodedText.Fault) -> [UInt8] {
  let isBigEndian = raw[0] == 0xFE
  var units: [UInt16] = []
  units.reserveCapacity(raw.count / 2)
  for i in stride(from: 2, to: raw.count - 1, by: 2) {
    let (first, second) = (UInt16(raw[i]), UInt16(raw[i + 1]))
    units.append(isBigEndian ? first << 8 | second : second << 8 | first)
  }
  guard raw.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self) else {
    throw .brokenUTF8(Array(String(decoding: units, as: UTF16.self).utf8))
  }
  return Array(text.utf8)
}

private func decodedGB18030(_ raw: [UInt8]) -> [UInt8]? {
  guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else { return nil }
  defer { iconv_close(converter) }
  // Two bytes of GB18030 become at most three of UTF-8.
  let room = raw.count * 2 + 16
  var input = raw.map { CChar(bitPattern: $0) }
  var isComplete = false
  let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
    input.withUnsafeMutableBufferPointer { input in
      var source = input.baseAddress
      var sourceLeft = input.count
      var left = room
      buffer.withMemoryRebound(to: CChar.self) { output in
        var target = output.baseAddress
        _ = iconv(converter, &source, &sourceLeft, &target, &left)
      }
      isComplete = sourceLeft == 0
      count = room - left
    }
  }
  return isComplete ? bytes : nil
}
