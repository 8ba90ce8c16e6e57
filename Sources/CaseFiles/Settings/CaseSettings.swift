import Foundation
import GridModel
import Yams

/// What `case.yaml` says.
struct CaseSettings {
  var name = ""
  var currency = "CNY"
  var utcOffsetSeconds: Int?
  var startLocalSeconds: Int?
  var stepMinutes = 60
  /// From `steps` or `end`; otherwise the load series decides.
  var steps: Int?
  var valueOfLostLoad = 30_000.0
  var co2Price = 0.0
  var network = NetworkModel.transport
  var seriesPaths: [SeriesKind: [SeriesPath]] = [:]
  var reserves: [ReserveRequirement] = []
  var rules: [RuleEntry] = []
  var targets: [PolicyTarget] = []

  struct SeriesPath {
    var path: String
    /// Where `case.yaml` names it; `nil` for a default, which may be absent.
    var place: Place?
  }

  init(_ node: Node, log: inout FindingLog) {
    for kind in SeriesKind.allCases { seriesPaths[kind] = kind.defaultPaths.map { SeriesPath(path: $0) } }
    readCurrency(node, &log)
    let section = YAMLSection(node, file: CaseKeys.file, keys: CaseKeys.all, currency: currency, log: &log)
    name = section.text(CaseKeys.name, log: &log) ?? ""
    stepMinutes = section.choice(CaseKeys.stepMinutes, log: &log).flatMap { Int($0) } ?? 60
    valueOfLostLoad = section.field(CaseKeys.valueOfLostLoad, log: &log)?.limit(&log) ?? 30_000
    co2Price = section.number(CaseKeys.co2Price, log: &log) ?? 0
    network = section.choice(CaseKeys.network, log: &log).flatMap(NetworkModel.init) ?? .transport
    readTimes(section, &log)
    readSeriesPaths(section, &log)
    reserves = ReserveRequirement.read(section, log: &log)
    rules = RuleEntry.read(section, log: &log)
    targets = readTargets(section, &log)
  }

  private mutating func readCurrency(_ node: Node, _ log: inout FindingLog) {
    guard let value = node.mapping?["currency"], !value.isBlank else { return }
    let text = value.scalar?.string ?? ""
    if text.count == 3, text.allSatisfy({ $0.isASCII && $0.isLetter }) {
      currency = text.uppercased()
    } else {
      log.add(.badValue, at: value.place(in: CaseKeys.file), "currency is \(quoted(text)), expected a code such as CNY")
    }
  }

  private mutating func readTimes(_ section: YAMLSection, _ log: inout FindingLog) {
    if let zone = section.field(CaseKeys.timeZone, log: &log) {
      utcOffsetSeconds = standardOffset(zone.text)
      if utcOffsetSeconds == nil {
        log.add(
          .badValue, at: zone.place,
          "time_zone is \(quoted(zone.text)), expected an IANA name such as Asia/Shanghai or an offset such as +08:00")
      }
    }
    startLocalSeconds = time(CaseKeys.start, section, &log)
    let end = time(CaseKeys.end, section, &log)
    if let count = section.number(CaseKeys.steps, log: &log) {
      if count == count.rounded() { steps = Int(count) }
      if steps == nil {
        log.add(.badValue, at: section.place(CaseKeys.steps), "steps is \(count), expected a whole number")
      }
    }
    guard let end, let start = startLocalSeconds else { return }
    let length = end - start
    guard length > 0, length.isMultiple(of: stepMinutes * 60), length / (stepMinutes * 60) <= 10_000_000 else {
      log.add(.badValue, at: section.place(CaseKeys.end), "end is not a whole number of steps after start")
      return
    }
    let count = length / (stepMinutes * 60)
    if let steps, steps != count {
      log.add(.conflictingValues, at: section.place(CaseKeys.end), "end makes \(count) steps, but steps is \(steps)")
    }
    steps = steps ?? count
  }

  private func time(_ key: Column, _ section: YAMLSection, _ log: inout FindingLog) -> Int? {
    guard let field = section.field(key, log: &log) else { return nil }
    if let value = TimeText.parse(field.text),
      (utcOffsetSeconds ?? 0) == value.utcOffsetSeconds ?? utcOffsetSeconds ?? 0
    {
      return value.localSeconds
    }
    log.add(
      .timeFormat, at: field.place,
      "\(key.pattern) is \(quoted(field.text)), expected local time such as 2030-01-01T00:00")
    return nil
  }

  private mutating func readSeriesPaths(_ section: YAMLSection, _ log: inout FindingLog) {
    guard let node = section.node(CaseKeys.series) else { return }
    guard node.mapping != nil else {
      log.add(
        .badValue, at: section.place(CaseKeys.series), "series is no mapping, expected such as load: series/load.csv")
      return
    }
    let keys = SeriesKind.allCases.map { Column.text($0.rawValue, default: "", "") }
    let files = YAMLSection(node, file: CaseKeys.file, keys: keys, currency: currency, log: &log)
    for (kind, key) in zip(SeriesKind.allCases, keys) {
      guard let value = files.node(key) else { continue }
      let entries = value.sequence.map(Array.init) ?? [value]
      seriesPaths[kind] = entries.compactMap { entry in
        guard let path = entry.scalar?.string, !path.isEmpty, !path.hasPrefix("/") else {
          log.add(.badValue, at: entry.place(in: CaseKeys.file), "expected a path relative to the case")
          return nil
        }
        return SeriesPath(path: path, place: entry.place(in: CaseKeys.file))
      }
    }
  }

  private func readTargets(_ section: YAMLSection, _ log: inout FindingLog) -> [PolicyTarget] {
    guard let node = section.node(CaseKeys.targets) else { return [] }
    guard node.mapping != nil else {
      log.add(.badValue, at: section.place(CaseKeys.targets), "targets is no mapping of indicators to numbers")
      return []
    }
    let indicators = PolicyTarget.Indicator.allCases
    let keys = indicators.map { Column.number($0.rawValue, "", default: "", "") }
    let values = YAMLSection(node, file: CaseKeys.file, keys: keys, currency: currency, log: &log)
    return zip(indicators, keys).compactMap { indicator, key in
      guard let node = values.node(key) else { return nil }
      guard let pair = node.sequence.map(Array.init) else {
        guard let value = values.number(key, log: &log) else { return nil }
        return indicator == .coalRate
          ? PolicyTarget(indicator, maximum: value) : PolicyTarget(indicator, minimum: value)
      }
      let limits = pair.map { $0.isBlank ? nil : NumberText.parse($0.scalar?.string ?? "") }
      guard pair.count == 2, zip(pair, limits).allSatisfy({ $0.isBlank || $1 != nil }),
        (limits[0] ?? -.infinity) <= (limits[1] ?? .infinity)
      else {
        log.add(.badValue, at: node.place(in: CaseKeys.file), "expected a number or [minimum, maximum]")
        return nil
      }
      return PolicyTarget(indicator, minimum: limits[0], maximum: limits[1])
    }
  }
}

/// Seconds east of UTC outside daylight saving.
private func standardOffset(_ text: String) -> Int? {
  let bytes = Array(text.utf8)
  if let offset = TimeText.offset(bytes.span, from: 0, to: bytes.count) { return offset }
  guard text.contains("/") || text == "UTC", let zone = TimeZone(identifier: text) else { return nil }
  let winter = Date(timeIntervalSince1970: 1_736_000_000)
  return zone.secondsFromGMT(for: winter) - Int(zone.daylightSavingTimeOffset(for: winter))
}
