import Foundation
import SeedsAndSnapshots
import Testing

/// `--json`: one document on standard output, of a shape that stays.
@Suite struct JSONTests {
  @Test func everySubcommandHasItsShape() throws {
    try StarterCase.inFolder { folder in
      let before: [[String]] = [StarterCase.day + ["--out", "a"], StarterCase.day + ["--out", "b"]]
      for arguments in before { try Command.expect(0, arguments, in: folder) }
      let target = folder.appending(path: "taiyuan")
      try FileManager.default.copyItem(at: TinyCase.cases.appending(path: "taiyuan-2030"), to: target)
      let shapes: [([String], Set<String>)] = [
        (["new", "other"], ["folder", "next"]),
        (["check", "my-case"], ["errors", "findings", "folder", "size", "warnings"]),
        (StarterCase.day + ["--write-model", "m.mps", "--model-only"], ["models"]),
        (["series", "taiyuan", "--verify"], ["files"]), (["report", "a"], ["report"]),
        (["format"], ["files", "series"]),
        (
          ["audit", "my-case", "a"],
          [
            "passed", "recomputed", "steps", "summary_differences", "input_differences", "violation_count",
            "violations",
          ]
        ),
        (
          ["compare", "a", "b"],
          ["caveats", "duration_curves", "indicators", "kind", "months", "results", "schema_version", "targets"]
        ),
        (
          ["assess", "my-case", "--brief"],
          ["assessments", "case", "horizon", "maximum_load_mw", "verdicts", "version"]
        ),
      ]
      for (arguments, keys) in shapes {
        let outcome = try Command.expect(0, arguments + ["--json"], in: folder)
        let document = try JSONDocument(outcome.output)
        #expect(keys.isSubset(of: document.fields.keys), "\(arguments): \(document.fields.keys.sorted())")
      }
    }
  }

  /// The shape of what a failed check and a failed audit print is that of a passed one.
  @Test func failuresKeepTheirShape() throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "a"], in: folder)
      let table = folder.appending(path: "a/renewable-power.csv")
      try Data(text(of: table).replacing("T00:00+08:00,", with: "T00:00+08:00,9").utf8).write(to: table)
      let audit = try JSONDocument(try Command.expect(1, ["audit", "my-case", "a", "--json"], in: folder).output)
      #expect(audit["passed"] as? Bool == false)
      #expect((audit["violations"] as? [String])?.isEmpty == false)
      try StarterCase.edit("storages.csv", in: folder) {
        $0.replacing("city-battery,city,", with: "city-battery,town,")
      }
      let check = try JSONDocument(try Command.expect(1, ["check", "my-case", "--json"], in: folder).output)
      #expect(check["errors"] as? Int == 1)
      let finding = try #require((check["findings"] as? [[String: Any]])?.first)
      #expect(Set(finding.keys) == ["severity", "file", "line", "column", "code", "message"])
    }
  }

  @Test func theFormatNamesEveryFile() throws {
    let document = try JSONDocument(try Command.expect(0, ["format", "--json"], in: TinyCase.cases).output)
    let files = try #require(document["files"] as? [[String: Any]])
    let reference = try Command.expect(0, ["format"], in: TinyCase.cases).output
    for file in files {
      #expect(reference.contains("`\(try #require(file["file"] as? String))`"))
      #expect((file["columns"] as? [Any])?.isEmpty == false)
    }
    #expect(files.count == reference.split(separator: "\n").count { $0.hasPrefix("## `") })
  }
}
