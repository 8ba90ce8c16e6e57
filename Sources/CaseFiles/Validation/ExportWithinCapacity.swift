import GridModel

extension Rule {
  /// Schedules of export channels stay within their capacity in both directions.
  static let exportWithinCapacity = Rule { review, log in
    for (index, channel) in review.system.exportChannels.enumerated() {
      let schedule = channel.schedule.values(count: review.system.horizon.count)
      guard let step = schedule.firstIndex(where: { abs($0) > channel.capacity + tolerance }) else { continue }
      log.add(
        .exportAboveCapacity, at: review.place(ExportChannelTable.capacity, of: ExportChannelTable.self, index),
        "channel \(quoted(channel.name)) is to carry \(megawatts(schedule[step])) MW at "
          + "\(review.system.horizon.timestamp(step)), above capacity_mw \(megawatts(channel.capacity))")
    }
  }
}
