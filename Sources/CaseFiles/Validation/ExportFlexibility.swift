import GridModel

extension Rule {
  /// A stepped channel has a level in every step, and its lowest levels last long enough; the energy asked for can be sent.
  static let exportFlexibility = Rule { review, log in
    let horizon = review.system.horizon
    for (index, channel) in review.system.exportChannels.enumerated() {
      guard let flexibility = channel.flexibility else { continue }
      func place(_ column: Column) -> Place { review.place(column, of: ExportChannelTable.self, index) }
      let (least, most) = channel.band(count: horizon.count)
      let floor = channel.schedule.values(count: horizon.count)
      let ceiling = flexibility.most.values(count: horizon.count)
      let levels = flexibility.levels
      if !levels.isEmpty,
        let step = floor.indices.first(where: { step in
          !levels.contains { $0 >= floor[step] - tolerance && $0 <= ceiling[step] + tolerance }
        })
      {
        log.add(
          .exportLevels, at: place(ExportChannelTable.levels),
          "channel \(quoted(channel.name)) has no level within its band at \(horizon.timestamp(step))")
      } else if !levels.isEmpty, let hours = shortestRun(of: least, horizon), hours < flexibility.minimumLevelHours {
        log.add(
          .exportLevels, at: place(ExportChannelTable.levelHours),
          "the lowest level of channel \(quoted(channel.name)) that its band allows changes after "
            + "\(NumberText.text(hours)) h, before min_level_hours")
      }
      for (column, runs, limits) in [
        (ExportChannelTable.leastDay, horizon.days, channel.dailyLimits(over: horizon)),
        (ExportChannelTable.leastYear, horizon.years, channel.yearlyLimits(over: horizon)),
      ] {
        for (run, limit) in zip(runs, limits) {
          let reach = run.reduce(0) { $0 + most[$1] } * horizon.stepHours
          let forced = run.reduce(0) { $0 + least[$1] } * horizon.stepHours
          guard reach < limit.lowerBound - tolerance || forced > limit.upperBound + tolerance else { continue }
          log.add(
            .exportEnergyUnreachable, at: place(column),
            "channel \(quoted(channel.name)) can send \(megawatts(forced)) to \(megawatts(reach)) MWh from "
              + "\(horizon.timestamp(run.lowerBound)), not the energy asked for")
          break
        }
      }
    }
  }

  /// Hours of the shortest run of equal values between two changes.
  private static func shortestRun(of values: [Double], _ horizon: Horizon) -> Double? {
    let runs = horizon.runs { values[$0] }
    return runs.dropFirst().dropLast().map { Double($0.count) * horizon.stepHours }.min()
  }
}
