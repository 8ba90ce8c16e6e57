import Foundation

/// A report that is one file: style, scripts and data together, so that it opens offline and asks no network.
///
/// The scripts of `Page/` draw what the data hold; `kind` says which of them begins. Names and messages come from files
/// and may hold anything: they travel as JSON in which no `<` is left, and the scripts only ever set them as text.
struct ReportPage {
  enum Kind: String {
    case dispatch, assessment, comparison
  }

  var kind: Kind
  var title: String
  var language: SummaryLanguage
  /// JSON texts by the key under which the scripts find them.
  var data: [(key: String, json: Data)]

  func html() -> Data {
    let texts: [String: Data] = [
      "title": Data(markup(title).utf8), "language": Data((language == .chinese ? "zh-CN" : "en").utf8),
      "style": Data(PackageResources.page_css), "data": embeddedData, "script": script,
    ]
    var page = Data()
    // One pass over the frame: what is put in is never looked at again.
    for (index, part) in String(decoding: PackageResources.page_html, as: UTF8.self).split(
      separator: "%%", omittingEmptySubsequences: false
    ).enumerated() {
      if index.isMultiple(of: 2) { page += Data(part.utf8) } else { page += texts[String(part)] ?? Data() }
    }
    return page
  }

  private var script: Data {
    let common = [
      PackageResources.frame_js, PackageResources.scales_js, PackageResources.timeline_js, PackageResources.charts_js,
      PackageResources.network_js,
    ]
    let own =
      switch kind {
      case .dispatch:
        [
          PackageResources.sources_js, PackageResources.indicators_js, PackageResources.operation_js,
          PackageResources.balances_js, PackageResources.dispatch_js,
        ]
      case .assessment: [PackageResources.assessment_js]
      case .comparison: [PackageResources.comparison_js]
      }
    return (common + own).reduce(into: Data()) { $0 += Data($1) + Data("\n".utf8) }
  }

  private var embeddedData: Data {
    var json = Data("{\"kind\":\"\(kind.rawValue)\",\"language\":\"\(language.rawValue)\"".utf8)
    for (key, value) in data { json += Data(",\"\(key)\":".utf8) + value }
    json += Data("}".utf8)
    // In JSON a "<" stands only within strings, where its escape means the same; so no tag can end the script early.
    var safe = Data(capacity: json.count)
    for byte in json {
      if byte == UInt8(ascii: "<") { safe += Data("\\u003c".utf8) } else { safe.append(byte) }
    }
    return safe
  }
}

/// Text as it stands between tags.
private func markup(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}

/// JSON for a page: compact, and `null` for numbers that are not finite.
func pageJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: notFinite, negativeInfinity: notFinite, nan: notFinite)
  let text = String(decoding: try encoder.encode(value), as: UTF8.self)
  return Data(text.replacing("\"\\u0001not finite\"", with: "null").utf8)
}
