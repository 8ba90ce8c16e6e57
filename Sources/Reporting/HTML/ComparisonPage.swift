import Foundation

/// Results side by side as one HTML file that opens offline.
public func comparisonPage(of comparison: Comparison, language: SummaryLanguage) throws -> Data {
  let page = ReportPage(
    kind: .comparison, title: comparison.results.map(\.folder).joined(separator: " · "), language: language,
    data: [
      ("comparison", try pageJSON(comparison)), ("labels", try pageJSON(ComparisonLabels(comparison))),
      ("terms", try pageJSON(PageTerms())),
    ])
  return page.html()
}

/// What the numbers of a comparison are called, each in English and Chinese, in their order.
private struct ComparisonLabels: Encodable {
  struct Indicator: Encodable {
    var label: [String]
    var group: [String]
    var main: Bool
  }

  struct Target: Encodable {
    var label: [String]
    var unit: String
  }

  /// Empty where the results have several, or none.
  var currency: String
  var caveats: [[String]]
  var indicators: [Indicator]
  var targets: [Target]
  var curves: [[String]]
  var months: [[String]]

  init(_ comparison: Comparison) {
    currency = comparison.indicators.first { $0.name == "cost" }?.unit ?? ""
    caveats = comparison.caveats.map(\.text.pair)
    indicators = comparison.indicators.map {
      Indicator(label: $0.label.pair, group: $0.group.term.pair, main: $0.isMain)
    }
    targets = comparison.targets.map { Target(label: $0.label.pair, unit: $0.unit) }
    curves = comparison.durationCurves.map(\.label.pair)
    months = comparison.months.map(\.label.pair)
  }
}
