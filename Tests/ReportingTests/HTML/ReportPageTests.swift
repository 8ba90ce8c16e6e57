import Foundation
import Testing

@testable import Reporting

/// The frame of a page: one file that asks for nothing, whatever is put into it.
@Suite struct ReportPageTests {
  private func page(_ title: String, _ text: String) throws -> String {
    let json = try pageJSON(["name": text])
    let page = ReportPage(kind: .dispatch, title: title, language: .chinese, data: [("case", json)])
    return String(decoding: page.html(), as: UTF8.self)
  }

  @Test(arguments: [
    "</script><script>alert(1)</script>", "<!--<script>", "%%script%%", "a \"quoted\" \\ name\u{2028}", "钢铁<厂>",
  ])
  func textsFromFilesCannotLeaveTheirPlace(_ hostile: String) throws {
    let usual = try page("case", "unit")
    let html = try page(hostile, hostile)
    // As many tags as with a harmless name, and the name is read back as it was.
    for tag in ["<script", "</script", "<!--", "</title"] {
      #expect(html.components(separatedBy: tag).count == usual.components(separatedBy: tag).count, "\(tag)")
    }
    let start = try #require(html.range(of: "<script type=\"application/json\" id=\"data\">"))
    let end = try #require(html.range(of: "</script>", range: start.upperBound..<html.endIndex))
    let data = try JSONSerialization.jsonObject(with: Data(html[start.upperBound..<end.lowerBound].utf8))
    let fields = try #require(data as? [String: Any])
    #expect((fields["case"] as? [String: String])?["name"] == hostile)
    #expect(fields["language"] as? String == "zh")
  }

  @Test func nothingIsAskedOfANetwork() throws {
    let html = try page("case", "unit")
    for address in ["http://", "https://", "//cdn", "@import", "url(//"] {
      // The name of SVG is no address that is asked for.
      let found = html.replacing("http://www.w3.org/2000/svg", with: "").contains(address)
      #expect(!found, "\(address)")
    }
    #expect(html.contains("default-src 'none'"))
    #expect(html.hasPrefix("<!doctype html>") && html.hasSuffix("</html>\n"))
    #expect(html.contains("<html lang=\"zh-CN\">"))
  }

  @Test func numbersThatAreNotFiniteBecomeNull() throws {
    #expect(String(decoding: try pageJSON([1, .infinity, .nan]), as: UTF8.self) == "[1,null,null]")
  }
}
