import GridModel

/// The same system with less freedom: every unit ramps by at most a part of its capacity per hour, and is on all the
/// time, at minimum output or above. States before the first step are left free.
///
/// - Returns: a system with a feasible dispatch if the units' minimum outputs find takers, which unserved energy and
///   curtailment do not provide; `forcedSurplus` among the findings of the written case says where they do not.
public func tightened(_ system: PowerSystem, rampPerHour: Double = 0.12) -> PowerSystem {
  var tight = system
  tight.name += "-tightened"
  for index in tight.thermalUnits.indices {
    tight.thermalUnits[index].mustRun = .constant(1)
    tight.thermalUnits[index].initialState = nil
    tight.thermalUnits[index].rampUp = rampPerHour * tight.thermalUnits[index].capacity
    tight.thermalUnits[index].rampDown = rampPerHour * tight.thermalUnits[index].capacity
  }
  return tight
}
