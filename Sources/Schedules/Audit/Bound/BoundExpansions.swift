import GridModel

/// Devices that may be built: at given prices the least cost of a device is concave in what is built of it, because every
/// limit grows with it by a fixed part and the prices stand for the rows between its steps. So the least over all that may
/// be built is at one of the ends, capital cost included.
extension BoundSum {
  /// Adds the least cost of a device over what may be built of it.
  ///
  /// - Parameters:
  ///   - options: of the device; with two of them, every pair of ends is tried.
  ///   - cost: adds the device's own part with so much built of each.
  mutating func addLeast(
    over options: [Expansion?], partOfYear: Double, _ cost: (_ built: [Double], inout BoundSum) -> Void
  ) {
    var ends: [[Double]] = [[]]
    for expansion in options {
      let own: [Double] = expansion.map { $0.least < $0.most ? [$0.least, $0.most] : [$0.least] } ?? [0]
      ends = ends.flatMap { before in own.map { before + [$0] } }
    }
    var least: BoundSum?
    for built in ends {
      var sum = BoundSum()
      for (expansion, amount) in zip(options, built) {
        if let expansion { sum.add(expansion.yearlyCost * partOfYear * amount) }
      }
      cost(built, &sum)
      if sum.lowerBound < least?.lowerBound ?? .infinity { least = sum }
    }
    if let least { add(least) }
  }
}
