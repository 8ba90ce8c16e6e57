/// A CSV file as cells of UTF-8 bytes: a header, and rows with as many cells as it.
///
/// Blank lines, lines of separators only, and lines that start with `#` are skipped. Cells are trimmed of blanks unless
/// quoted. Flat arrays keep a year of a hundred columns cheap.
struct CSVTable {
  let file: String
  let bytes: [UInt8]
  let separator: UInt8
  /// A comma may stand for the decimal point when it does not separate cells.
  var decimalComma: Bool { separator == UInt8(ascii: ";") }

  private var starts: [Int32] = []
  private var ends: [Int32] = []
  /// First cell of every row, the header being row 0, and the number of cells.
  private var rowStarts: [Int32] = [0]
  private var lineStarts: [Int32] = [0]
  private(set) var faults: [(code: Finding.Code, place: Place, message: String)] = []

  /// Cells of the header and of each row.
  var width: Int { rowStarts.count > 1 ? Int(rowStarts[1]) : 0 }
  /// Rows below the header.
  var rowCount: Int { max(0, rowStarts.count - 2) }

  /// `bytes` are valid UTF-8, less than 2 GiB.
  init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
    separator = Self.detectSeparator(bytes)
    scan()
  }

  /// The number of a cell; `row` 0 is the first below the header.
  func cell(row: Int, column: Int) -> Int { (row + 1) * width + column }

  func text(_ cell: Int) -> String {
    let text = String(decoding: bytes[Int(starts[cell])..<Int(ends[cell])], as: UTF8.self)
    return isQuoted(cell) ? text.replacing("\"\"", with: "\"") : text
  }

  func isBlank(_ cell: Int) -> Bool { starts[cell] == ends[cell] }

  func place(_ cell: Int) -> Place { place(offset: Int(starts[cell]) - (isQuoted(cell) ? 1 : 0)) }

  private func isQuoted(_ cell: Int) -> Bool {
    let start = Int(starts[cell])
    return start > 0 && bytes[start - 1] == UInt8(ascii: "\"")
  }

  /// Numbers of some columns, one column after the other, NaN where a cell is none.
  func numbers(columns: Range<Int>) -> [Double] {
    let bytes = bytes.span
    let starts = starts.span
    let ends = ends.span
    let rows = rowCount
    var values = Array(repeating: Double.nan, count: rows * columns.count)
    // In the order of the file, which the caches like.
    for row in 0..<rows {
      var target = row
      for column in columns {
        let cell = cell(row: row, column: column)
        let (start, end) = (Int(starts[cell]), Int(ends[cell]))
        if let value = NumberText.parse(bytes, from: start, to: end, decimalComma: decimalComma) {
          values[target] = value
        }
        target += rows
      }
    }
    return values
  }

  func time(_ cell: Int) -> TimeText.Value? {
    TimeText.parse(bytes.span, from: Int(starts[cell]), to: Int(ends[cell]))
  }

  private func place(offset: Int) -> Place {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return Place(file: file, line: low + 1, column: characters(in: bytes[Int(lineStarts[low])..<offset]) + 1)
  }

  /// The separator that the first line uses most.
  private static func detectSeparator(_ bytes: [UInt8]) -> UInt8 {
    var counts = (comma: 0, semicolon: 0, tab: 0)
    var (isQuoted, isComment, isLineStart) = (false, false, true)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if !isQuoted, counts != (0, 0, 0) || !(isLineStart || isComment) { return decide() }
        (isComment, isLineStart) = (false, true)
        continue
      case _ where isComment: continue
      case UInt8(ascii: "#") where isLineStart: isComment = true
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: counts.comma += 1
      case UInt8(ascii: ";") where !isQuoted: counts.semicolon += 1
      case UInt8(ascii: "\t") where !isQuoted: counts.tab += 1
      case UInt8(ascii: " "): continue
      default: break
      }
      isLineStart = false
    }
    return decide()

    func decide() -> UInt8 {
      if counts.tab > max(counts.comma, counts.semicolon) { return UInt8(ascii: "\t") }
      return counts.semicolon > counts.comma ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }
  }

  private mutating func scan() {
    let expected = bytes.count / 5 + 16
    starts.reserveCapacity(expected)
    ends.reserveCapacity(expected)
    let bytes = bytes
    let count = bytes.count
    let separator = separator
    let (newline, carriageReturn, quote) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""))
    func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (byte == 9 && separator != 9) }
    var i = 0
    while i < count {
      let rowStart = i
      while i < count, isSpace(bytes[i]) { i += 1 }
      if i < count, bytes[i] == UInt8(ascii: "#") {
        let opening = i
        var separators = 0
        while i < count, bytes[i] != newline, bytes[i] != carriageReturn {
          if bytes[i] == separator { separators += 1 }
          i += 1
        }
        // Names such as #1 are common, and their rows would be lost without a word.
        if separators > 0, separators + 1 == width, !isSpace(bytes[opening + 1]) {
          addFault(.rowTakenAsComment, opening, "this row is a comment; if its name begins with #, put it in quotes")
        }
      } else {
        i = rowStart
        var isRowDone = false
        while !isRowDone {
          while i < count, isSpace(bytes[i]) { i += 1 }
          if i < count, bytes[i] == quote {
            scanQuoted(&i)
          } else {
            let start = i
            while i < count, bytes[i] != separator, bytes[i] != newline, bytes[i] != carriageReturn { i += 1 }
            var end = i
            while end > start, isSpace(bytes[end - 1]) { end -= 1 }
            starts.append(Int32(truncatingIfNeeded: start))
            ends.append(Int32(truncatingIfNeeded: end))
          }
          if i < count, bytes[i] == separator { i += 1 } else { isRowDone = true }
        }
        endRow()
      }
      if i < count {
        i += bytes[i] == carriageReturn && i + 1 < count && bytes[i + 1] == newline ? 2 : 1
        lineStarts.append(Int32(truncatingIfNeeded: i))
      }
    }
  }

  /// Scans a cell in quotes up to the separator or line end after it.
  private mutating func scanQuoted(_ i: inout Int) {
    let quote = UInt8(ascii: "\"")
    let opening = i
    i += 1
    starts.append(Int32(truncatingIfNeeded: i))
    while i < bytes.count {
      if bytes[i] == quote {
        guard i + 1 < bytes.count, bytes[i + 1] == quote else { break }
        i += 1
      } else if bytes[i] == UInt8(ascii: "\n") {
        lineStarts.append(Int32(truncatingIfNeeded: i + 1))
      }
      i += 1
    }
    ends.append(Int32(truncatingIfNeeded: i))
    guard i < bytes.count else {
      addFault(.unclosedQuote, opening, "quote is never closed")
      return
    }
    i += 1
    let rest = i
    var isTextLeft = false
    while i < bytes.count, bytes[i] != separator, bytes[i] != UInt8(ascii: "\n"), bytes[i] != UInt8(ascii: "\r") {
      if bytes[i] != UInt8(ascii: " ") { isTextLeft = true }
      i += 1
    }
    if isTextLeft { addFault(.textAfterQuote, rest, "text after a closing quote: expected a separator") }
  }

  private mutating func endRow() {
    let first = Int(rowStarts[rowStarts.count - 1])
    let cells = starts.count - first
    let isBlank = (first..<starts.count).allSatisfy { starts[$0] == ends[$0] }
    if !isBlank, rowStarts.count > 1, cells != width, faults.last?.code != .unclosedQuote {
      let message = "row has \(cells) \(cells == 1 ? "cell" : "cells"), expected \(width) as in the header"
      addFault(.raggedRow, Int(starts[first]), message)
    }
    if isBlank || (rowStarts.count > 1 && cells != width) {
      starts.removeLast(cells)
      ends.removeLast(cells)
    } else {
      rowStarts.append(Int32(truncatingIfNeeded: starts.count))
    }
  }

  /// A place costs a walk along its line, so a file of faults must not name all of them.
  private mutating func addFault(_ code: Finding.Code, _ offset: Int, _ message: String) {
    if faults.count <= FindingLog.limit { faults.append((code, place(offset: offset), message)) }
  }
}
