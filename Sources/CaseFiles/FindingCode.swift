extension Finding {
  /// Stable identifiers of what a finding is about.
  public enum Code: String, Sendable, CaseIterable {
    // Files and text
    case missingFile = "missing-file"
    case unreadableFile = "unreadable-file"
    case unreadableText = "unreadable-text"
    case nulByte = "nul-byte"
    case unknownFile = "unknown-file"
    case textFormat = "text-format"
    case furtherFindings = "further-findings"
    // Tables
    case emptyFile = "empty-file"
    case unclosedQuote = "unclosed-quote"
    case textAfterQuote = "text-after-quote"
    case raggedRow = "ragged-row"
    case rowTakenAsComment = "row-taken-as-comment"
    case blankHeader = "blank-header"
    case duplicateColumn = "duplicate-column"
    case unknownColumn = "unknown-column"
    case missingColumn = "missing-column"
    // Workbooks
    case ignoredSheet = "ignored-sheet"
    case mergedCells = "merged-cells"
    case cellError = "cell-error"
    // Values
    case missingValue = "missing-value"
    case notANumber = "not-a-number"
    case outOfBounds = "out-of-bounds"
    case unknownWord = "unknown-word"
    case badName = "bad-name"
    case duplicateName = "duplicate-name"
    case unknownBus = "unknown-bus"
    case unknownLine = "unknown-line"
    case wrongCarrier = "wrong-carrier"
    case unknownCurve = "unknown-curve"
    case unknownSeries = "unknown-series"
    case unknownReservoir = "unknown-reservoir"
    case unknownZone = "unknown-zone"
    case conflictingValues = "conflicting-values"
    // case.yaml
    case yamlSyntax = "yaml-syntax"
    case unknownKey = "unknown-key"
    case duplicateKey = "duplicate-key"
    case missingKey = "missing-key"
    case badValue = "bad-value"
    // Time
    case timeFormat = "time-format"
    case timeStart = "time-start"
    case timeOffset = "time-offset"
    case timeGap = "time-gap"
    case timeDuplicate = "time-duplicate"
    case timeOrder = "time-order"
    case timeStep = "time-step"
    case seriesLength = "series-length"
    case unusedSeries = "unused-series"
    // Importers
    case jsonSyntax = "json-syntax"
    case unclosedBlock = "unclosed-block"
    case leftOut = "left-out"
    case assumption
    case notSupported = "not-supported"
    // Rules
    case implausibleValue = "implausible-value"
    case fractionForPercent = "fraction-for-percent"
    case availabilityAboveOne = "availability-above-one"
    case minimumAboveMaximum = "minimum-above-maximum"
    case rampTooSlow = "ramp-too-slow"
    case startUpRampTooLow = "start-up-ramp-too-low"
    case shutDownRampTooLow = "shut-down-ramp-too-low"
    case startCostOrder = "start-cost-order"
    case initialStateInconsistent = "initial-state-inconsistent"
    case minimumTimeBrokenByOutage = "minimum-time-broken-by-outage"
    case outageBelowMinimumOutput = "outage-below-minimum-output"
    case mustRunInOutage = "must-run-in-outage"
    case unreachableOutput = "unreachable-output"
    case nonConvexCoalRate = "non-convex-coal-rate"
    case curveOrder = "curve-order"
    case storageLevelOutside = "storage-level-outside"
    case storageEndUnreachable = "storage-end-unreachable"
    case exportLevels = "export-levels"
    case exportEnergyUnreachable = "export-energy-unreachable"
    case outageUndefined = "outage-undefined"
    case mayBeBuilt = "may-be-built"
    case storageRunsDry = "storage-runs-dry"
    case unusedReservoir = "unused-reservoir"
    case shiftAboveOwnLoad = "shift-above-own-load"
    case vehiclesBelowZero = "vehicles-below-zero"
    case vehicleNeedAboveBattery = "vehicle-need-above-battery"
    case exportAboveCapacity = "export-above-capacity"
    case lineToItself = "line-to-itself"
    case noReactance = "no-reactance"
    case isolatedLoad = "isolated-load"
    case unservableLoad = "unservable-load"
    case forcedSurplus = "forced-surplus"

    public var severity: Severity {
      switch self {
      case .textFormat, .furtherFindings, .rowTakenAsComment, .assumption, .ignoredSheet: .note
      case .unknownFile, .unusedSeries, .implausibleValue, .nonConvexCoalRate, .rampTooSlow,
        .minimumTimeBrokenByOutage, .outageBelowMinimumOutput, .noReactance, .isolatedLoad, .unservableLoad,
        .forcedSurplus, .unusedReservoir, .unreachableOutput, .leftOut:
        .warning
      default: .error
      }
    }
  }
}
