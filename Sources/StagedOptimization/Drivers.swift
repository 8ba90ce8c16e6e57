/// Columns that enter the same rows with proportional coefficients act on the rest of the model as one: their driver.
///
/// A driver has the sum of its columns' quantities (each times its scale) and one price, that of its entries.
struct Drivers {
  struct Entry: Hashable {
    var row: Int
    var coefficient: StagedModel.Coefficient
    var wraps: Bool
  }

  struct Driver {
    /// Entries in rows of the same stage, and in rows of the next.
    var own: [Entry]
    var next: [Entry]
    /// Entries in spans: their `row` is a span's position.
    var spans: [Entry]
    /// Columns with their scales.
    var columns: [(column: Int, scale: Double)] = []
  }

  private(set) var drivers: [Driver] = []

  init(_ model: StagedModel) {
    var own = Array(repeating: [Entry](), count: model.columns.count)
    var next = own
    for (row, content) in model.rows.enumerated() {
      for entry in content.entries {
        let item = Entry(row: row, coefficient: entry.coefficient, wraps: entry.wraps)
        if entry.isPrevious { next[entry.column].merge(item) } else { own[entry.column].merge(item) }
      }
    }
    var spans = Array(repeating: [Entry](), count: model.columns.count)
    for (span, content) in model.spans.enumerated() {
      for entry in content.entries {
        spans[entry.column].merge(Entry(row: span, coefficient: entry.coefficient, wraps: false))
      }
    }
    var positions: [Key: Int] = [:]
    for column in model.columns.indices {
      let scale = Self.scale(own[column].first ?? next[column].first ?? spans[column].first)
      let divided = { (entries: [Entry]) in entries.map { $0.divided(by: scale) } }
      let key = Key(own: divided(own[column]), next: divided(next[column]), spans: divided(spans[column]))
      if let position = positions[key] {
        drivers[position].columns.append((column, scale))
      } else {
        positions[key] = drivers.count
        drivers.append(Driver(own: key.own, next: key.next, spans: key.spans, columns: [(column, scale)]))
      }
    }
  }

  /// The first coefficient; a series is not divided, so that no stage divides by zero.
  private static func scale(_ entry: Entry?) -> Double {
    guard case .constant(let value)? = entry?.coefficient, value != 0 else { return 1 }
    return value
  }

  private struct Key: Hashable {
    var own: [Entry]
    var next: [Entry]
    var spans: [Entry]
  }
}

extension Drivers.Entry {
  func divided(by scale: Double) -> Self {
    scale == 1 ? self : Self(row: row, coefficient: coefficient.divided(by: scale), wraps: wraps)
  }
}

extension [Drivers.Entry] {
  /// Adds the entry of a row that is not before the others': a column that is there twice counts once, with both.
  fileprivate mutating func merge(_ entry: Drivers.Entry) {
    if let last, last.row == entry.row, last.wraps == entry.wraps {
      self[count - 1].coefficient = last.coefficient.adding(entry.coefficient)
    } else {
      append(entry)
    }
  }
}

extension Drivers.Driver {
  /// aᵀy, of rows tied to stages.
  func price(_ dual: borrowing SeriesArena, into target: Series, stages: Int) {
    target.update(repeating: 0, count: stages)
    for entry in own { entry.coefficient.add(1, dual[entry.row], to: target, rows: 0..<stages) }
    for entry in next {
      let source = dual[entry.row]
      entry.coefficient.add(1, source, to: target, at: -1, rows: 1..<stages)
      if entry.wraps { target[stages - 1] += entry.coefficient.at(0) * source[0] }
    }
  }
}

extension [Drivers.Driver] {
  /// Aᵀy by driver, of rows tied to stages.
  func prices(_ dual: borrowing SeriesArena, into price: borrowing SeriesArena) {
    for (k, driver) in enumerated() { driver.price(dual, into: price[k], stages: price.length) }
  }
}
