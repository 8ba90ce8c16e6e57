/// Decimal numbers as text: correctly rounded, without locale, NaN or infinity.
enum NumberText {
  /// Longer numbers are refused: no measured value has as many digits.
  static let maximumLength = 400

  /// The number that `bytes[start..<end]` stands for, times ten to the power of `shift`; `nil` when it is no number.
  static func parse(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, decimalComma: Bool = false, shift: Int = 0
  ) -> Double? {
    guard end > start, end - start <= maximumLength else { return nil }
    let point = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    var i = start
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    var mantissa: UInt64 = 0
    var exponent = shift
    var digits = 0
    var isPastPoint = false
    var isExact = true
    while i < end {
      let digit = bytes[i] &- UInt8(ascii: "0")
      if digit < 10 {
        digits += 1
        if mantissa < 1 << 53 {
          mantissa = mantissa * 10 + UInt64(digit)
          if isPastPoint { exponent -= 1 }
        } else {
          isExact = false
          if !isPastPoint { exponent += 1 }
        }
      } else if !isPastPoint, bytes[i] == point || bytes[i] == UInt8(ascii: ".") {
        isPastPoint = true
      } else {
        break
      }
      i += 1
    }
    guard digits > 0 else { return nil }
    let mantissaEnd = i
    var written = 0
    if i < end {
      guard bytes[i] | 0x20 == UInt8(ascii: "e"), let value = integer(bytes, from: i + 1, to: end) else { return nil }
      written = value
    }
    exponent += written
    // Both factors are exact, so that the one operation rounds correctly.
    if isExact, mantissa <= 1 << 53, abs(exponent) <= 22 {
      let value = Double(mantissa)
      let scaled = exponent < 0 ? value / powersOfTen[-exponent] : value * powersOfTen[exponent]
      return isNegative ? -scaled : scaled
    }
    var text = ""
    for j in start..<mantissaEnd { text.append(bytes[j] == point ? "." : Character(Unicode.Scalar(bytes[j]))) }
    guard let value = Double("\(text)e\(written + shift)"), value.isFinite else { return nil }
    return value
  }

  static func parse(_ text: String, decimalComma: Bool = false, shift: Int = 0) -> Double? {
    let bytes = Array(text.utf8)
    return parse(bytes.span, from: 0, to: bytes.count, decimalComma: decimalComma, shift: shift)
  }

  /// The shortest text that reads back as `value` when its point is moved `shift` places to the left.
  static func text(_ value: Double, shift: Int = 0) -> String {
    let plain = value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    guard shift > 0, value != 0 else { return plain }
    if let e = plain.firstIndex(of: "e") {
      return plain[..<e] + "e" + String((Int(plain[plain.index(after: e)...]) ?? 0) + shift)
    }
    let sign = plain.hasPrefix("-") ? "-" : ""
    let parts = plain.drop { $0 == "-" }.split(separator: ".")
    var fraction = parts.count > 1 ? String(parts[1]) : ""
    while fraction.count < shift { fraction += "0" }
    let whole = String((String(parts[0]) + fraction.prefix(shift)).drop { $0 == "0" })
    var rest = fraction.dropFirst(shift)
    while rest.hasSuffix("0") { rest.removeLast() }
    return sign + (whole.isEmpty ? "0" : whole) + (rest.isEmpty ? "" : "." + rest)
  }

  private static func integer(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var i = start
    let isNegative = i < end && bytes[i] == UInt8(ascii: "-")
    if i < end, isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    guard i < end, end - i <= 6 else { return nil }
    var value = 0
    while i < end {
      let digit = bytes[i] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
      i += 1
    }
    return isNegative ? -value : value
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
