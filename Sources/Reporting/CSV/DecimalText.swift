/// Writes numbers with so many decimal places: no exponent, no trailing zeros, no negative zero.
struct DecimalText {
  private(set) var bytes: [UInt8] = []
  private let factor: UInt
  /// From here on a double has few places beyond the written ones, and its shortest text reads back exactly.
  private let limit: Double

  init(capacity: Int, places: Int = 7) {
    factor = (0..<places).reduce(1) { factor, _ in factor * 10 }
    limit = 1e15 / Double(factor)
    bytes.reserveCapacity(capacity)
  }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }
  mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  mutating func append(_ value: Double) {
    guard abs(value) < limit else {
      append(contentsOf: plainDecimal(value).utf8)
      return
    }
    let scaled = Int((value * Double(factor)).rounded())
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: factor)
    append(whole)
    if fraction > 0 {
      bytes.append(UInt8(ascii: "."))
      var rest = fraction
      var unit = factor / 10
      while rest > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
        rest %= unit
        unit /= 10
      }
    }
  }

  /// The number that is read back.
  func rounded(_ value: Double) -> Double {
    abs(value) < limit ? (value * Double(factor)).rounded() / Double(factor) : value
  }

  private mutating func append(_ whole: UInt) {
    var unit: UInt = 1
    while unit <= whole / 10 { unit *= 10 }
    var rest = whole
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
      rest %= unit
      unit /= 10
    }
  }
}

/// The shortest text that reads back to the same number, its exponent written out as zeros; `nan` and `inf` as they are.
func plainDecimal(_ value: Double) -> String {
  let text = "\(value)"
  guard value.isFinite, let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
  let sign = value < 0 ? "-" : ""
  let mantissa = text[..<mark].drop { $0 == "-" }.split(separator: ".")
  let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
  let digits = mantissa[0] + fraction
  guard exponent >= fraction.count else {
    // Small numbers never come here: they are rounded to 1e-7 before.
    return sign + (exponent < 0 ? "0." + String(repeating: "0", count: -exponent - 1) + digits : text)
  }
  return sign + digits + String(repeating: "0", count: exponent - fraction.count)
}
