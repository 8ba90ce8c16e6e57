/// Rows of a label, a value and a unit, aligned for a terminal of 80 columns.
struct AlignedTable {
  private enum Entry {
    case heading(String)
    case row(label: String, value: String, unit: String, tone: Tone)
    case note(String)
    case line(String)
  }

  static let width = 80
  /// Beyond this a label has a line of its own.
  private static let widestLabel = 38

  private var entries: [Entry] = []

  mutating func heading(_ text: String) { entries.append(.heading(text)) }
  mutating func row(_ label: String, _ value: String, _ unit: String = "", tone: Tone = .plain) {
    entries.append(.row(label: label, value: value, unit: unit, tone: tone))
  }
  mutating func note(_ text: String) { entries.append(.note(text)) }
  /// A line that is laid out already.
  mutating func line(_ text: String) { entries.append(.line(text)) }

  /// Values with a unit are aligned right, as numbers; others left, and broken into lines where they are long.
  func text(hasColours: Bool = false) -> String {
    var labelWidth = 0
    var numberWidth = 0
    for case .row(let label, let value, let unit, _) in entries {
      let width = displayWidth(label)
      if width <= Self.widestLabel { labelWidth = max(labelWidth, width) }
      if !unit.isEmpty { numberWidth = max(numberWidth, displayWidth(value)) }
    }
    return entries.map { entry in
      switch entry {
      case .heading(let text):
        let lines = wrapped(text, columns: Self.width)
        return "\n" + lines.map { Tone.heading.paint($0, hasColours: hasColours) + "\n" }.joined()
      case .note(let text): return wrapped(text, columns: Self.width - 4).map { "    \($0)\n" }.joined()
      case .line(let text): return text + "\n"
      case .row(let label, let value, let unit, let tone):
        let indent = spaces(labelWidth + 4)
        let isLong = displayWidth(label) > labelWidth
        let start = isLong ? "  \(label)\n\(indent)" : "  \(padded(label, to: labelWidth))  "
        let values =
          unit.isEmpty
          ? wrapped(value, columns: Self.width - labelWidth - 4)
          : [spaces(numberWidth - displayWidth(value)) + value + " " + unit]
        return start
          + values.map { tone.paint($0, hasColours: hasColours) }.joined(separator: "\n\(indent)") + "\n"
      }
    }.joined()
  }
}

func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// With blanks behind it, so that it takes so many columns.
func padded(_ text: String, to columns: Int) -> String { text + spaces(columns - displayWidth(text)) }

/// With blanks before it, so that it takes so many columns.
func rightAligned(_ text: String, to columns: Int) -> String { spaces(columns - displayWidth(text)) + text }
