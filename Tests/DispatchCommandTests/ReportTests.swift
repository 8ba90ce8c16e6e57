import Foundation
import Testing

/// The report as a command: where it writes, and what it says of folders that hold no results.
@Suite struct ReportTests {
  @Test func pageIsWrittenWhereItIsAskedFor() throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      let inside = try Command.expect(0, ["report", "results"], in: folder)
      #expect(inside.output.hasSuffix("report.html\n"))
      try Command.expect(0, ["report", "results", "--lang", "zh", "--out", "page.html"], in: folder)
      #expect(try text(of: folder.appending(path: "page.html")).contains("<html lang=\"zh-CN\">"))
      #expect(try text(of: folder.appending(path: "results/report.html")).contains("<html lang=\"en\">"))
      // Results with a page are still results.
      try Command.expect(0, StarterCase.day + ["--out", "results", "--force", "--report"], in: folder)
      #expect(try names(in: folder.appending(path: "results")).contains("report.html"))
    }
  }

  @Test func foldersWithoutResultsAreRefused() throws {
    try StarterCase.inFolder { folder in
      func refusal(_ arguments: [String]) throws -> String { try Command.expect(1, arguments, in: folder).errors }
      #expect(try refusal(["report", "nowhere"]).contains("nowhere does not exist"))
      #expect(try refusal(["report", "my-case/case.yaml"]).contains("case.yaml is a file"))
      #expect(try refusal(["report", "my-case"]).contains("my-case: has no summary.json, so it is no results folder"))
      #expect(try refusal(StarterCase.day + ["--report"]).contains("--report needs --out."))
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      #expect(try refusal(["report", "results", "--out", "nowhere/page.html"]).contains("page.html: "))
      try Data("time,city\n".utf8).write(to: folder.appending(path: "results/load.csv"))
      #expect(try refusal(["report", "results"]).contains("results/load.csv:2: ends after 0 of 24 steps"))
    }
  }
}
