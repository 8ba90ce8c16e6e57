/// A plant that gives energy from a store: pumped storage, battery, compressed air, hydro. Energy is counted inside the
/// store, which is the plant's own unless it names a shared reservoir.
public struct Storage: Sendable, Equatable {
  public enum Technology: String, Sendable, CaseIterable {
    case pumped, battery, compressedAir = "compressed-air", mine, hydro, other
  }

  /// What holds at the end of the horizon.
  public enum EndLevel: Sendable, Equatable {
    /// The level returns to where it started.
    case cyclic
    /// At least this many MWh.
    case atLeast(Double)
    case free
  }

  public var name: String
  public var bus: String
  public var technology: Technology
  /// Name of the reservoir that it shares; `nil` for a store of its own.
  public var reservoir: String?
  /// MW drawn from the grid at most.
  public var chargeCapacity: Double
  /// MW given to the grid at most.
  public var dischargeCapacity: Double
  /// MWh; infinite where only budgets limit what it gives.
  public var energyCapacity: Double
  /// MWh that always stay inside.
  public var minimumEnergy: Double
  /// MWh inside at most, where that is less than the capacity.
  public var maximumEnergy: Double?
  /// Narrower limits of the level by step.
  public var window = LevelWindow()
  /// Stored per drawn, 0 to 1.
  public var chargeEfficiency: Double
  /// Given per taken out, 0 to 1.
  public var dischargeEfficiency: Double
  /// Part of the level lost per hour.
  public var selfDischargePerHour: Double
  /// MWh before the first step; `nil` (only with a cyclic end) leaves it to the optimum.
  public var initialEnergy: Double?
  /// MWh to which a cyclic end returns where the first step is not where the cycle began; `nil`: to `initialEnergy`.
  public var cycleEnergy: Double?
  public var endLevel: EndLevel
  /// MW of energy that flows in by nature; what is not wanted is spilled.
  public var inflow = HourlySeries.constant(0)
  /// MW given to the grid at least, such as for a minimum flow.
  public var minimumDischarge = HourlySeries.constant(0)
  /// Currency per MWh drawn.
  public var chargeCost = 0.0
  /// Currency per MWh discharged.
  public var dischargeCost: Double
  /// What discharging burns besides.
  public var fuel: StorageFuel?
  public var budgets = StorageBudgets()
  /// What the local day, week and calendar year of the first step gave before it.
  public var given = StorageHistory()
  /// Machines that pump at a fixed power or generate above a minimum; `nil` for power that moves freely.
  public var units: ReversibleUnits?
  /// Hours of standstill between charging and discharging.
  public var changeoverHours = 0.0
  /// Whether it may charge and discharge in the same step, as a group of plants may.
  public var bothAtOnce = false
  /// Hours for which promised spinning reserve must be held in energy.
  public var reserveHours: Double
  /// Whether it gives spinning reserve.
  public var givesReserve: Bool
  /// What may be built besides both powers, MW of charging and discharging together.
  public var powerExpansion: Expansion?
  /// What may be built besides `energyCapacity`, MWh.
  public var energyExpansion: Expansion?
  /// MWh that come with every MW built.
  public var builtHours: Double

  public init(
    name: String, bus: String, technology: Technology = .battery, chargeCapacity: Double, dischargeCapacity: Double,
    energyCapacity: Double, minimumEnergy: Double = 0, chargeEfficiency: Double = 1, dischargeEfficiency: Double = 1,
    selfDischargePerHour: Double = 0, initialEnergy: Double? = nil, cycleEnergy: Double? = nil,
    endLevel: EndLevel = .cyclic, dischargeCost: Double = 0, reserveHours: Double = 1, givesReserve: Bool = true,
    powerExpansion: Expansion? = nil, energyExpansion: Expansion? = nil, builtHours: Double = 0
  ) {
    self.name = name
    self.bus = bus
    self.technology = technology
    self.chargeCapacity = chargeCapacity
    self.dischargeCapacity = dischargeCapacity
    self.energyCapacity = energyCapacity
    self.minimumEnergy = minimumEnergy
    self.chargeEfficiency = chargeEfficiency
    self.dischargeEfficiency = dischargeEfficiency
    self.selfDischargePerHour = selfDischargePerHour
    self.initialEnergy = initialEnergy
    self.cycleEnergy = cycleEnergy
    self.endLevel = endLevel
    self.dischargeCost = dischargeCost
    self.reserveHours = reserveHours
    self.givesReserve = givesReserve
    self.powerExpansion = powerExpansion
    self.energyExpansion = energyExpansion
    self.builtHours = builtHours
  }

  /// Part of the level that is left after one step.
  public func retention(stepMinutes: Int) -> Double { ownLevel.retention(stepMinutes: stepMinutes) }

  /// Currency per MWh discharged, with the fuel and its CO2.
  public func dischargeCost(co2Price: Double) -> Double {
    dischargeCost + (fuel.map { $0.perEnergy * ($0.price + $0.co2 * co2Price) } ?? 0)
  }

  /// Whether charging and discharging are decisions of on and off, kept with commitment.
  public var isSwitched: Bool { units != nil || changeoverHours > 0 }

  /// t of CO2 per MWh discharged.
  public var co2PerDischarge: Double { fuel.map { $0.perEnergy * $0.co2 } ?? 0 }

  func restricted(to steps: Range<Int>) -> Storage {
    var part = self
    part.window = window.restricted(to: steps)
    part.inflow = inflow.restricted(to: steps)
    part.minimumDischarge = minimumDischarge.restricted(to: steps)
    return part
  }
}

/// Fuel that a store burns when discharging, such as compressed air that is heated before the turbine.
public struct StorageFuel: Sendable, Equatable {
  /// GJ per MWh discharged.
  public var perEnergy: Double
  /// Currency per GJ.
  public var price: Double
  /// t of CO2 per GJ.
  public var co2: Double

  public init(perEnergy: Double, price: Double, co2: Double = 0) {
    self.perEnergy = perEnergy
    self.price = price
    self.co2 = co2
  }
}

/// Machines of a plant that are alike, each pumping or generating or at rest. Kept with commitment.
public struct ReversibleUnits: Sendable, Equatable {
  public var count: Int
  /// MW that one draws when it pumps, neither more nor less; `nil` where pumping moves freely.
  public var pumpPower: Double?
  /// MW that one gives at least when it generates.
  public var minimumOutput: Double

  public init(count: Int, pumpPower: Double? = nil, minimumOutput: Double = 0) {
    self.count = count
    self.pumpPower = pumpPower
    self.minimumOutput = minimumOutput
  }
}
