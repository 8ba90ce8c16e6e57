import GridModel

/// The files of a case as text.
struct CaseText {
  let system: PowerSystem
  private var tables: [(path: String, text: String)] = []
  private var series: [(path: String, kind: SeriesKind, columns: [(name: String, values: HourlySeries)])] = []

  init(_ system: PowerSystem) throws(CaseError) {
    // What portfolios stand for is written as portfolios.
    let portfolios = Set(system.portfolios.map(\.name))
    var written = system
    written.buses.removeAll { portfolios.contains($0.name) }
    written.lines.removeAll { portfolios.contains($0.name) }
    self.system = written
    // The load series is required even when no bus has load.
    series.append((SeriesKind.load.defaultPaths[0], .load, []))
    var curves = CoalRateCurveWriter()
    for table in componentTables { try write(table, &curves) }
    for bus in system.buses where portfolios.contains(bus.name) && bus.load != .constant(0) {
      add(bus.load, to: SeriesKind.load.defaultPaths[0], .load, bus.name)
    }
    if !curves.rows.isEmpty { tables.append((CoalRateCurveTable.file, curveText(curves))) }
    for rule in system.reserves {
      if case .series = rule.requirement {
        add(rule.requirement, to: SeriesKind.reserve.defaultPaths[0], .reserve, rule.name)
      }
    }
  }

  func files(readme: String?) -> [(path: String, text: String)] {
    var files = [(CaseKeys.file, settingsText())] + tables
    for (path, _, columns) in series { files.append((path, seriesText(columns))) }
    if let readme { files.append(("README.md", readme)) }
    return files
  }

  private mutating func write<Table: ComponentTable>(_ kind: Table.Type, _ curves: inout CoalRateCurveWriter)
    throws(CaseError)
  {
    let components = system[keyPath: kind.components]
    guard !components.isEmpty || kind == BusTable.self else { return }
    var rows: [RowWriter] = []
    for component in components {
      var row = RowWriter(currency: system.currency, curves: curves)
      try kind.encode(component, into: &row)
      curves = row.curves
      for (kind, name, values) in row.series { add(values, to: path(kind, of: component), kind, name) }
      rows.append(row)
    }
    let columns = kind.columns.filter { column in column.fallback == nil || rows.contains { $0[column] != "" } }
    let header = columns.map { csvText($0.name(currency: system.currency)) }.joined(separator: ",")
    let lines = rows.map { row in columns.map { csvText(row[$0]) }.joined(separator: ",") }
    tables.append((kind.file, ([header] + lines).joined(separator: "\n") + "\n"))
  }

  private func path(_ kind: SeriesKind, of component: Any) -> String {
    if let plant = component as? RenewablePlant { return "series/\(plant.technology.rawValue).csv" }
    return kind.defaultPaths[0]
  }

  private mutating func add(_ values: HourlySeries, to path: String, _ kind: SeriesKind, _ name: String) {
    if let file = series.firstIndex(where: { $0.path == path }) {
      series[file].columns.append((name, values))
    } else {
      series.append((path, kind, [(name, values)]))
    }
  }

  private func curveText(_ curves: CoalRateCurveWriter) -> String {
    var text = CoalRateCurveTable.columns.map { $0.name(currency: system.currency) }.joined(separator: ",") + "\n"
    for (curve, load, rate) in curves.rows {
      text += "\(csvText(curve)),\(NumberText.text(load, shift: 2)),\(NumberText.text(rate))\n"
    }
    return text
  }

  private func seriesText(_ columns: [(name: String, values: HourlySeries)]) -> String {
    var text = (["time"] + columns.map { csvText($0.name) }).joined(separator: ",") + "\n"
    let count = system.horizon.count
    let values = columns.map { $0.values.values(count: count) }
    for t in 0..<count {
      text += system.horizon.localTime(t).text
      for column in values {
        text += ","
        text += NumberText.text(column[t])
      }
      text += "\n"
    }
    return text
  }

  private func settingsText() -> String {
    let horizon = system.horizon
    func line(_ key: Column, _ value: String) -> String { "\(key.name(currency: system.currency)): \(value)\n" }
    var text = line(CaseKeys.name, yamlText(system.name))
    text += line(CaseKeys.timeZone, "\"\(horizon.timestamp(0).suffix(6))\"")
    text += line(CaseKeys.start, horizon.localTime(0).text)
    text += line(CaseKeys.stepMinutes, "\(horizon.stepMinutes)")
    text += line(CaseKeys.steps, "\(horizon.count)")
    text += line(CaseKeys.currency, system.currency)
    text += line(
      CaseKeys.valueOfLostLoad,
      system.valueOfLostLoad < .infinity ? NumberText.text(system.valueOfLostLoad) : Column.unlimited)
    text += line(CaseKeys.co2Price, NumberText.text(system.co2Price))
    text += line(CaseKeys.network, system.network.rawValue)
    let availability = series.filter { $0.kind == .availability }.map { "    - \($0.path)\n" }.joined()
    if !availability.isEmpty { text += "series:\n  availability:\n" + availability }
    if !system.reserves.isEmpty { text += "reserves:\n" + system.reserves.map(reserveText).joined() }
    if !system.rules.isEmpty { text += "rules:\n" + system.rules.map(ruleText).joined() }
    if !system.targets.isEmpty {
      text += "targets:\n"
      for target in system.targets {
        let limits = [target.minimum, target.maximum].map { $0.map { NumberText.text($0) } ?? "null" }
        text += "  \(target.indicator.rawValue): [\(limits.joined(separator: ", "))]\n"
      }
    }
    return text
  }

  private func ruleText(_ rule: HorizonRule) -> String {
    var lines = [
      "\(RuleKeys.name.pattern): \(yamlText(rule.name))", "\(RuleKeys.kind.pattern): \(rule.kind.rawValue)",
    ]
    if let outage = rule.outage {
      func time(_ step: Int) -> String { system.horizon.localTime(step).text }
      lines += [
        "\(RuleKeys.unit.pattern): \(yamlText(outage.unit))",
        "\(RuleKeys.hours.pattern): \(NumberText.text(outage.hours))",
        "\(RuleKeys.from.pattern): \(time(outage.window.lowerBound))",
        "\(RuleKeys.to.pattern): \(time(outage.window.upperBound))",
      ]
    } else {
      let limit = NumberText.text(rule.limit, shift: rule.kind.isShare ? 2 : 0)
      lines += [
        "\(RuleKeys.fuel.pattern): \(yamlText(rule.fuel))", "\(RuleKeys.period.pattern): \(rule.period.rawValue)",
        "\(RuleKeys.limit(of: rule.kind).pattern): \(limit)",
      ]
    }
    if let zone = rule.zone { lines.append("\(RuleKeys.zone.pattern): \(yamlText(zone))") }
    let price = rule.price < .infinity ? NumberText.text(rule.price) : Column.unlimited
    lines.append("\(RuleKeys.price.name(currency: system.currency)): \(price)")
    return "  - " + lines.joined(separator: "\n    ") + "\n"
  }

  private func reserveText(_ rule: ReserveRule) -> String {
    var lines = [
      "\(ReserveKeys.name.pattern): \(yamlText(rule.name))",
      "\(ReserveKeys.direction.pattern): \(rule.direction.rawValue)",
    ]
    if let zone = rule.zone { lines.append("\(ReserveKeys.zone.pattern): \(yamlText(zone))") }
    switch rule.requirement {
    case .constant(let power): lines.append("\(ReserveKeys.power.pattern): \(NumberText.text(power))")
    case .series: lines.append("\(ReserveKeys.series.pattern): yes")
    }
    if rule.product != .spinning { lines.append("\(ReserveKeys.product.pattern): \(rule.product.rawValue)") }
    if rule.minutes != 15 { lines.append("\(ReserveKeys.minutes.pattern): \(NumberText.text(rule.minutes))") }
    if let providers = rule.providers {
      lines.append("\(ReserveKeys.providers.pattern): [\(providers.map(yamlText).joined(separator: ", "))]")
    }
    if rule.offerPrice != 0 {
      lines.append("\(ReserveKeys.offerPrice.name(currency: system.currency)): \(NumberText.text(rule.offerPrice))")
    }
    if !rule.offers.isEmpty {
      let offers = rule.offers.sorted { $0.key < $1.key }.map { "\(yamlText($0.key)): \(NumberText.text($0.value))" }
      lines.append("\(ReserveKeys.offers.name(currency: system.currency)): {\(offers.joined(separator: ", "))}")
    }
    if rule.nests { lines.append("\(ReserveKeys.nests.pattern): yes") }
    let price = ReserveKeys.shortfallPrice.name(currency: system.currency)
    lines.append("\(price): \(NumberText.text(rule.shortfallPrice))")
    return "  - " + lines.joined(separator: "\n    ") + "\n"
  }
}

/// A cell, in quotes where it would not read back otherwise.
func csvText(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { !",;\t\"\r\n".utf8.contains($0) } && text.first != "#"
  if isPlain, text.first != " ", text.last != " " { return text }
  return "\"\(text.replacing("\"", with: "\"\""))\""
}

/// A scalar in double quotes.
func yamlText(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": escaped += "\\\(scalar)"
    case _ where scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value):
      let hex = String(scalar.value, radix: 16)
      escaped += "\\x" + (hex.count < 2 ? "0" : "") + hex
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return "\"\(escaped)\""
}
