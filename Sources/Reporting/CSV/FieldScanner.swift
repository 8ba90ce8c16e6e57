/// Walks through the fields of comma-separated text, line by line.
struct FieldScanner {
  let bytes: [UInt8]
  private(set) var position = 0
  /// Line of the next field, from 1.
  private(set) var line = 1
  private var lineStart = 0

  /// Leaves out a byte order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      lineStart = 3
    }
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Whether the line has no further field.
  var isAtLineEnd: Bool { isAtEnd || bytes[position] == UInt8(ascii: "\n") || bytes[position] == UInt8(ascii: "\r") }

  /// Character of the line at a position in the text, from 1.
  func column(at position: Int) -> Int { String(decoding: bytes[lineStart..<position], as: UTF8.self).count + 1 }

  /// The bytes up to the next separator or line end, which is not taken. Not for quoted fields.
  mutating func plainField() -> Range<Int> {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      position += 1
    }
    return start..<position
  }

  /// The next field, without its quotes; `nil` when a quote is never closed, and then nothing is taken.
  mutating func field() -> String? {
    guard !isAtEnd, bytes[position] == UInt8(ascii: "\"") else {
      return String(decoding: bytes[plainField()], as: UTF8.self)
    }
    let start = self
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte != UInt8(ascii: "\"") {
        if byte == UInt8(ascii: "\n") {
          line += 1
          lineStart = position
        }
        content.append(byte)
      } else if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
        content.append(byte)
        position += 1
      } else {
        return String(decoding: content, as: UTF8.self)
      }
    }
    self = start
    return nil
  }

  /// Takes a comma, if one is next.
  mutating func takeSeparator() -> Bool {
    guard !isAtEnd, bytes[position] == UInt8(ascii: ",") else { return false }
    position += 1
    return true
  }

  /// Goes to the start of the next line; LF, CRLF and CR end lines.
  mutating func takeLineEnd() {
    guard !isAtEnd else { return }
    if bytes[position] == UInt8(ascii: "\r") {
      position += 1
      if !isAtEnd, bytes[position] == UInt8(ascii: "\n") { position += 1 }
    } else if bytes[position] == UInt8(ascii: "\n") {
      position += 1
    }
    line += 1
    lineStart = position
  }

  /// The number in a range of the text; `nil` for anything else, also for what is not finite.
  func number(_ range: Range<Int>) -> Double? {
    var mantissa = 0
    var places = 0
    var digits = 0
    var isFraction = false
    var isNegative = false
    for i in range {
      let byte = bytes[i]
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        mantissa = mantissa * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
        if isFraction { places += 1 }
        // Up to here both mantissa and power of ten are exact, and so their quotient is the nearest double.
        if digits > 15 { return slowNumber(range) }
      } else if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte == UInt8(ascii: "-"), i == range.lowerBound {
        isNegative = true
      } else {
        return slowNumber(range)
      }
    }
    guard digits > 0 else { return nil }
    let value = Double(mantissa) / Self.powersOfTen[places]
    return isNegative ? -value : value
  }

  private func slowNumber(_ range: Range<Int>) -> Double? {
    let text = String(decoding: bytes[range], as: UTF8.self)
    let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    guard let value = Double(String(trimmed)), value.isFinite else { return nil }
    return value
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
