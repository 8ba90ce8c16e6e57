import GridModel

/// A cell of a workbook that is not blank.
struct WorkbookCell: Equatable {
  enum Value: Equatable {
    case text(String)
    /// Text that begins with `#`: alone in its row, a comment.
    case note(String)
    /// Digits as the file has them.
    case number(String)
    /// A number shown as percent: 0.05 for 5 %.
    case percent(String)
    /// Local seconds since 1970-01-01, of a number shown as date or time.
    case time(Int)
    case flag(Bool)
    /// Such as `#N/A`.
    case error(String)
    /// A formula whose value the file does not hold.
    case unsaved
  }

  /// From 1.
  var column: Int
  var value: Value
}

/// The cells of one sheet by row, ascending.
struct WorkbookSheet: Equatable {
  struct Row: Equatable {
    /// From 1.
    var number: Int
    var cells: [WorkbookCell]

    /// Such as `# assumed`, alone in its row.
    var isComment: Bool {
      guard cells.count == 1, case .note = cells[0].value else { return false }
      return true
    }
  }

  /// Rows and columns from 1.
  struct Area: Equatable {
    var rows: ClosedRange<Int>
    var columns: ClosedRange<Int>
  }

  static let maximumRow = 1_048_576
  static let maximumColumn = 16_384

  var name: String
  var isHidden = false
  var rows: [Row] = []
  var merged: [Area] = []
}

/// Places as spreadsheets name them.
enum CellName {
  /// `AB` for 28.
  static func letters(_ column: Int) -> String {
    var rest = column
    var letters = ""
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }

  static func text(row: Int, column: Int) -> String { letters(column) + "\(row)" }

  /// Row and column of such as `AB12`; `nil` for anything else.
  static func parse(_ text: String) -> (row: Int, column: Int)? {
    var (row, column) = (0, 0)
    for byte in text.utf8 where byte != UInt8(ascii: "$") {
      if case let letter = (byte & ~0x20) &- UInt8(ascii: "A"), letter < 26, row == 0, byte > UInt8(ascii: "9") {
        column = column * 26 + Int(letter) + 1
      } else if case let digit = byte &- UInt8(ascii: "0"), digit < 10, column > 0 {
        row = row * 10 + Int(digit)
      } else {
        return nil
      }
      guard row <= 100_000_000, column <= 100_000_000 else { return nil }
    }
    return row > 0 && column > 0 ? (row, column) : nil
  }
}

/// Dates as numbers of days, as spreadsheets count them.
enum SerialDate {
  /// Days from 1899-12-30 to 1970-01-01, where 1900 is a leap year by an old mistake; and from 1904-01-01.
  private static let (days1900, days1904) = (25_569, 24_107)

  /// Local seconds since 1970-01-01, to the second; `nil` for what is no date.
  static func localSeconds(_ serial: Double, from1904: Bool) -> Int? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    let days = !from1904 && serial < 60 ? serial + 1 : serial
    return Int((days * 86_400).rounded()) - (from1904 ? days1904 : days1900) * 86_400
  }

  static func serial(localSeconds: Int) -> Double { Double(localSeconds) / 86_400 + Double(days1900) }

  /// As the case format writes times.
  static func text(localSeconds: Int) -> String {
    let seconds = ((localSeconds % 60) + 60) % 60
    let text = LocalTime(localSeconds: localSeconds).text
    return seconds == 0 ? text : text + ":" + (seconds < 10 ? "0" : "") + "\(seconds)"
  }
}
