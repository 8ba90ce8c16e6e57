/// The text of one cell or key, to be read as its column says. Faults become findings.
struct Field {
  var column: Column
  /// The column's name in this case.
  var name: String
  var text: String
  var place: Place
  var decimalComma = false

  /// The number; `nil` with a finding when the text is none or out of bounds. Percent become fractions.
  func number(_ log: inout FindingLog) -> Double? {
    guard let written = NumberText.parse(text, decimalComma: decimalComma) else {
      log.add(.notANumber, at: place, "\(name) is \(quoted(text)), expected \(expectedNumber)\(numberHint)")
      return nil
    }
    guard column.bounds.contains(written) else {
      log.add(.outOfBounds, at: place, "\(name) is \(text), expected \(expectedNumber)")
      return nil
    }
    if let (range, question) = column.plausible, written != 0, !range.contains(written) {
      log.add(.implausibleValue, at: place, "\(name) is \(text): \(question)")
    }
    guard column.isPercent else { return written }
    return NumberText.parse(text, decimalComma: decimalComma, shift: -2)
  }

  /// The number, infinite for `unlimited`.
  func limit(_ log: inout FindingLog) -> Double? {
    text.lowercased() == Column.unlimited ? .infinity : number(&log)
  }

  func flag(_ log: inout FindingLog) -> Bool? {
    switch text.lowercased() {
    case "yes", "true", "1": return true
    case "no", "false", "0": return false
    default:
      log.add(.unknownWord, at: place, "\(name) is \(quoted(text)), expected yes or no")
      return nil
    }
  }

  func choice(_ log: inout FindingLog) -> String? {
    guard case .choice(let words) = column.kind else { return text }
    if let word = words.first(where: { $0 == text.lowercased() }) { return word }
    let nearest = NumberText.parse(text) == nil ? suggestion(for: text, among: words) : ""
    log.add(
      .unknownWord, at: place, "\(name) is \(quoted(text)), expected \(words.joined(separator: ", "))\(nearest)")
    return nil
  }

  private var expectedNumber: String {
    let unit = column.unit.isEmpty ? "" : " (\(column.unit))"
    let bounds =
      switch (column.bounds.lowerBound.isFinite, column.bounds.upperBound.isFinite) {
      case (false, false): ""
      case (true, false): " of at least \(NumberText.text(column.bounds.lowerBound))"
      case (false, true): " of at most \(NumberText.text(column.bounds.upperBound))"
      case (true, true):
        " from \(NumberText.text(column.bounds.lowerBound)) to \(NumberText.text(column.bounds.upperBound))"
      }
    guard case .numberOrWord(let words) = column.kind else { return "a number\(bounds)\(unit)" }
    return "a number\(bounds)\(unit) or \(words.joined(separator: ", "))"
  }

  private var numberHint: String {
    if text.hasSuffix("%") { return "; write it without the percent sign" }
    let plain = text.filter { $0 != "," && $0 != " " && $0 != "_" }
    return plain != text && NumberText.parse(plain) != nil ? "; write it without thousands separators" : ""
  }
}
