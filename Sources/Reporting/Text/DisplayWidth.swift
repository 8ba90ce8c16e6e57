/// Columns that a text takes in a terminal: two for each wide East Asian character (Unicode Standard Annex 11), none for
/// marks over others.
public func displayWidth(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + displayWidth($1) } }

private func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  if scalar.isASCII { return 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format: return 0
  default: break
  }
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}

/// The longest beginning of a text that fits into so many columns.
public func fitting(_ text: String, columns: Int) -> String {
  var room = columns
  return String(
    text.prefix { character in
      room -= displayWidth(String(character))
      return room >= 0
    })
}

/// A text with an ellipsis where it is longer than so many columns.
func shortened(_ text: String, columns: Int) -> String {
  displayWidth(text) <= columns ? text : fitting(text, columns: columns - 1) + "…"
}

/// A text in lines of so many columns, broken between words, and between characters where they are wide or a word is
/// longer than a line.
public func wrapped(_ text: String, columns: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for piece in pieces(of: text) {
    var piece = piece
    let words = piece.trimmingSuffix(while: { $0 == " " })
    if displayWidth(line) + displayWidth(String(words)) > columns, !line.isEmpty {
      lines.append(line)
      line = ""
    }
    while displayWidth(String(piece.trimmingSuffix(while: { $0 == " " }))) > columns {
      let part = fitting(String(piece), columns: max(2, columns))
      lines.append(part)
      piece = piece.dropFirst(part.count)
    }
    line += piece
  }
  lines.append(line)
  return lines.map { String($0.trimmingSuffix(while: { $0 == " " })) }
}

/// The parts that a line may end after: words with the blanks behind them, numbers with their units, and wide characters
/// with the marks that may not begin a line.
private func pieces(of text: String) -> [Substring] {
  let closing: Set<Character> = ["，", "。", "、", "；", "：", "）", "％", "%"]
  var pieces: [Substring] = []
  var start = text.startIndex
  for index in text.indices {
    let next = text.index(after: index)
    guard next < text.endIndex else { break }
    let (character, following) = (text[index], text[next])
    let breaks =
      character == " "
      ? following != " " && !joinsUnit(before: text[start..<index], after: text[next...])
      : (displayWidth(String(character)) > 1 || displayWidth(String(following)) > 1)
        && !closing.contains(following) && following != " " && character != "（"
    if breaks {
      pieces.append(text[start..<next])
      start = next
    }
  }
  return pieces + [text[start...]]
}

/// Whether a blank is between a number and its unit, or a time and what is noted in brackets.
private func joinsUnit(before: Substring, after: Substring) -> Bool {
  guard let digit = before.last, digit.isASCII, digit.isNumber, let first = after.first, !first.isNumber else {
    return false
  }
  return after.prefix { $0 != " " }.count <= 4
}

extension Substring {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return self[startIndex..<end]
  }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    self[...].trimmingSuffix(while: isTrimmed)
  }
}
