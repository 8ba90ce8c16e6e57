import GridModel

extension RTSGMLCImport {
  /// Unit types that follow the weather: technology, file of the series (MW), and whether output can be curtailed.
  private static let types: [(type: String, technology: RenewablePlant.Technology, file: String, isCurtailable: Bool)] =
    [
      ("WIND", .wind, "WIND/DAY_AHEAD_wind.csv", true),
      ("PV", .solar, "PV/DAY_AHEAD_pv.csv", true),
      ("RTPV", .solar, "RTPV/DAY_AHEAD_rtpv.csv", false),
      ("CSP", .solar, "CSP/DAY_AHEAD_Natural_Inflow.csv", true),
      ("HYDRO", .hydro, "Hydro/DAY_AHEAD_hydro.csv", true),
      ("ROR", .hydro, "Hydro/DAY_AHEAD_hydro.csv", true),
    ]

  func renewables(_ table: SourceTable, count: Int, _ log: inout FindingLog) -> [RenewablePlant] {
    log.add(
      .assumption, at: Place(file: Self.generators),
      "hydro follows its series without use of reservoirs; CSP is solar with its natural inflow, without heat store; "
        + "synchronous condensers are left out")
    return Self.types.flatMap { kind in
      let rows = table.rows.filter { table.text("Unit Type", $0) == kind.type }
      guard !rows.isEmpty, let series = series(kind.file, &log) else { return [RenewablePlant]() }
      return rows.compactMap { row in
        let name = table.text("GEN UID", row)
        let capacity = table.number("PMax MW", row, &log)
        guard capacity > 0, let power = series.numbers(name, &log) else {
          log.add(.unknownSeries, at: table.place(row), "no column \(quoted(name)) in \(series.table.file)")
          return nil
        }
        let excess = power.count { $0 > capacity + tolerance }
        if excess > 0 {
          log.add(
            .assumption, at: table.place(row),
            "the series of \(name) is above its capacity of \(megawatts(capacity)) MW in \(excess) steps: cut to it")
        }
        return RenewablePlant(
          name: name, bus: table.text("Bus ID", row), technology: kind.technology, capacity: capacity,
          availability: fitted(power.map { max(0, min($0 / capacity, 1)) }, to: count),
          isCurtailable: kind.isCurtailable)
      }
    }
  }
}
