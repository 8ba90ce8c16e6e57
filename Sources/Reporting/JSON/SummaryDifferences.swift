import Foundation

extension RunSummary {
  /// Where the cost or the indicators of another summary are not those of this one, such as
  /// `indicators prices city mean: reported 300.0, recomputed 312.5`.
  ///
  /// Rounding is forgiven: tables hold values to 1e-7, and indicators are sums over them.
  public func differences(from reported: RunSummary) -> [String] {
    var found: [String] = []
    compare("cost", reported: tree(reported.cost), recomputed: tree(cost), &found)
    compare("indicators", reported: tree(reported.indicators), recomputed: tree(indicators), &found)
    return found
  }
}

extension SystemRecord {
  /// Where another record is not this one, such as `system.json lines pass capacity_mw: reported 40.0, recomputed 30.0`.
  func differences(from reported: SystemRecord) -> [String] {
    var found: [String] = []
    compare(RecordFile.system, reported: tree(reported), recomputed: tree(self), &found)
    return found
  }
}

/// A value as the dictionaries, arrays, numbers and strings of its JSON.
private func tree(_ value: (some Encodable)?) -> Any {
  guard let value else { return NSNull() }
  let encoder = JSONEncoder()
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "infinite", negativeInfinity: "infinite", nan: "infinite")
  guard let data = try? encoder.encode(value), let tree = try? JSONSerialization.jsonObject(with: data) else {
    return NSNull()
  }
  return tree
}

private func compare(_ place: String, reported: Any, recomputed: Any, _ found: inout [String]) {
  switch (reported, recomputed) {
  case (let reported as [String: Any], let recomputed as [String: Any]):
    for key in Set(reported.keys).union(recomputed.keys).sorted() {
      compare(
        "\(place) \(key)", reported: reported[key] ?? NSNull(), recomputed: recomputed[key] ?? NSNull(), &found)
    }
  case (let reported as [Any], let recomputed as [Any]):
    for index in 0..<max(reported.count, recomputed.count) {
      let pair = (
        index < reported.count ? reported[index] : NSNull(), index < recomputed.count ? recomputed[index] : NSNull()
      )
      compare("\(place) \(label(of: pair.1) ?? "\(index + 1)")", reported: pair.0, recomputed: pair.1, &found)
    }
  case (let reported as NSNumber, let recomputed as NSNumber):
    let (a, b) = (reported.doubleValue, recomputed.doubleValue)
    if abs(a - b) > 1e-4 + 1e-6 * max(abs(a), abs(b)) { found.append("\(place): reported \(a), recomputed \(b)") }
  case (let reported as String, let recomputed as String) where reported == recomputed: break
  case (is NSNull, is NSNull): break
  default: found.append("\(place): reported \(text(reported)), recomputed \(text(recomputed))")
  }
}

/// The name that an element of a list goes by.
private func label(of element: Any) -> String? {
  guard let fields = element as? [String: Any] else { return nil }
  return ["bus", "source", "channel", "name", "period"].lazy.compactMap { fields[$0] as? String }.first
}

private func text(_ value: Any) -> String {
  switch value {
  case is NSNull: "none"
  case is [Any], is [String: Any]: "values"
  default: "\(value)"
  }
}
