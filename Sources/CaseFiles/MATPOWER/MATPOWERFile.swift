/// The data blocks of a MATPOWER case file: `mpc.NAME = [ … ];`, scalars, and cell arrays of names.
///
/// Only data are read. A statement that computes is a finding: what it would change is not known.
struct MATPOWERFile {
  struct Block {
    var rows: [Row]
    var place: Place
  }

  struct Row {
    var values: [Double]
    var place: Place
  }

  let file: String
  private(set) var blocks: [String: Block] = [:]
  private(set) var scalars: [String: Double] = [:]

  /// Blocks that are open at a line's end.
  private enum Open {
    case matrix(String), cells
  }

  init(_ text: DecodedText, file: String, _ log: inout FindingLog) {
    self.file = file
    var open: Open?
    var values: [Double] = []
    var start: Place?
    for (index, line) in text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      var rest = Self.withoutComment(line)[...]
      // Where in the line the rest begins, counted from 1.
      func column() -> Int { rest.startIndex + 1 }
      if open == nil {
        rest = rest.trimmed
        guard !rest.isEmpty else { continue }
        guard let (name, value) = Self.assignment(rest) else {
          let word = String(decoding: rest.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ";") }, as: UTF8.self)
          if !["function", "end", "return", "endfunction"].contains(word) {
            log.add(
              .notSupported, at: Place(file: file, line: index + 1, column: column()),
              "only data blocks such as mpc.bus = [ … ] are read; this statement is not carried out")
          }
          continue
        }
        rest = value
        switch rest.first {
        case UInt8(ascii: "["):
          blocks[name] = Block(rows: [], place: Place(file: file, line: index + 1, column: column()))
          open = .matrix(name)
          rest = rest.dropFirst()
        case UInt8(ascii: "{"):
          open = .cells
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
          continue
        default:
          let text = String(decoding: rest.prefix { $0 != UInt8(ascii: ";") }.trimmed, as: UTF8.self)
          if let number = Self.number(text) {
            scalars[name] = number
          } else {
            log.add(
              .notSupported, at: Place(file: file, line: index + 1, column: column()),
              "mpc.\(name) is computed from \(quoted(text)), expected a number or data block")
          }
          continue
        }
      }
      if case .cells = open {
        if rest.contains(UInt8(ascii: "}")) { open = nil }
        continue
      }
      guard case .matrix(let name) = open else { continue }
      func endRow() {
        if !values.isEmpty {
          blocks[name]?.rows.append(Row(values: values, place: start ?? Place(file: file, line: index + 1, column: 1)))
        }
        values = []
        start = nil
      }
      var continues = false
      while let byte = rest.first, open != nil {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ","): rest = rest.dropFirst()
        case UInt8(ascii: ";"):
          endRow()
          rest = rest.dropFirst()
        case UInt8(ascii: "]"):
          endRow()
          open = nil
        default:
          let token = rest.prefix { !" \t\r,;]".utf8.contains($0) }
          let place = Place(file: file, line: index + 1, column: column())
          let text = String(decoding: token, as: UTF8.self)
          rest = rest.dropFirst(token.count)
          if text == "..." {
            continues = true
            rest = rest.dropFirst(rest.count)
          } else if let number = Self.number(text) {
            if values.isEmpty { start = place }
            values.append(number)
          } else {
            log.add(.notANumber, at: place, "\(quoted(text)) in mpc.\(name), expected a number")
          }
        }
      }
      if open != nil, !continues { endRow() }
    }
    if case .matrix(let name)? = open {
      log.add(.unclosedBlock, at: blocks[name]?.place ?? Place(file: file), "mpc.\(name) is not closed by ]")
    }
  }

  private static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "inf", "+inf": .infinity
    case "-inf": -.infinity
    default: NumberText.parse(text)
    }
  }

  /// The part of a line before `%`, unless that is in quotes.
  private static func withoutComment(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var isQuoted = false
    for (position, byte) in line.enumerated() {
      if byte == UInt8(ascii: "'") { isQuoted.toggle() }
      if byte == UInt8(ascii: "%"), !isQuoted { return Array(line.prefix(position)) }
    }
    return Array(line)
  }

  /// The name and the value of `mpc.NAME = VALUE`.
  private static func assignment(_ line: ArraySlice<UInt8>) -> (name: String, value: ArraySlice<UInt8>)? {
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let left = line[..<equals].trimmed
    let prefix = Array("mpc.".utf8)
    guard left.starts(with: prefix) else { return nil }
    let name = left.dropFirst(prefix.count)
    let isPlain = name.allSatisfy {
      $0 == UInt8(ascii: "_") || ("a"..."z").contains(Character(Unicode.Scalar($0 | 0x20))) || (48...57).contains($0)
    }
    guard isPlain, !name.isEmpty else { return nil }
    return (String(decoding: name, as: UTF8.self), line[(equals + 1)...].trimmed)
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmed: ArraySlice<UInt8> {
    var slice = self
    while let byte = slice.first, byte <= UInt8(ascii: " ") { slice = slice.dropFirst() }
    while let byte = slice.last, byte <= UInt8(ascii: " ") { slice = slice.dropLast() }
    return slice
  }
}
