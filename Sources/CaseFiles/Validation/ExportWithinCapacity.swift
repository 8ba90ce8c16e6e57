import GridModel

extension Rule {
  /// Schedules of export channels stay within their capacity in both directions, and so does what flexible ones may send.
  static let exportWithinCapacity = Rule { review, log in
    let horizon = review.system.horizon
    for (index, channel) in review.system.exportChannels.enumerated() {
      let schedule = channel.schedule.values(count: horizon.count)
      let most = channel.flexibility?.most.values(count: horizon.count) ?? schedule
      func place(_ column: Column) -> Place { review.place(column, of: ExportChannelTable.self, index) }
      if let step = most.indices.first(where: { max(abs(schedule[$0]), most[$0]) > channel.capacity + tolerance }) {
        let power = abs(schedule[step]) > most[step] ? schedule[step] : most[step]
        log.add(
          .exportAboveCapacity, at: place(ExportChannelTable.capacity),
          "channel \(quoted(channel.name)) is to carry \(megawatts(power)) MW at "
            + "\(horizon.timestamp(step)), above capacity_mw \(megawatts(channel.capacity))")
      }
      if let step = most.indices.first(where: { schedule[$0] > most[$0] + tolerance }) {
        log.add(
          .minimumAboveMaximum, at: place(ExportChannelTable.least),
          "channel \(quoted(channel.name)) sends at least \(megawatts(schedule[step])) MW and at most "
            + "\(megawatts(most[step])) MW at \(horizon.timestamp(step))")
      }
      if let zone = channel.renewables?.zone, !review.system.buses.contains(where: { $0.zone == zone }) {
        let nearest = suggestion(for: zone, among: review.system.buses.map(\.zone))
        log.add(.unknownZone, at: place(ExportChannelTable.zone), "no bus lies in zone \(quoted(zone))\(nearest)")
      }
    }
  }
}
