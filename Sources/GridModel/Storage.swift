/// A store of electric energy: pumped storage, battery, compressed air. Energy is counted inside the store.
public struct Storage: Sendable, Equatable {
  public enum Technology: String, Sendable, CaseIterable {
    case pumped, battery, compressedAir = "compressed-air", other
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
  /// MW drawn from the grid at most.
  public var chargeCapacity: Double
  /// MW given to the grid at most.
  public var dischargeCapacity: Double
  /// MWh.
  public var energyCapacity: Double
  /// MWh that always stay inside.
  public var minimumEnergy: Double
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
  /// Currency per MWh discharged.
  public var dischargeCost: Double
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

  /// Part of the level that is left after one step: `(1 − selfDischargePerHour)^stepHours`.
  public func retention(stepMinutes: Int) -> Double {
    // Whole hours and quarters of them only, so repeated square roots replace a power function.
    let hourly = 1 - selfDischargePerHour
    switch stepMinutes {
    case 15: return hourly.squareRoot().squareRoot()
    case 30: return hourly.squareRoot()
    default: return hourly
    }
  }
}
