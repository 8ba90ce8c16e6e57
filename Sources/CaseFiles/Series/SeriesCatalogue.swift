import GridModel

/// All series columns of a case by kind and name, and which of them something refers to.
struct SeriesCatalogue {
  struct Column {
    var series: HourlySeries
    var place: Place
    var isUsed = false
  }

  /// Kinds of which a file is not readable: nothing is blamed for referring to a column in it.
  var incomplete: Set<SeriesKind> = []
  private var columns: [SeriesKind: [String: Column]] = [:]

  /// The series of that name, which counts as used from now on.
  subscript(kind: SeriesKind, name: String) -> HourlySeries? {
    mutating get {
      guard columns[kind]?[name] != nil else { return nil }
      columns[kind]?[name]?.isUsed = true
      return columns[kind]?[name]?.series
    }
  }

  func isComplete(_ kind: SeriesKind) -> Bool { !incomplete.contains(kind) }

  func names(_ kind: SeriesKind) -> some Collection<String> { (columns[kind] ?? [:]).keys }

  func place(_ kind: SeriesKind, _ name: String) -> Place? { columns[kind]?[name]?.place }

  mutating func add(_ series: HourlySeries, kind: SeriesKind, name: String, at place: Place, log: inout FindingLog) {
    if let other = columns[kind]?[name] {
      let (file, line) = (other.place.file, other.place.line)
      log.add(.duplicateColumn, at: place, "series \(quoted(name)) is already in \(file):\(line)")
    } else {
      columns[kind, default: [:]][name] = Column(series: series, place: place)
    }
  }

  /// Says which columns nothing refers to: a load column must name a bus, others are merely unused.
  func reportUnused(busNames: Set<String>?, log: inout FindingLog) {
    for kind in SeriesKind.allCases {
      for (name, column) in (columns[kind] ?? [:]).sorted(by: { $0.key < $1.key }) where !column.isUsed {
        if kind == .load {
          guard let busNames else { continue }
          let nearest = suggestion(for: name, among: busNames)
          log.add(.unknownBus, at: column.place, "no bus \(quoted(name)) in \(BusTable.file)\(nearest)")
        } else {
          log.add(.unusedSeries, at: column.place, "nothing refers to the series \(quoted(name))")
        }
      }
    }
  }
}
