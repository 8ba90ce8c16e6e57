/// The flexibility retrofit (灵活性改造) of a thermal unit: what lowers its minimum stable output.
///
/// What running below the old minimum takes is the unit's `deepRegulation`, which only a retrofitted unit reaches.
public struct Retrofit: Sendable, Equatable {
  /// Whether the unit stands as after it.
  public var isDone: Bool
  /// Minimum stable output without and with it, MW.
  public var minimumBefore: Double
  public var minimumAfter: Double
  /// From the lower of both to capacity.
  public var fuelCurve: FuelCurve

  public init(isDone: Bool, minimumBefore: Double, minimumAfter: Double, fuelCurve: FuelCurve) {
    self.isDone = isDone
    self.minimumBefore = minimumBefore
    self.minimumAfter = minimumAfter
    self.fuelCurve = fuelCurve
  }

  /// MW of output that it opens below the old minimum.
  public var gain: Double { minimumBefore - minimumAfter }
}

extension ThermalUnit {
  /// The unit before or after its retrofit; as it is where it has none.
  public func retrofitted(_ isDone: Bool) -> ThermalUnit {
    guard let retrofit else { return self }
    var unit = self
    unit.retrofit?.isDone = isDone
    unit.minimumOutput = isDone ? retrofit.minimumAfter : retrofit.minimumBefore
    unit.fuelCurve = retrofit.fuelCurve.starting(at: unit.minimumOutput)
    if let state = initialState, state.isOn { unit.initialState?.output = max(state.output, unit.minimumOutput) }
    return unit
  }
}

extension PowerSystem {
  /// The same system with the retrofit of some units done or not; others stay as they are.
  public func retrofitted(_ isDone: Bool, units names: Set<String>) -> PowerSystem {
    var system = self
    system.thermalUnits = thermalUnits.map { names.contains($0.name) ? $0.retrofitted(isDone) : $0 }
    return system
  }
}
