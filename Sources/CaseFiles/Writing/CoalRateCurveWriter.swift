import GridModel

/// Turns fuel curves into coal-rate curves, one for all units whose curves differ in scale only.
struct CoalRateCurveWriter {
  private(set) var rows: [(curve: String, load: Double, rate: Double)] = []
  private var names: [[Double]: String] = [:]

  /// The full-load coal rate (gce/kWh) of a unit and the name of its curve, `nil` when the rate is flat.
  mutating func add(_ unit: ThermalUnit) throws(CaseError) -> (rate: Double, curve: String?) {
    let curve = unit.retrofit?.fuelCurve ?? unit.fuelCurve
    let (outputs, fuels) = (curve.outputs, curve.fuels)
    guard let capacity = outputs.last, let fuel = fuels.last, capacity > 0 else { return (0, nil) }
    guard zip(outputs, fuels).allSatisfy({ $0 > 0 || $1 == 0 }) else {
      throw .notRepresentable("fuel use at zero output (thermal unit \(unit.name))")
    }
    let rate = fuel / capacity * 1000
    let points = zip(outputs, fuels).filter { $0.0 > 0 }.map { output, fuel in
      (load: output / capacity, rate: fuel / output * 1000)
    }
    // Thirteen digits: curves that differ by rounding only are one.
    let shape = points.flatMap { [rounded($0.load), rate > 0 ? rounded($0.rate / rate) : 0] }
    if stride(from: 1, to: shape.count, by: 2).allSatisfy({ shape[$0] == shape[shape.count - 1] }) {
      return (rate, nil)
    }
    if let name = names[shape] { return (rate, name) }
    let name = "curve-\(names.count + 1)"
    names[shape] = name
    rows += points.map { (name, $0.load, $0.rate) }
    return (rate, name)
  }

  private func rounded(_ value: Double) -> Double { (value * 1e13).rounded() / 1e13 }
}
