import GridModel

/// Times as text: `2030-01-01T00:00`, `2030-01-01 00:00:00`, `2030/1/1 0:00`, with or without `+08:00` or `Z`.
enum TimeText {
  struct Value: Equatable {
    var localSeconds: Int
    var utcOffsetSeconds: Int?
  }

  static func parse(_ text: String) -> Value? {
    let bytes = Array(text.utf8)
    return parse(bytes.span, from: 0, to: bytes.count)
  }

  static func parse(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Value? {
    var i = start
    guard end - start <= 40, let year = digits(bytes, &i, end, 4...4), i < end else { return nil }
    let mark = bytes[i]
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/"), skip(mark, bytes, &i, end),
      let month = digits(bytes, &i, end, 1...2), (1...12).contains(month), skip(mark, bytes, &i, end),
      let day = digits(bytes, &i, end, 1...2),
      day >= 1, day <= CivilCalendar.daysInMonth(year: year, month: month)
    else { return nil }
    var seconds = CivilCalendar.daysSince1970(year: year, month: month, day: day) * 86_400
    if i == end { return Value(localSeconds: seconds) }
    guard skip(UInt8(ascii: "T"), bytes, &i, end) || skip(UInt8(ascii: " "), bytes, &i, end),
      let hour = digits(bytes, &i, end, 1...2), hour < 24, skip(UInt8(ascii: ":"), bytes, &i, end),
      let minute = digits(bytes, &i, end, 2...2), minute < 60
    else { return nil }
    seconds += hour * 3600 + minute * 60
    if skip(UInt8(ascii: ":"), bytes, &i, end) {
      guard let second = digits(bytes, &i, end, 2...2), second < 60 else { return nil }
      seconds += second
    }
    if i == end { return Value(localSeconds: seconds) }
    guard let offset = offset(bytes, from: i, to: end) else { return nil }
    return Value(localSeconds: seconds, utcOffsetSeconds: offset)
  }

  /// Seconds of `+08:00`, `-0330` or `Z`.
  static func offset(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var i = start
    if skip(UInt8(ascii: "Z"), bytes, &i, end) { return i == end ? 0 : nil }
    let isWest = skip(UInt8(ascii: "-"), bytes, &i, end)
    guard isWest || skip(UInt8(ascii: "+"), bytes, &i, end), let hours = digits(bytes, &i, end, 2...2), hours <= 18
    else { return nil }
    _ = skip(UInt8(ascii: ":"), bytes, &i, end)
    guard let minutes = digits(bytes, &i, end, 2...2), minutes < 60, i == end else { return nil }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }

  private static func skip(_ byte: UInt8, _ bytes: Span<UInt8>, _ i: inout Int, _ end: Int) -> Bool {
    guard i < end, bytes[i] == byte else { return false }
    i += 1
    return true
  }

  private static func digits(_ bytes: Span<UInt8>, _ i: inout Int, _ end: Int, _ count: ClosedRange<Int>) -> Int? {
    let start = i
    var value = 0
    while i < end, i - start < count.upperBound, case let digit = bytes[i] &- UInt8(ascii: "0"), digit < 10 {
      value = value * 10 + Int(digit)
      i += 1
    }
    return count.contains(i - start) ? value : nil
  }
}
