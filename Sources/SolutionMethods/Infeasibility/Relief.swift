import Schedules

/// A way in which one limit of a model can give way: a column that enters the rows as the limit's excess would.
struct Relief {
  var limit: BrokenLimit
  var device: String
  var step: Int
  /// MW or MWh of the limit per unit of the column.
  var perUnit: Double
  /// Most of the column; infinite where nothing ends it.
  var upper: Double
  /// Rows with the column's coefficients.
  var rows: [Int32]
  var coefficients: [Double]
}
