import GridModel

/// Coal rates (gce/kWh) at loads (fraction of capacity, ascending).
struct CoalRateCurve: Equatable {
  var loads: [Double] = []
  var rates: [Double] = []
  var place: Place

  /// The rate at full load, extended from the last point.
  var fullLoadRate: Double { rates.last ?? 0 }
}

/// The long-form table of coal-rate curves: one row per point. Curves become part of the units that name them.
enum CoalRateCurveTable {
  static let file = "coal-rate-curves.csv"
  static let meaning = "Coal rates by load, one row per point of a curve, ascending in load."
  static let curve = Column.text("curve", "Name of the curve; thermal units refer to it.")
  static let load = Column.number("load_percent", "% of capacity", in: 0...100, "Load of the point.")
  static let rate = Column.number(
    "coal_rate_gce_per_kwh", "gce/kWh",
    "Fuel per energy sent out at that load.")
  static let columns = [curve, load, rate]

  static func read(_ rows: inout RowReader) -> [String: CoalRateCurve] {
    var curves: [String: CoalRateCurve] = [:]
    for row in 0..<rows.sheet.table.rowCount {
      rows.row = row
      rows.isFaulty = false
      let name = rows.text(curve)
      let point = (load: rows.requiredNumber(load), rate: rows.requiredNumber(rate))
      guard !name.isEmpty else { continue }
      // A faulty point leaves its curve known, so that units that name it are not blamed.
      var points = curves[name] ?? CoalRateCurve(place: rows.place(curve))
      if !rows.isFaulty {
        if let last = points.loads.last, point.load <= last {
          let message = "curve \(quoted(name)) continues at \(NumberText.text(point.load, shift: 2)) % load after "
          rows.fault(.curveOrder, load, "\(message)\(NumberText.text(last, shift: 2)) %, expected ascending loads")
        }
        points.loads.append(point.load)
        points.rates.append(point.rate)
      }
      curves[name] = points
      let isLast = row + 1 == rows.sheet.table.rowCount || rows.sheet.field(curve, row: row + 1)?.text != name
      if isLast, let full = points.loads.last, full <= 0.01 {
        let text = NumberText.text(full, shift: 2)
        let message = "curve \(quoted(name)) ends at \(text) % load, expected percent up to 100; are these fractions?"
        rows.fault(.fractionForPercent, load, message)
      }
    }
    return curves
  }
}
