import GridModel

/// Seconds since 1970-01-01T00:00Z of a time such as `2030-01-17T18:00+08:00` or `2030-01-17 18:00:00+08:00`.
///
/// Without an offset the time is local to the horizon. `nil` for anything else.
func seconds(ofTime text: String, utcOffsetSeconds: Int) -> Int? {
  var scanner = TimeScanner(Array(text.utf8))
  guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
    let day = scanner.number(2), (1...12).contains(month),
    (1...CivilCalendar.daysInMonth(year: year, month: month)).contains(day)
  else { return nil }
  var local = LocalTime(year: year, month: month, day: day).localSeconds
  // pandas leaves the time of day away when all of them are midnight.
  guard !scanner.isAtEnd else { return local - utcOffsetSeconds }
  guard scanner.take("T") || scanner.take(" "), let hour = scanner.number(2), scanner.take(":"),
    let minute = scanner.number(2), hour < 24, minute < 60
  else { return nil }
  local += hour * 3600 + minute * 60
  if scanner.take(":") {
    guard let second = scanner.number(2), second < 60 else { return nil }
    local += second
    if scanner.take(".") {
      guard scanner.skipZeros() else { return nil }
    }
  }
  if scanner.isAtEnd { return local - utcOffsetSeconds }
  if scanner.take("Z") { return scanner.isAtEnd ? local : nil }
  let isNegative = scanner.take("-")
  guard isNegative || scanner.take("+"), let hours = scanner.number(2) else { return nil }
  _ = scanner.take(":")
  let minutes = scanner.isAtEnd ? 0 : scanner.number(2)
  guard let minutes, scanner.isAtEnd else { return nil }
  return local - (isNegative ? -1 : 1) * (hours * 3600 + minutes * 60)
}

private struct TimeScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// Exactly so many digits.
  mutating func number(_ digits: Int) -> Int? {
    guard position + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + digits] {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    position += digits
    return value
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// One zero or more.
  mutating func skipZeros() -> Bool {
    let start = position
    while position < bytes.count, bytes[position] == UInt8(ascii: "0") { position += 1 }
    return position > start
  }
}
