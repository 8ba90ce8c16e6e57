import GridModel

/// Holds a schedule against every rule of the system, without a solver: what is read is only the schedule itself.
///
/// - Parameters:
///   - schedule: tables in MW, MWh inside storages, and 0/1 statuses.
///   - system: the same steps as the schedule.
///   - reportedObjective: cost that the maker of the schedule claims; held against the recomputed total when given.
///   - reportedBound: bound that the maker claims; held against what the published prices prove, and against the cost.
/// - Returns: what is broken, by which device, when and by how much. When the tables themselves are unsound (other
///   horizon, missing, unknown names, not finite) only that is reported.
public func audit(
  _ schedule: Schedule, of system: PowerSystem, tolerance: AuditTolerance = .init(), reportedObjective: Double? = nil,
  reportedBound: BoundClaim? = nil
) -> AuditReport {
  var log = ViolationLog(horizon: system.horizon, tolerance: tolerance)
  auditTables(schedule, of: system, &log)
  guard log.counts.isEmpty else {
    return AuditReport(violations: log.violations, counts: log.counts, worst: log.worst)
  }
  auditBuiltCapacities(schedule, of: system, &log)
  let aligned = AlignedSchedule(schedule, of: system)
  auditBusBalance(aligned, &log)
  auditLineLimits(aligned, &log)
  auditLineLosses(aligned, &log)
  auditInterfaceLimits(aligned, &log)
  auditLinkMinimum(aligned, &log)
  auditOutageSecurity(aligned, &log)
  auditVoltageLaw(aligned, &log)
  auditUnservedLimits(aligned, &log)
  auditSurplusLimits(aligned, &log)
  auditThermalStatus(aligned, &log)
  auditThermalOutput(aligned, &log)
  auditMustRun(aligned, &log)
  auditRamps(aligned, &log)
  auditStartUpAndShutDown(aligned, &log)
  auditMinimumTimes(aligned, &log)
  auditStageRamps(aligned, &log)
  auditStartLimits(aligned, &log)
  auditThermalReserve(aligned, &log)
  auditStoragePower(aligned, &log)
  auditStorageUnits(aligned, &log)
  auditStorageBudgets(aligned, &log)
  auditStorageLevel(aligned, &log)
  auditStorageReserve(aligned, &log)
  auditReserveRequirements(aligned, &log)
  auditReserveProducts(aligned, &log)
  auditRenewableOutput(aligned, &log)
  auditInterruptibleLoads(aligned, &log)
  auditInterruptionCalls(aligned, &log)
  auditShiftableLoads(aligned, &log)
  auditVehicleFleets(aligned, &log)
  auditVehicleReserve(aligned, &log)
  auditExportSchedules(aligned, &log)
  auditExportLevels(aligned, &log)
  auditRenewableObligations(aligned, &log)
  auditCombinedHeat(aligned, &log)
  auditConverters(aligned, &log)
  auditLinearProcesses(aligned, &log)
  auditHorizonRules(aligned, &log)
  let cost = costBreakdown(of: aligned)
  if let reportedObjective { auditCost(reported: reportedObjective, recomputed: cost, of: aligned, &log) }
  let proven = provenBound(by: schedule, of: system)
  if let reportedBound { auditBound(reportedBound, proven: proven, cost: cost, of: aligned, &log) }
  return AuditReport(
    violations: log.violations, counts: log.counts, worst: log.worst, cost: cost, provenBound: proven)
}
