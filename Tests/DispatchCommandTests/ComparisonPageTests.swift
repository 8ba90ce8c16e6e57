import Foundation
import SeedsAndSnapshots
import Testing

/// The page of `compare --html`.
@Suite(.serialized) struct ComparisonPageTests {
  /// Results of two parts of a day, in folders whose names would be markup.
  private func inFolder(_ body: (URL, [String]) throws -> Void) throws {
    try StarterCase.inFolder { folder in
      let names = ["a", "<img src=x onerror=alert(1)>"]
      try Command.expect(0, StarterCase.day + ["--out", names[0]], in: folder)
      try StarterCase.edit("storages.csv", in: folder) {
        $0.replacing("city-battery,city,battery,100,100", with: "city-battery,city,battery,50,50")
      }
      try Command.expect(0, StarterCase.day + ["--commitment", "--gap", "0.05", "--out", names[1]], in: folder)
      try body(folder, names)
    }
  }

  /// Nothing is loaded from elsewhere, and names stay texts.
  @Test func pageHoldsAllAndNoMarkupOfOthers() throws {
    try inFolder { folder, names in
      let outcome = try Command.expect(0, ["compare"] + names + ["--html", "report.html", "--lang", "zh"], in: folder)
      #expect(outcome.output.hasSuffix("\nreport.html\n"))
      let page = try text(of: folder.appending(path: "report.html"))
      #expect(page.contains("<html lang=\"zh-CN\">") && page.contains("default-src 'none'"))
      #expect(!page.contains("<img") && !page.contains("src=\"http") && !page.contains("@import"))
    }
  }

  @Test(.enabled(if: Browser.program != nil, "no Chromium on this machine: the page is not opened"))
  func figuresShownAreThoseOfTheComparison() throws {
    try inFolder { folder, names in
      let compare = ["compare"] + names
      try Command.expect(0, compare + ["--html", "report.html"], in: folder)
      let document = try JSONDocument(try Command.expect(0, compare + ["--json"], in: folder).output)
      let rows = try #require(document["indicators"] as? [[String: Any]])
      let browser = try Browser(in: folder)
      try browser.show(folder.appending(path: "report.html"))
      #expect(try browser.text("document.querySelector('#results dd:nth-of-type(2)').textContent").contains("<img"))
      // Every row of the tables, and the differences of the cost as they are shown.
      #expect(try browser.number("document.querySelectorAll('#tables tbody tr').length") == Double(rows.count))
      let cost = try #require(rows.first { $0["name"] as? String == "cost" })
      let difference = try #require(
        (cost["differences"] as? [Double?])?[1] ?? (cost["differences"] as? [Any])?[1] as? Double)
      let row = "document.querySelector('#table-result tbody tr')"
      #expect(try browser.text("\(row).querySelector('th').textContent") == "Cost")
      let shown = try browser.text("\(row).querySelectorAll('td')[3].textContent").replacing("−", with: "-")
      let value = try #require(Double(shown.filter { $0 != "," && $0 != "+" }))
      #expect(abs(value - difference / 1e6) <= 1e-3 * abs(difference / 1e6), "\(shown) for \(difference)")
      // A curve for each result in every figure, whole and within its frame.
      let curves = try #require(document["duration_curves"] as? [[String: Any]])
      let drawn = curves.reduce(0) { $0 + ($1["values"] as? [Any] ?? []).count { $0 is [Any] } }
      #expect(try browser.number("document.querySelectorAll('#curves path.line').length") == Double(drawn))
      #expect(
        try browser.text("document.querySelector('#curves path.line').getAttribute('d')").contains("NaN") == false)
      try browser.evaluate(
        "[...document.querySelectorAll('header button')].find((one) => one.textContent === '中文').click()")
      try browser.wait(for: "document.documentElement.dataset.drawn === 'true'")
      #expect(try browser.text("document.querySelector('h2').textContent") == "主要指标")
      #expect(browser.complaints.isEmpty, "\(browser.complaints.prefix(3))")
    }
  }
}
