import Foundation
import SeedsAndSnapshots
import Testing

/// Reports as a reader sees them, in a headless Chromium; where there is none, the tests say so and are skipped.
@Suite(.serialized, .enabled(if: Browser.program != nil, "no Chromium on this machine: reports are not opened"))
struct ReportBrowserTests {
  /// A number shown, such as `1,234.5` or `−3`.
  private func number(_ shown: String) throws -> Double {
    try #require(Double(shown.replacing(",", with: "").replacing("−", with: "-").trimmingCharacters(in: .whitespaces)))
  }

  /// The number of a card and its unit.
  private func card(_ name: String, _ browser: Browser) throws -> (value: Double, unit: String) {
    let parts = "document.querySelector('[data-indicator=\"\(name)\"] .value')"
    return (
      try number(try browser.text("\(parts).firstChild.textContent")),
      try browser.text("\(parts).querySelector('small')?.textContent.trim() ?? ''")
    )
  }

  private func expectCard(_ name: String, _ expected: Double?, _ browser: Browser, places: Int) throws {
    let shown = try card(name, browser)
    let factors = [
      "GW": 1e3, "GWh": 1e3, "TWh": 1e6, "kt": 1e3, "Mt": 1e6, "million CNY": 1e6, "bn CNY": 1e9,
    ]
    let value = try #require(expected) / (factors[shown.unit] ?? 1)
    // Either so many places, or four significant digits.
    let rounding = max(0.5000001 * pow(10, -Double(places)), abs(value) * 0.5000001e-3)
    #expect(abs(shown.value - value) <= rounding, "\(name): shown \(shown), summary \(value)")
  }

  private func indicators(in results: URL) throws -> [String: Any] {
    let data = try Data(contentsOf: results.appending(path: "summary.json"))
    let summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return try #require(summary["indicators"] as? [String: Any])
  }

  /// Figures shown are those of summary.json.
  private func expectCards(of results: URL, _ browser: Browser) throws {
    let summary = try Summary(in: results)
    let indicators = try indicators(in: results)
    try expectCard("cost", summary.objective, browser, places: 3)
    try expectCard("coal_rate_gce_per_kwh", indicators["coal_rate_gce_per_kwh"] as? Double, browser, places: 2)
    try expectCard("co2", indicators["co2_t"] as? Double, browser, places: 3)
    try expectCard("renewable-share", indicators["renewable_share_percent"] as? Double, browser, places: 2)
    let wind = indicators["new_energy"] as? [String: Any]
    try expectCard("renewable_utilisation_percent", wind?["utilisation_percent"] as? Double, browser, places: 2)
    let load = indicators["load"] as? [String: Any]
    try expectCard("load", load?["maximum_mw"] as? Double, browser, places: 3)
  }

  private func windowLength(_ browser: Browser) throws -> Double? { try browser.number("view.to - view.from") }

  @Test func weekOfAShippedCase() throws {
    try withTemporaryFolder { folder in
      try Command.expect(
        0,
        [
          "solve", TinyCase.cases.appending(path: "taiyuan-2030").path, "--hours", "4300..<4468", "--out", "week",
          "--report",
        ], in: folder)
      let results = folder.appending(path: "week")
      let browser = try Browser(in: folder)
      try browser.show(results.appending(path: "report.html"))

      // Every figure is drawn, and says to a screen reader what it is.
      for figure in [
        "dispatch-chart", "price-line", "storage-levels", "commitment-strip", "price-heat", "duration-chart",
        "deep-hours", "network-chart", "energy-balance-chart", "cost-chart", "co2-chart",
      ] {
        let shapes = try browser.number(
          "document.querySelectorAll('#\(figure) .chart svg :is(path, rect, image, circle)').length")
        #expect(shapes ?? 0 > 0, "\(figure)")
        let label = try browser.text("document.querySelector('#\(figure) .chart svg').getAttribute('aria-label') ?? ''")
        #expect(!label.isEmpty, "\(figure)")
      }
      for table in ["power-balance", "energy-balance", "regulation-balance"] {
        #expect(try browser.number("document.querySelectorAll('#\(table) tbody tr').length") ?? 0 > 5, "\(table)")
      }

      try expectCards(of: results, browser)
      let indicators = try indicators(in: results)
      let energy = try #require(indicators["energy"] as? [[String: Any]])
      for entry in energy {
        guard let source = entry["source"] as? String, ["coal", "wind", "solar"].contains(source) else { continue }
        let drawn = try browser.number("sum([...values(page.charts.areas[0].series['\(source)'])])")
        let expected = try #require(entry["energy_mwh"] as? Double)
        #expect(abs(try #require(drawn) - expected) < 1e-4 * expected, "\(source)")
      }
      #expect(
        try browser.text("document.querySelector('[data-indicator=audit] .verdict').textContent").contains("every rule")
      )

      // To a day by the pointer, and back and forth by keys alone.
      #expect(try windowLength(browser) == 168)
      try browser.evaluate("document.querySelector('.time').scrollIntoView()")
      let strip = try #require(
        try browser.evaluate(
          "(() => { const b = document.querySelector('[data-part=brush]').getBoundingClientRect(); return [b.x, b.y, b.width, b.height] })()"
        ) as? [Double])
      let middle = strip[1] + strip[3] / 2
      try browser.drag(from: (strip[0] + strip[2] * 3 / 7, middle), to: (strip[0] + strip[2] * 4 / 7, middle))
      #expect(try windowLength(browser) == 24)
      let steps = try browser.number(
        "document.querySelector('#dispatch-chart path[data-source=coal]').getAttribute('d').split('H').length")
      // Stairs up and down over 24 hours.
      #expect(steps == 49)
      try browser.evaluate("document.querySelector('[data-part=brush]').focus()")
      let from = try #require(try browser.number("view.from"))
      try browser.press("ArrowRight")
      #expect(try #require(try browser.number("view.from")) > from)
      #expect(try browser.text("document.activeElement.dataset.part") == "brush")
      try browser.press("-")
      #expect(try #require(try windowLength(browser)) == 48)
      try browser.press("Escape")
      #expect(try windowLength(browser) == 168)
      try browser.evaluate("document.querySelector('#dispatch-chart .chart svg').focus()")
      try browser.press("ArrowRight")
      #expect(try browser.text("document.querySelector('#dispatch-chart .tip').textContent").contains("load"))
      try browser.press("Enter")
      #expect(try #require(try windowLength(browser)) <= 24)

      // The table behind a chart.
      try browser.evaluate("document.querySelector('#dispatch-chart details').open = true")
      try browser.wait(for: "document.querySelectorAll('#dispatch-chart tbody tr').length > 3")

      try switchLanguageAndTheme(browser)
      #expect(browser.complaints.isEmpty, "\(browser.complaints.prefix(3))")
    }
  }

  private func switchLanguageAndTheme(_ browser: Browser) throws {
    func press(_ label: String) throws {
      try browser.evaluate(
        "[...document.querySelectorAll('header button')].find((one) => one.textContent === '\(label)').click()")
      try browser.wait(for: "document.documentElement.dataset.drawn === 'true'")
    }
    try press("中文")
    #expect(try browser.text("document.documentElement.lang") == "zh-CN")
    #expect(try browser.text("document.querySelector('h2').textContent") == "指标")
    #expect(try browser.text("document.querySelector('#power-balance h3').textContent").hasPrefix("电力平衡"))
    try press("深色")
    let dark = try browser.text("getComputedStyle(document.body).backgroundColor")
    try press("浅色")
    #expect(try browser.text("getComputedStyle(document.body).backgroundColor") != dark)
    try press("English")
    #expect(try browser.text("document.querySelector('h2').textContent") == "Indicators")
  }

  /// Opens the report of 8760 h, small enough, and goes from the year to a day.
  private func showYear(of results: URL, _ browser: Browser) throws {
    let page = results.appending(path: "report.html")
    let size = try FileManager.default.attributesOfItem(atPath: page.path)[.size] as? Int
    #expect(try #require(size) < 5_000_000)
    try browser.show(page)
    #expect(try windowLength(browser) == 8760)
    let load = try highestLoad(in: results)
    let drawn = try #require(try browser.number("highest(seriesOf('load'), 0, 8760)"))
    #expect(abs(drawn - load) < 1e-3 * load)
    // From the year to a day.
    try browser.evaluate("document.querySelector('[data-part=brush]').focus()")
    for _ in 0..<12 where try #require(try windowLength(browser)) > 24 { try browser.press("+") }
    #expect(try #require(try windowLength(browser)) <= 24)
    try browser.press("Escape")
  }

  /// The highest sum of the loads of the buses of electricity: vehicles are drawn by what they charge.
  private func highestLoad(in results: URL) throws -> Double {
    let system = try JSONSerialization.jsonObject(
      with: Data(contentsOf: results.appending(path: "system.json")))
    let buses = try #require((system as? [String: Any])?["buses"] as? [[String: Any]])
    let electric = Set(buses.filter { $0["carrier"] as? String == "electricity" }.compactMap { $0["name"] as? String })
    let lines = try String(contentsOf: results.appending(path: "load.csv"), encoding: .utf8).split(separator: "\n")
    let names = try #require(lines.first).split(separator: ",").map(String.init)
    let columns = names.indices.filter { electric.contains(names[$0]) }
    return lines.dropFirst().reduce(0) { highest, line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return max(highest, columns.reduce(0) { $0 + (Double(cells[$1]) ?? .nan) })
    }
  }

  private static let year = ProcessInfo.processInfo.environment["GRIDDISPATCH_TEST_YEAR"]

  /// A release build makes the results, as CI does: `solve Cases/shanxi-2030 --gap 1e-4 --report --out FOLDER`.
  @Test(.enabled(if: year != nil, "GRIDDISPATCH_TEST_YEAR names no results of a shipped year"))
  func yearOfAShippedCase() throws {
    try withTemporaryFolder { folder in
      let results = URL(fileURLWithPath: try #require(Self.year))
      let browser = try Browser(in: folder)
      try showYear(of: results, browser)
      try expectCards(of: results, browser)
      try switchLanguageAndTheme(browser)
      #expect(browser.complaints.isEmpty, "\(browser.complaints.prefix(3))")
    }
  }

  @Test func yearOfHours() throws {
    try withTemporaryFolder { folder in
      try YearCase.write(to: folder.appending(path: "year-case"))
      try Command.expect(0, ["solve", "year-case", "--out", "year", "--report", "--lang", "zh"], in: folder)
      let browser = try Browser(in: folder)
      try showYear(of: folder.appending(path: "year"), browser)
      #expect(try browser.text("document.documentElement.lang") == "zh-CN")
      // Twelve months and their total.
      #expect(try browser.number("document.querySelectorAll('#energy-balance thead th').length") == 14)
      // Names from files are texts, whatever they hold.
      #expect(try browser.text("document.title").hasPrefix(YearCase.name))
      #expect(try browser.text("document.querySelector('#commitment-strip .chart').textContent").contains("</script>"))
      #expect(try browser.evaluate("window.harmed") == nil)
      try switchLanguageAndTheme(browser)
      #expect(browser.complaints.isEmpty, "\(browser.complaints.prefix(3))")
    }
  }

  @Test func assessment() throws {
    try withTemporaryFolder { folder in
      try Command.expect(
        0,
        [
          "assess", TinyCase.cases.appending(path: "taiyuan-2030").path, "--basis", "gross", "--brief", "--out",
          "peaks", "--report",
        ], in: folder)
      let browser = try Browser(in: folder)
      try browser.show(folder.appending(path: "peaks/report.html"))
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: "peaks/assessment.json")))
          as? [String: Any])
      let entries = try #require(report["assessments"] as? [[String: Any]])
      #expect(entries.count == 2)
      for entry in entries {
        let name = "\(try #require(entry["definition"] as? String))-\(try #require(entry["basis"] as? String))"
        let shown = try card(name, browser).value
        #expect(abs(shown - (try #require(entry["capability_mw"] as? Double))) < 0.0501, "\(name)")
      }
      // It opens where the level is decided.
      #expect(try #require(try windowLength(browser)) < 24 * 8)
      for figure in ["shaving-chart", "binding-hours", "resource-chart"] {
        let shapes = try browser.number("document.querySelectorAll('#\(figure) .chart svg :is(path, rect)').length")
        #expect(shapes ?? 0 > 1, "\(figure)")
      }
      #expect(browser.complaints.isEmpty, "\(browser.complaints.prefix(3))")
    }
  }
}

/// A year of hours that is solved in seconds, with names that would harm a page that read them as markup.
private enum YearCase {
  static let name = "year & <b>day</b>"

  static func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func file(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    try file(
      "case.yaml",
      """
      name: "\(name)"
      time_zone: Asia/Shanghai
      start: 2030-01-01T00:00
      step_minutes: 60
      steps: 8760
      series: { load: load.csv, availability: [wind.csv] }
      targets: { renewable_utilisation_percent: 95 }

      """)
    try file(
      "thermal-units.csv",
      """
      name,bus,capacity_mw,min_output_mw,coal_rate_gce_per_kwh
      "</script><script>window.harmed = 1</script>",city,700,250,290
      <img src=x onerror=harmed=1>,city,400,150,310

      """)
    try file("renewables.csv", "name,bus,technology,capacity_mw\nridge,city,wind,500\n")
    try file("buses.csv", "name,zone\ncity,city\n")
    func series(_ column: String, _ value: (Double) -> Double) -> String {
      let start = 1_893_456_000  // 2030-01-01T00:00Z
      let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().dateTimeSeparator(.standard).time(
        includingFractionalSeconds: false)
      return (0..<8760).reduce(into: "time,\(column)\n") { text, hour in
        let time = Date(timeIntervalSince1970: Double(start + 3600 * hour)).formatted(style).prefix(16)
        text += "\(time),\(String(format: "%.4f", value(Double(hour))))\n"
      }
    }
    try file("load.csv", series("city") { 700 + 150 * sin($0 * 2 * .pi / 24) + 100 * cos($0 * 2 * .pi / 8760) })
    try file("wind.csv", series("ridge") { 0.5 + 0.45 * sin($0 / 37) })
  }
}
