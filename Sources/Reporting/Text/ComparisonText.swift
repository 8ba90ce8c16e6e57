/// Results side by side for a terminal of 80 columns: one table of each against the first.
///
/// - Parameter isFull: every number, not only those that matter first.
public func comparisonText(_ comparison: Comparison, style: TextStyle = TextStyle(), isFull: Bool = false) -> String {
  let writer = ComparisonWriter(comparison: comparison, style: style, isFull: isFull)
  var text = writer.heads
  for index in comparison.results.indices.dropFirst() { text += writer.table(of: index) }
  return text
}

/// Lays out what is compared.
struct ComparisonWriter {
  let comparison: Comparison
  let style: TextStyle
  let isFull: Bool

  /// Columns of label, base, other, difference and percent, one between.
  private static let widths = [33, 11, 11, 11, 8]

  /// Each result with its letter, and what is to be known before differences are read.
  var heads: String {
    var table = AlignedTable()
    table.heading(style.say("Results, \(letter(0)) the base", "结果（以 \(letter(0)) 为基准）"))
    for (index, result) in comparison.results.enumerated() {
      let steps = "\(result.horizon.steps) × \(result.horizon.stepMinutes) min"
      let status = result.status.flatMap { statusTerms[$0]?.text(style.language) ?? $0 }
      table.row(
        "\(letter(index))  \(result.folder)",
        ([result.caseName, "\(result.horizon.start.prefix(16)), \(steps)"] + [status].compactMap { $0 })
          .joined(separator: ", "))
    }
    for caveat in comparison.caveats { table.note(caveat.text.text(style.language)) }
    return table.text(hasColours: style.hasColours)
  }

  func table(of index: Int) -> String {
    var lines = ["", heading(index)]
    for group in Comparison.Group.allCases {
      let rows = comparison.indicators.filter { $0.group == group && (isFull || $0.isMain) }.compactMap {
        line($0, index)
      }
      guard !rows.isEmpty else { continue }
      if isFull {
        lines.append(Tone.heading.paint(" \(group.term.text(style.language))", hasColours: style.hasColours))
      }
      lines += rows
    }
    lines += targets(index) + curves(index)
    return lines.map { $0 + "\n" }.joined()
  }

  private func heading(_ index: Int) -> String {
    let title = style.say("\(letter(index)) against \(letter(0))", "\(letter(index)) 相对 \(letter(0))")
    let columns = [letter(0), letter(index), "\(letter(index)) − \(letter(0))", "%"]
    return Tone.heading.paint(cells(title, columns), hasColours: style.hasColours)
  }

  private func letter(_ index: Int) -> String {
    index < 26 ? String(Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(index)))) : "\(index + 1)"
  }

  func cells(_ label: String, _ values: [String]) -> String {
    var line = padded(fitting(label, columns: Self.widths[0]), to: Self.widths[0])
    for (value, width) in zip(values, Self.widths.dropFirst()) { line += " " + rightAligned(value, to: width) }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Nothing where both have nothing.
  func line(_ row: Comparison.Row, _ index: Int) -> String? {
    let (base, other) = (row.values[0], row.values[index])
    guard row.name == "gap" || max(abs(base ?? 0), abs(other ?? 0)) > Comparison.dust else { return nil }
    return line(
      row.label.text(style.language), row.unit, base, other, difference: row.differences[index],
      percent: row.percents[index])
  }

  private func line(
    _ name: String, _ unit: String, _ base: Double?, _ other: Double?, difference: Double?, percent: Double?
  ) -> String {
    let scale = UnitScale(unit, largest: max(abs(base ?? 0), abs(other ?? 0)))
    let unit = scale.unit(style)
    let room = Self.widths[0] - displayWidth(unit) - 4
    let label = "  \(padded(shortened(name, columns: room), to: room)) \(unit)"
    let isPart = unit == "%"
    return cells(
      label,
      [
        scale.text(base), scale.text(other), scale.difference(difference),
        // A difference of percentages is in points; a percentage of it only misleads.
        isPart
          ? "" : percent.map { abs($0) < 0.005 ? "" : signed(grouped($0, places: abs($0) < 1000 ? 2 : 0), $0) } ?? "–",
      ])
  }

  private func targets(_ index: Int) -> [String] {
    let rows = comparison.targets.map { target in
      func verdict(_ index: Int) -> String {
        let value = grouped(target.values[index], places: 2)
        let word =
          switch target.met[index] {
          case true?: style.say("met", "达标")
          case false?: style.say("not met", "未达标")
          case nil: target.values[index] == nil ? "" : style.say("open", "未定")
          }
        return word.isEmpty ? value : "\(value) \(word)"
      }
      let label = padded("  " + target.label.text(style.language), to: Self.widths[0] - displayWidth(target.unit) - 1)
      let line = "\(label) \(target.unit) \(rightAligned(verdict(0), to: 19)) \(rightAligned(verdict(index), to: 19))"
      let tone: Tone =
        target.met[index] == false ? .bad : target.met[0] == false && target.met[index] == true ? .good : .plain
      return tone.paint(line, hasColours: style.hasColours)
    }
    return rows.isEmpty ? [] : [Tone.heading.paint(style.say(" Targets", " 规划目标"), hasColours: style.hasColours)] + rows
  }

  private func curves(_ index: Int) -> [String] {
    let main = ["net-load", "served-load", "thermal", "price"]
    var lines: [String] = []
    for curve in comparison.durationCurves
    where isFull || main.contains(curve.quantity) || comparison.kind != "dispatch" {
      guard let base = curve.values[0], let other = curve.values[index], !base.isEmpty, !other.isEmpty else { continue }
      let name = curve.label.text(style.language)
      lines.append(
        Tone.heading.paint(
          style.say(" Duration curve: \(name)", " 持续曲线：\(name)"), hasColours: style.hasColours))
      for percent in isFull ? [0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100] : [0, 5, 50, 95, 100] {
        let (a, b) = (base[percent], other[percent])
        let label =
          switch percent {
          case 0: style.say("highest", "最大")
          case 100: style.say("lowest", "最小")
          default: style.say("\(percent) % of the time", "\(percent)% 时间")
          }
        lines.append(line(label, curve.unit, a, b, difference: b - a, percent: a == 0 ? nil : (b - a) / abs(a) * 100))
      }
    }
    return lines
  }
}

private func signed(_ text: String, _ value: Double) -> String { value > 0 ? "+" + text : text }

/// A unit that keeps a number within eleven columns.
private struct UnitScale {
  private let base: String
  private let factor: Double
  private let isMillions: Bool
  private let largest: Double

  init(_ unit: String, largest: Double) {
    self.largest = largest
    isMillions = !["MW", "%", "h", "", "gce/kWh", "MWh", "t"].contains(unit) && !unit.contains("/") && largest >= 1e6
    switch unit {
    case "MWh" where largest >= 1e6: (base, factor) = ("GWh", 1e-3)
    case "t" where largest >= 1e6: (base, factor) = ("kt", 1e-3)
    default: (base, factor) = (unit, isMillions ? 1e-6 : 1)
    }
  }

  func unit(_ style: TextStyle) -> String { isMillions ? style.say("million \(base)", "百万 \(base)") : base }

  func text(_ value: Double?) -> String { value.map { grouped($0 * factor, places: places(largest)) } ?? "–" }

  /// With the places of its own size; what rounding of the tables leaves is none.
  func difference(_ value: Double?) -> String {
    guard let value else { return "–" }
    guard abs(value) > max(1e-8 * largest, 1e-6) else { return "0" }
    return signed(grouped(value * factor, places: places(abs(value))), value)
  }

  private func places(_ size: Double) -> Int {
    switch size * factor {
    case 1e5...: 0
    case 1e3...: 1
    case 1...: 2
    case 0: 2
    default: 4
    }
  }
}
