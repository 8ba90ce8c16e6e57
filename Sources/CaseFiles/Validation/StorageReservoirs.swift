import GridModel

extension Rule {
  /// Reservoirs that storages name exist, have a name of their own among the stores, and somebody draws on them.
  static let storageReservoirs = Rule { review, log in
    let names = review.system.reservoirs.map(\.name)
    for (index, storage) in review.system.storages.enumerated() {
      if let wanted = storage.reservoir, !names.contains(wanted) {
        let nearest = suggestion(for: wanted, among: names)
        log.add(
          .unknownReservoir, at: review.place(StorageTable.reservoir, of: StorageTable.self, index),
          "no reservoir \(quoted(wanted)) in \(ReservoirTable.file)\(nearest)")
      }
    }
    for (index, reservoir) in review.system.reservoirs.enumerated() {
      let place = review.place(.name, of: ReservoirTable.self, index)
      if review.system.storages.contains(where: { $0.name == reservoir.name }) {
        log.add(.duplicateName, at: place, "name \(quoted(reservoir.name)) is already that of a storage")
      }
      if !review.system.storages.contains(where: { $0.reservoir == reservoir.name }) {
        log.add(.unusedReservoir, at: place, "no storage draws on the reservoir \(quoted(reservoir.name))")
      }
    }
  }
}
