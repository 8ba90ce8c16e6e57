import GLPK

extension LinearModel {
  /// The columns as GLPK takes them: it refuses fractional limits of integer columns.
  var columnArrays: ColumnArrays {
    var arrays = ColumnArrays(lower: columnLower, upper: columnUpper, cost: cost, isInteger: isInteger)
    for column in isInteger.indices where isInteger[column] {
      (arrays.lower[column], arrays.upper[column]) = integralLimits(columnLower[column], columnUpper[column])
    }
    return arrays
  }

  var rowArrays: RowArrays {
    RowArrays(
      lower: rowLower, upper: rowUpper, start: rowStart, columnIndex: columnIndex, coefficient: coefficient)
  }

  /// Whether the limits of some integer column admit no integer.
  var hasEmptyIntegerColumn: Bool {
    isInteger.indices.contains {
      isInteger[$0] && innermost(columnLower[$0]).up > innermost(columnUpper[$0]).down
    }
  }
}

/// The integers next to a limit on either side; a limit within 1e-9 of an integer is that integer.
private func innermost(_ limit: Double) -> (up: Double, down: Double) {
  let slack = limit.isFinite ? 1e-9 * max(1, abs(limit)) : 0
  return ((limit - slack).rounded(.up), (limit + slack).rounded(.down))
}

/// Limits rounded inward. Where no integer lies between, both are the first above: such a model is never solved, and
/// limits that are no limits are left for validation to refuse.
func integralLimits(_ lower: Double, _ upper: Double) -> (Double, Double) {
  guard lower <= upper else { return (lower, upper) }
  let (least, most) = (innermost(lower).up, innermost(upper).down)
  return least <= most ? (least, most) : (least, least)
}

/// Entries of rows yet without limits, and which of them are lazy.
struct RowEntries {
  var start = [0]
  var columnIndex: [Int32] = []
  var coefficient: [Double] = []
  var isLazy: [Bool] = []
}
