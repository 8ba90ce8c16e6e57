/// Rows of a label, a value and a unit, aligned for a terminal.
struct AlignedTable {
  private enum Entry {
    case heading(String)
    case row(label: String, value: String, unit: String)
    case note(String)
  }

  private var entries: [Entry] = []

  mutating func heading(_ text: String) { entries.append(.heading(text)) }
  mutating func row(_ label: String, _ value: String, _ unit: String = "") {
    entries.append(.row(label: label, value: value, unit: unit))
  }
  mutating func note(_ text: String) { entries.append(.note(text)) }

  /// Values with a unit are aligned right, as numbers; others left.
  var text: String {
    var labelWidth = 0
    var numberWidth = 0
    for case .row(let label, let value, let unit) in entries {
      labelWidth = max(labelWidth, displayWidth(label))
      if !unit.isEmpty { numberWidth = max(numberWidth, displayWidth(value)) }
    }
    return entries.map { entry in
      switch entry {
      case .heading(let text): return "\n\(text)\n"
      case .note(let text): return "    \(text)\n"
      case .row(let label, let value, let unit):
        let start = "  " + label + spaces(labelWidth - displayWidth(label)) + "  "
        return start + (unit.isEmpty ? value : spaces(numberWidth - displayWidth(value)) + value + " " + unit) + "\n"
      }
    }.joined()
  }
}

private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// Columns that a text takes in a terminal: two for each wide East Asian character (Unicode Standard Annex 11).
func displayWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { width, scalar in
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      width + 2
    default: width + 1
    }
  }
}

/// A number with thousands apart, such as `1,234,567.8`; `–` for none or one that is not finite.
func grouped(_ value: Double?, places: Int = 1) -> String {
  guard let value, value.isFinite else { return "–" }
  guard abs(value) < 1e15 else { return "\(value)" }
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (abs(value) * scale).rounded()
  // Past 2^53 the places are not in the number any more.
  guard scaled < 9e15 else { return grouped(value, places: places - 1) }
  let digits = String(Int(scaled))
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  var whole = ""
  for (offset, digit) in padded.dropLast(places).reversed().enumerated() {
    if offset > 0, offset % 3 == 0 { whole.append(",") }
    whole.append(digit)
  }
  let fraction = places > 0 ? "." + padded.suffix(places) : ""
  return (value < 0 && scaled > 0 ? "-" : "") + String(whole.reversed()) + fraction
}
