/// A thermal generating unit: coal, gas, oil or nuclear.
public struct ThermalUnit: Sendable, Equatable {
  public var name: String
  public var bus: String
  public var fuel: String
  /// MW.
  public var capacity: Double
  /// Minimum stable output, MW.
  public var minimumOutput: Double
  /// Convex, from minimum output to capacity.
  public var fuelCurve: FuelCurve
  /// Currency per t of coal equivalent.
  public var fuelPrice: Double
  /// Currency per MWh, besides fuel.
  public var variableCost: Double
  /// t of CO2 per t of coal equivalent.
  public var co2PerFuel: Double
  /// By time off, ascending; the first has `offlineHours` 0. Empty: starting costs nothing.
  public var startClasses: [StartClass]
  /// MW per hour; infinite when unlimited.
  public var rampUp: Double
  public var rampDown: Double
  /// Highest output in the first step on, MW.
  public var startUpRamp: Double
  /// Highest output in the last step before going off, MW.
  public var shutDownRamp: Double
  public var minimumUpHours: Double
  public var minimumDownHours: Double
  /// 1 in steps in which the unit is set on.
  public var mustRun: HourlySeries
  /// Available part of the capacity, 0 to 1.
  public var availability: HourlySeries
  /// State before the first step; `nil` leaves it free.
  public var initialState: InitialState?
  /// Most spinning reserve in either direction, MW; infinite when only headroom limits it, 0 when it gives none.
  public var reserveLimit: Double
  /// Heat that it gives besides; `nil` for a condensing unit.
  public var heat: CombinedHeat?
  /// Most that it can answer with within seconds in either direction, MW.
  public var frequencyResponse: Double
  /// What running below the regular minimum takes.
  public var deepRegulation: DeepRegulation
  public var startLimits: StartLimits
  /// `nil` where there is none to be had.
  public var retrofit: Retrofit?

  /// Part of the capacity that primary frequency control of large units must give, where nothing else is said.
  public static let usualFrequencyResponse = 0.06

  public struct StartClass: Sendable, Equatable {
    /// Time off from which this class applies, hours.
    public var offlineHours: Double
    /// Currency per start.
    public var cost: Double

    public init(offlineHours: Double, cost: Double) {
      self.offlineHours = offlineHours
      self.cost = cost
    }
  }

  public struct InitialState: Sendable, Equatable {
    /// Hours on (positive) or off (negative) before the first step.
    public var hours: Double
    /// MW; 0 when off.
    public var output: Double
    /// Whether the output of a unit that is on is known; otherwise no ramp holds in the first step.
    public var isOutputKnown = true
    /// Upward reserve promised above the output, MW: going off must leave room for both.
    public var reserveUp: Double
    /// Hours for which the unit must still stay as it is; `nil`: what `hours` leave of its minimum time.
    public var heldHours: Double?

    public init(hours: Double, output: Double, reserveUp: Double = 0, heldHours: Double? = nil) {
      self.hours = hours
      self.output = output
      self.reserveUp = reserveUp
      self.heldHours = heldHours
    }

    public var isOn: Bool { hours > 0 }
  }

  public init(
    name: String, bus: String, fuel: String = "coal", capacity: Double, minimumOutput: Double = 0,
    fuelCurve: FuelCurve, fuelPrice: Double, variableCost: Double = 0, co2PerFuel: Double = 0,
    startClasses: [StartClass] = [], rampUp: Double = .infinity, rampDown: Double = .infinity,
    startUpRamp: Double = .infinity, shutDownRamp: Double = .infinity, minimumUpHours: Double = 0,
    minimumDownHours: Double = 0, mustRun: HourlySeries = .constant(0), availability: HourlySeries = .constant(1),
    initialState: InitialState? = nil, reserveLimit: Double = .infinity, frequencyResponse: Double? = nil,
    heat: CombinedHeat? = nil, deepRegulation: DeepRegulation = .init(), startLimits: StartLimits = .init(),
    retrofit: Retrofit? = nil
  ) {
    self.name = name
    self.bus = bus
    self.fuel = fuel
    self.capacity = capacity
    self.minimumOutput = minimumOutput
    self.fuelCurve = fuelCurve
    self.fuelPrice = fuelPrice
    self.variableCost = variableCost
    self.co2PerFuel = co2PerFuel
    self.startClasses = startClasses
    self.rampUp = rampUp
    self.rampDown = rampDown
    self.startUpRamp = startUpRamp
    self.shutDownRamp = shutDownRamp
    self.minimumUpHours = minimumUpHours
    self.minimumDownHours = minimumDownHours
    self.mustRun = mustRun
    self.availability = availability
    self.initialState = initialState
    self.reserveLimit = reserveLimit
    self.frequencyResponse = frequencyResponse ?? Self.usualFrequencyResponse * capacity
    self.heat = heat
    self.deepRegulation = deepRegulation
    self.startLimits = startLimits
    self.retrofit = retrofit
  }

  /// Whether it can hold spinning reserve; output that heat prescribes cannot.
  public var givesReserve: Bool { reserveLimit > 0 && heat?.operation != .backPressure }

  /// MW before the first step of a unit that is on, `nil` where that is free.
  public var outputBefore: Double? {
    guard let state = initialState, state.isOn, state.isOutputKnown else { return nil }
    return state.output
  }

  /// Hours for which minimum times hold the unit in its initial state; 0 where that is free.
  public var heldHours: Double {
    guard let state = initialState else { return 0 }
    return max(0, state.heldHours ?? (state.isOn ? minimumUpHours : minimumDownHours) - abs(state.hours))
  }

  func restricted(to steps: Range<Int>) -> ThermalUnit {
    var unit = self
    unit.mustRun = mustRun.restricted(to: steps)
    unit.availability = availability.restricted(to: steps)
    if steps.lowerBound > 0 {
      unit.initialState = nil
      (unit.startLimits.inDay, unit.startLimits.inMonth) = (0, 0)
    }
    return unit
  }
}
