/// The balances of a planning report in 80 columns, one row per month or day.
extension AlignedTable {
  mutating func balances(_ balances: MonthlyBalances, _ style: TextStyle) {
    heading(style.say("Power balance at the highest load with exports (MW)", "电力平衡（含外送最高负荷时刻，MW）"))
    columns(
      [
        style.say("period", "时段"), style.say("load", "负荷"), style.say("export", "外送"), style.say("reserve", "备用"),
        style.say("available", "可用容量"), style.say("margin", "盈亏"),
      ],
      balances.power.map { ($0.month, [$0.load, $0.export, $0.reserve, $0.given, $0.margin]) })
    heading(style.say("Energy balance (MWh)", "电量平衡（MWh）"))
    columns(
      [
        style.say("period", "时段"), style.say("thermal", "火电"), style.say("renewable", "可再生"),
        style.say("other", "其他"), style.say("load", "用电量"), style.say("export", "外送"), style.say("curtailed", "弃电"),
      ], balances.energy.map { ($0.month, $0.columns) })
    heading(style.say("Peak-regulation balance of the worst day (MW)", "调峰平衡（最紧张日，MW）"))
    columns(
      [
        style.say("period", "时段"), style.say("on", "开机容量"), style.say("minimum", "最小出力"),
        style.say("net load", "最低净负荷"), style.say("charging", "可充电"), style.say("margin", "调峰裕度"),
        style.say("days short", "缺口天数"),
      ],
      balances.regulation.map {
        let day = $0.worst
        return (
          $0.month,
          [
            day.committed, day.deepMinimum, day.lowestNetLoad, day.chargingRoom, day.deepMargin, Double($0.daysShort),
          ]
        )
      })
  }

  /// A table of whole numbers under their names.
  private mutating func columns(_ names: [String], _ rows: [(String, [Double])]) {
    let texts = rows.map { [$0.0] + $0.1.map { grouped($0, places: 0) } }
    let widths = names.indices.map { column in
      ([names[column]] + texts.map { $0[column] }).map(displayWidth).max() ?? 0
    }
    for cells in [names] + texts {
      line(
        "  " + padded(cells[0], to: widths[0])
          + cells.indices.dropFirst().map { "  " + rightAligned(cells[$0], to: widths[$0]) }.joined())
    }
  }
}

extension MonthlyBalances.Power {
  /// All that could be given, MW.
  var given: Double { available.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } + response }
}

extension MonthlyBalances.Energy {
  /// Thermal, renewable and other energy given, load, export, and what was curtailed. Storage counts with what it gives
  /// less what it draws.
  fileprivate var columns: [Double] {
    let renewable: Set = ["wind", "solar", "hydro", "biomass"]
    let notGiven: Set = ["load", "export", "curtailed", "response-up", "conversion", "process-use", "exchange"]
    var sums = (thermal: 0.0, renewable: 0.0, other: 0.0)
    for (kind, value) in parts.sorted(by: { $0.key < $1.key }) where !notGiven.contains(kind) {
      if renewable.contains(kind) {
        sums.renewable += value
      } else if kind.hasPrefix("charge:") {
        sums.other -= value
      } else if kind.hasPrefix("discharge:") || ["import", "response", "process", "unserved"].contains(kind) {
        sums.other += value
      } else {
        sums.thermal += value
      }
    }
    for key in ["response-up", "conversion", "process-use"] { sums.other -= parts[key] ?? 0 }
    return [
      sums.thermal, sums.renewable, sums.other, parts["load"] ?? 0, parts["export"] ?? 0, parts["curtailed"] ?? 0,
    ]
  }
}
