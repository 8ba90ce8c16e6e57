/// Collects findings. A fault repeated all over a case yields the first of them and a count of the rest.
struct FindingLog: Sendable {
  /// Findings kept of one code.
  static let limit = 200

  private var findings: [Finding] = []
  private var counts: [Finding.Code: Int] = [:]
  private(set) var hasErrors = false

  mutating func add(_ code: Finding.Code, at place: @autoclosure () -> Place, _ message: @autoclosure () -> String) {
    if code.severity == .error { hasErrors = true }
    counts[code, default: 0] += 1
    if counts[code, default: 0] <= Self.limit { findings.append(Finding(code, at: place(), message())) }
  }

  /// Whether another finding of that code would be kept; spares the search for a suggestion when not.
  func keeps(_ code: Finding.Code) -> Bool { counts[code, default: 0] < Self.limit }

  /// All findings by file, line and column.
  /// - Parameter placed: what becomes of each, such as in another place; `nil` for nothing.
  func sorted(placed: (Finding) -> Finding? = { $0 }) -> [Finding] {
    var all = findings
    for (code, count) in counts where count > Self.limit {
      let file = findings.last { $0.code == code }?.file ?? ""
      let message = "\(count - Self.limit) further findings [\(code.rawValue)] are left out"
      all.append(Finding(.furtherFindings, at: Place(file: file), message))
    }
    return all.compactMap(placed).enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      if x.file != y.file { return x.file < y.file }
      if x.sheet != y.sheet { return (x.sheet ?? "") < (y.sheet ?? "") }
      if (x.line, x.column) != (y.line, y.column) { return (x.line, x.column) < (y.line, y.column) }
      if x.code != y.code { return x.code.rawValue < y.code.rawValue }
      return a.offset < b.offset
    }.map(\.element)
  }
}
