/// Two or more results side by side, the first as the base: what `compare --json` prints.
public struct Comparison: Sendable, Encodable {
  public let schemaVersion = 1
  /// `dispatch` or `peak-shaving`.
  public let kind: String
  public let results: [Result]
  /// What is not compared or only with care, and why.
  public let caveats: [Caveat]
  public let indicators: [Row]
  public let targets: [TargetRow]
  public let durationCurves: [Curve]
  /// Of results over several months.
  public let months: [MonthRow]

  public struct Result: Sendable, Encodable {
    public let folder: String
    public let caseName: String
    public let horizon: HorizonSummary
    /// Of the solve; `nil` for an assessment.
    public let status: String?

    enum CodingKeys: String, CodingKey {
      case folder
      case caseName = "case"
      case horizon, status
    }
  }

  /// A sentence in both languages.
  public struct Caveat: Sendable, Encodable {
    let text: Term

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(text.english)
    }
  }

  /// A number of every result, and how it differs from the first.
  public struct Row: Sendable, Encodable {
    /// Such as `cost` or `energy.coal`.
    public let name: String
    public let unit: String
    /// `nil` where a result has none.
    public let values: [Double?]
    /// `nil` for the first, and where a difference would say nothing.
    public let differences: [Double?]
    /// Of the first value.
    public let percents: [Double?]
    let group: Group
    let label: Term
    /// Whether it is shown without being asked for.
    let isMain: Bool

    enum CodingKeys: String, CodingKey { case name, unit, values, differences, percents }

    /// - Parameter isComparable: by result, whether a difference from the first says anything.
    init(
      _ name: String, _ label: Term, _ unit: String, _ values: [Double?], group: Group, isMain: Bool = false,
      isComparable: [Bool]? = nil
    ) {
      (self.name, self.label, self.unit, self.group, self.isMain) = (name, label, unit, group, isMain)
      let finite = values.map { value in value.flatMap { $0.isFinite ? $0 : nil } }
      let base = finite.first ?? nil
      let differences = finite.enumerated().map { index, value in
        index > 0 && isComparable?[index] != false ? value.flatMap { value in base.map { value - $0 } } : nil
      }
      percents = differences.map { difference in
        difference.flatMap { difference in
          base.flatMap { abs($0) <= dust ? nil : difference / abs($0) * 100 }
        }
      }
      self.values = finite
      self.differences = differences
    }
  }

  enum Group: Sendable, CaseIterable {
    case result, indicators, cost, energy, prices, assessment

    var term: Term {
      switch self {
      case .result: Term("Result", "结果")
      case .indicators: Term("Indicators", "指标")
      case .cost: Term("Cost", "费用")
      case .energy: Term("Energy", "电量")
      case .prices: Term("Prices", "电价")
      case .assessment: Term("Peak shaving", "削峰")
      }
    }
  }

  public struct TargetRow: Sendable, Encodable {
    public let indicator: String
    public let values: [Double?]
    /// `nil` where a result has no such target or leaves it open.
    public let met: [Bool?]
    let label: Term
    let unit: String

    enum CodingKeys: String, CodingKey { case indicator, values, met }
  }

  /// Powers or prices in falling order.
  public struct Curve: Sendable, Encodable {
    public let quantity: String
    public let unit: String
    /// Of the time in which the value is held or exceeded, one for each value.
    public let percentOfTime: [Double]
    /// By result; `nil` where it has none.
    public let values: [[Double]?]
    let label: Term

    enum CodingKeys: String, CodingKey {
      case quantity, unit
      case percentOfTime = "percent_of_time"
      case values
    }
  }

  /// A quantity by calendar month.
  public struct MonthRow: Sendable, Encodable {
    public let quantity: String
    public let unit: String
    /// From 1.
    public let months: [Int]
    /// By result, then month; `nil` where a result does not cover the month whole.
    public let values: [[Double?]]
    let label: Term

    enum CodingKeys: String, CodingKey { case quantity, unit, months, values }
  }

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case kind, results, caveats, indicators, targets
    case durationCurves = "duration_curves"
    case months
  }

  /// What rounding leaves of a zero, in MWh, MW or currency.
  static let dust = 1e-4

  /// - Returns: `nil` where runs and assessments are mixed.
  public init?(_ results: [ComparedResults]) {
    guard let first = results.first, results.allSatisfy({ $0.isPeakShaving == first.isPeakShaving }) else { return nil }
    kind = first.isPeakShaving ? "peak-shaving" : "dispatch"
    self.results = results.map {
      Result(folder: $0.name, caseName: $0.caseName, horizon: $0.horizon, status: $0.summary?.status)
    }
    let series = results.map(ComparedSeries.init)
    caveats = Self.caveats(results)
    indicators = (first.isPeakShaving ? Self.shavingRows(results) : Self.dispatchRows(results))
      .filter { row in row.name == "gap" || row.values.contains { abs($0 ?? 0) > Self.dust } }
    targets = Self.targets(results)
    durationCurves = Self.curves(series)
    months = Self.months(series)
  }

  /// What keeps differences from saying what they seem to say.
  private static func caveats(_ results: [ComparedResults]) -> [Caveat] {
    var found: [Caveat] = []
    func add(_ english: String, _ chinese: String) { found.append(Caveat(text: Term(english, chinese))) }
    func list(_ values: [String]) -> String { values.joined(separator: ", ") }
    let hours = results.map(\.hours)
    if Set(hours).count > 1 {
      let text = list(hours.map { grouped($0, places: 0) })
      add(
        "The results cover \(text) h: energies, costs and hours are not subtracted.",
        "各结果时长不同（\(text) 小时）：电量、费用和小时数不作差。")
    } else if Set(results.map(\.horizon.start)).count > 1 {
      add("The results begin at different times and are compared step by step of their own.", "各结果起始时刻不同，按各自时段比较。")
    }
    let steps = Set(results.map(\.horizon.stepMinutes)).sorted().map(String.init)
    if steps.count > 1 {
      add("Steps are of \(list(steps)) min: extremes are means over a step.", "步长不同（\(list(steps)) 分钟）：极值为步长内平均值。")
    }
    let summaries = results.compactMap(\.summary)
    if Set(summaries.map(\.currency)).count > 1 {
      add("Currencies differ: costs and prices are not subtracted.", "货币不同：费用和电价不作差。")
    }
    if Set(summaries.map { $0.options["commitment"] ?? "" }).count > 1 {
      add("Units are switched on and off in some of the results only.", "仅部分结果包含机组启停。")
    }
    let buses = summaries.compactMap { $0.indicators.map { Set($0.prices.map(\.bus)) } }
    if let first = buses.first, buses.contains(where: { $0 != first }) {
      let shared = buses.reduce(first) { $0.intersection($1) }.count
      add("Buses differ: prices are compared at the \(shared) of the same name.", "节点不同：仅比较 \(shared) 个同名节点的电价。")
    }
    for result in results {
      guard case .dispatch(let run) = result.content, run.load == nil else { continue }
      add(
        "\(result.name) is from before loads were written: it has no curves of load (solve again for them).",
        "\(result.name) 未记录负荷，无负荷持续曲线（重新求解即可）。")
    }
    found += openDifferences(results, summaries, hours)
    return found
  }

  /// Costs between their bounds: where two such intervals overlap, which optimum is lower is not proven.
  private static func openDifferences(
    _ results: [ComparedResults], _ summaries: [RunSummary], _ hours: [Double]
  ) -> [Caveat] {
    guard let base = summaries.first, let cost = base.objective, let bound = base.bound else { return [] }
    return zip(results, summaries).dropFirst().compactMap { result, summary in
      guard let other = summary.objective, let least = summary.bound, summary.currency == base.currency,
        result.hours == hours[0], other != cost, max(bound, least) <= min(cost, other)
      else { return nil }
      return Caveat(
        text: Term(
          "The costs of \(results[0].name) and \(result.name) differ by less than their gaps leave open.",
          "\(results[0].name) 与 \(result.name) 的费用之差在间隙以内，孰低未获证明。"))
    }
  }
}
