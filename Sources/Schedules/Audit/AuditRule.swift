/// What a schedule is held against, one case per rule; the raw value is its stable id.
public enum AuditRule: String, Sendable, CaseIterable, Codable {
  // The tables themselves. When one of these fails, the other rules are not applied.
  case horizon
  case missingTable = "missing-table"
  case componentNames = "component-names"
  case finiteValues = "finite-values"
  // The network.
  case busBalance = "bus-balance"
  case lineLimit = "line-limit"
  case voltageLaw = "voltage-law"
  case unservedLimit = "unserved-limit"
  // Thermal units.
  case thermalStatus = "thermal-status"
  case thermalOutput = "thermal-output"
  case mustRun = "must-run"
  case rampUp = "ramp-up"
  case rampDown = "ramp-down"
  case startUpRamp = "start-up-ramp"
  case shutDownRamp = "shut-down-ramp"
  case minimumUpTime = "minimum-up-time"
  case minimumDownTime = "minimum-down-time"
  case thermalReserveLimit = "thermal-reserve-limit"
  case thermalReserveHeadroom = "thermal-reserve-headroom"
  case thermalReserveRamp = "thermal-reserve-ramp"
  // Storage.
  case storagePower = "storage-power"
  case storageSimultaneous = "storage-simultaneous"
  case storageBalance = "storage-balance"
  case storageLevel = "storage-level"
  case storageEndLevel = "storage-end-level"
  case storageReservePower = "storage-reserve-power"
  case storageReserveEnergy = "storage-reserve-energy"
  // The rest.
  case reserveRequirement = "reserve-requirement"
  case renewableOutput = "renewable-output"
  case interruptibleLimit = "interruptible-limit"
  case interruptibleDay = "interruptible-day"
  case interruptibleYear = "interruptible-year"
  case interruptibleCall = "interruptible-call"
  case callDuration = "call-duration"
  case callRest = "call-rest"
  case callsPerDay = "calls-per-day"
  case callsPerYear = "calls-per-year"
  case shiftableLimit = "shiftable-limit"
  case shiftableNeutrality = "shiftable-neutrality"
  case exportSchedule = "export-schedule"
  case heatLimit = "heat-limit"
  case heatLine = "heat-line"
  case converterLimit = "converter-limit"
  case converterRamp = "converter-ramp"
  case converterStatus = "converter-status"
  case reserveProduct = "reserve-product"
  case interruptibleReserve = "interruptible-reserve"
  case horizonRule = "horizon-rule"
  case cost
  case bound
}
