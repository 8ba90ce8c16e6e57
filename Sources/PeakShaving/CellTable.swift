import GridModel

/// One limit of all envelopes by position, `position * n + envelope`, with room to read a whole vector from any cell.
///
/// Where the limit is the same at all times for all of them, one row stands for every position: what need not be laid
/// out need not be fetched from memory either.
struct CellTable: Sendable {
  private var values: [Double]
  private let n: Int
  private let count: Int
  private let origin: Int
  private var isWide: Bool

  /// Positions whose cells are written together, so that they stay in the cache.
  private static let run = 1024

  /// - Parameters:
  ///   - all: the limit of each envelope by step of the horizon.
  ///   - origin: step at position 0.
  ///   - isWide: whether to lay out rows that are all the same.
  init(_ all: [HourlySeries], count: Int, origin: Int, isWide: Bool) {
    (n, self.count, self.origin) = (all.count, count, origin)
    self.isWide = isWide || !all.allSatisfy(\.isConstant)
    let rows = self.isWide ? count : 1
    let size = rows * all.count + 4
    values = Array(unsafeUninitializedCapacity: size) { cells, written in
      for first in stride(from: 0, to: rows, by: Self.run) {
        let positions = first..<min(rows, first + Self.run)
        for (i, series) in all.enumerated() {
          Self.place(series, i, of: all.count, count, origin: origin, at: positions, in: cells)
        }
      }
      cells[(size - 4)...].initialize(repeating: 0)
      written = size
    }
  }

  subscript(cell: Int) -> Double {
    get { values[isWide ? cell : Int(UInt32(truncatingIfNeeded: cell) % UInt32(truncatingIfNeeded: n))] }
    set {
      precondition(isWide)
      values[cell] = newValue
    }
  }

  /// Another limit of one envelope.
  mutating func replace(_ i: Int, by series: HourlySeries) {
    if !isWide, !series.isConstant {
      self = CellTable((0..<n).map { .constant(values[$0]) }, count: count, origin: origin, isWide: true)
    }
    let rows = isWide ? count : 1
    values.withUnsafeMutableBufferPointer {
      Self.place(series, i, of: n, count, origin: origin, at: 0..<rows, in: $0)
    }
  }

  private static func place(
    _ series: HourlySeries, _ i: Int, of n: Int, _ count: Int, origin: Int, at positions: Range<Int>,
    in cells: UnsafeMutableBufferPointer<Double>
  ) {
    switch series {
    case .constant(let value): for p in positions { cells.initializeElement(at: p * n + i, to: value) }
    case .series(let values):
      let values = values.span
      for p in positions.clamped(to: 0..<count - origin) {
        cells.initializeElement(at: p * n + i, to: values[p + origin])
      }
      for p in positions.clamped(to: count - origin..<count) {
        cells.initializeElement(at: p * n + i, to: values[p + origin - count])
      }
    }
  }

  /// The cells by position, for as long as a body runs.
  struct Rows {
    fileprivate let first: UnsafePointer<Double>
    fileprivate let step: Int

    /// The cells of a position.
    subscript(position: Int) -> UnsafePointer<Double> { first + position * step }
  }

  func withRows<R>(_ body: (Rows) -> R) -> R {
    values.withUnsafeBufferPointer { cells in
      guard let first = cells.baseAddress else { preconditionFailure("tables of cells are never empty") }
      return body(Rows(first: first, step: isWide ? n : 0))
    }
  }
}

extension HourlySeries {
  var isConstant: Bool { if case .constant = self { true } else { false } }
}
