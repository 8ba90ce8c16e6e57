@_exported import CaseFiles
@_exported import GridModel
@_exported import Reporting
@_exported import Schedules
@_exported import SolutionMethods

// What `SolveOptions` and `DispatchOutcome` are made of.
@_exported import class LinearOptimization.Cancellation
@_exported import enum LinearOptimization.SolutionStatus
@_exported import enum LinearOptimization.StopReason
@_exported import typealias LinearOptimization.SolverFault

/// The version of the package, in `summary.json` too. See <doc:Versioning>.
public let gridDispatchVersion = "0.1.0"
