extension Rule {
  /// Reserve rules name zones that buses have, and providers that are there.
  static let reserveZones = Rule { review, log in
    let zones = Set(review.system.buses.map(\.zone))
    for rule in review.settings.reserves {
      rule.checkProviders(in: review.system, &log)
      guard !zones.isEmpty, let zone = rule.zone, !zones.contains(zone) else { continue }
      let nearest = suggestion(for: zone, among: zones)
      log.add(.unknownZone, at: rule.zonePlace, "no bus lies in zone \(quoted(zone))\(nearest)")
    }
  }
}
