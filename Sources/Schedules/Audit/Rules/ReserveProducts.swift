import GridModel

/// What devices promise to each product is no less than nothing, no more than they can reach in its time, and together
/// no more than the whole; interruptible loads promise what is not interrupted already.
func auditReserveProducts(_ schedule: AlignedSchedule, _ log: inout ViolationLog) {
  let system = schedule.system
  let count = schedule.count
  for direction in ReserveRule.Direction.allCases where system.hasReserveProducts(direction) {
    for kind in ReserveProvider.Kind.allCases {
      for product in ReserveRule.Product.allCases {
        guard let promised = schedule.reserve(kind, product, direction) else { continue }
        for (i, provider) in system.reserveProviders(kind).enumerated() {
          let limit = system.reserveLimit(product, direction, of: provider)
          for t in 0..<count {
            let value = promised[i * count + t]
            let what = "\(product.rawValue) reserve \(direction.rawValue) of"
            if value < -log.tolerance.slack(0) * 3 {
              log.report(.reserveProduct, provider.name, step: t, what, value, .atLeast, 0)
            } else if value > limit + log.tolerance.slack(limit) {
              log.report(.reserveProduct, provider.name, step: t, what, value, .atMost, limit)
            }
          }
        }
      }
    }
  }
  guard let promised = schedule.reserve(.interruptible, .up) else { return }
  for (i, load) in system.interruptibleLoads.enumerated() {
    for t in 0..<count {
      let (value, room) = (promised[i * count + t], max(0, load.capacity - schedule.interruption[i * count + t]))
      if value < -log.tolerance.slack(0) {
        log.report(.interruptibleReserve, load.name, step: t, "upward reserve of", value, .atLeast, 0)
      } else if value > room + log.tolerance.slack(load.capacity) {
        log.report(.interruptibleReserve, load.name, step: t, "upward reserve of", value, .atMost, room)
      }
    }
  }
}
