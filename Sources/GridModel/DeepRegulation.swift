/// Deep peak regulation (深度调峰) of a thermal unit: what running below its regular minimum takes.
///
/// Regulation has the three stages that the field counts (基本调峰, 不投油深度调峰, 投油深度调峰): regular
/// (RPR) down to the minimum before a retrofit; deep without oil (DPR), which wears the unit; deep with oil (DPRO), where
/// oil keeps the flame.
public struct DeepRegulation: Sendable, Equatable {
  public struct Stage: Sendable, Equatable {
    /// MW; a unit that is on and gives less is in the stage or a deeper one.
    public var below: Double
    /// Currency per MWh of output that is missing to `below` within the stage.
    public var wearCost: Double
    /// MW per hour by which the part of the output that lies in the stage may rise and fall while on.
    public var ramp: Double

    public init(below: Double, wearCost: Double = 0, ramp: Double = .infinity) {
      self.below = below
      self.wearCost = wearCost
      self.ramp = ramp
    }
  }

  public var withoutOil: Stage?
  public var withOil: Stage?
  /// t per hour, whatever the output in the stage with oil. Its heat and CO2 are not counted.
  public var oil: Double
  /// Currency per t.
  public var oilPrice: Double

  public init(withoutOil: Stage? = nil, withOil: Stage? = nil, oil: Double = 0, oilPrice: Double = 0) {
    self.withoutOil = withoutOil
    self.withOil = withOil
    self.oil = oil
    self.oilPrice = oilPrice
  }
}

/// A stage of deep regulation as far as a unit can be in it.
public struct DeepStage: Sendable, Equatable {
  /// MW: the unit is in the stage, or a deeper one, below `top`; the stage ends at `bottom`.
  public var top: Double
  public var bottom: Double
  /// Currency per MWh.
  public var wearCost: Double
  /// MW per hour.
  public var ramp: Double
  /// t per hour.
  public var oil: Double

  public var width: Double { top - bottom }
}

extension ThermalUnit {
  /// The stages that the unit reaches above its minimum output, the mildest first.
  public var deepStages: [DeepStage] {
    let regular = deepRegulation.withoutOil
    let oil = deepRegulation.withOil
    let oilTop = max(minimumOutput, min(oil?.below ?? minimumOutput, capacity))
    var stages: [DeepStage] = []
    if let regular, regular.below > oilTop {
      stages.append(
        DeepStage(
          top: min(regular.below, capacity), bottom: oilTop, wearCost: regular.wearCost, ramp: regular.ramp, oil: 0))
    }
    if let oil, oilTop > minimumOutput {
      stages.append(
        DeepStage(
          top: oilTop, bottom: minimumOutput, wearCost: oil.wearCost, ramp: oil.ramp, oil: deepRegulation.oil))
    }
    return stages
  }
}
