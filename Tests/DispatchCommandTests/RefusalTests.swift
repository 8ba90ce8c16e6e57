import Foundation
import SeedsAndSnapshots
import Testing

/// Every way in which the command refuses, in the words that it says: what is wrong, and what to try next.
@Suite struct RefusalTests {
  static let refusals: [(arguments: [String], reason: String, next: String)] = [
    (["slove", "my-case"], "there is no subcommand slove; did you mean solve?", "griddispatch solve --help"),
    (["frobnicate"], "there is no subcommand frobnicate", "griddispatch --help"),
    (["solve", "nowhere"], "nowhere does not exist", "griddispatch new nowhere"),
    (["solve", "my-cse"], "my-cse does not exist", "my-case (there is a case of that name)"),
    (["check", "nowhere"], "nowhere does not exist", "griddispatch new nowhere"),
    (["series", "nowhere"], "nowhere does not exist", "griddispatch new nowhere"),
    (["solve", ""], "the name of the case folder is empty", "griddispatch new my-case"),
    (["new", ""], "the name of the case folder is empty", "griddispatch new my-case"),
    (["new", "my-case"], "my-case exists already", "griddispatch new with another name"),
    (["solve", "my-case/case.yaml"], "my-case/case.yaml is a file", "my-case for my-case/case.yaml"),
    (["solve", "my-case", "--hours", "90..<200"], "--hours 90..<200: the case has 96 hours", "--hours '0..<96'"),
    (
      ["solve", "my-case", "--method", "rolling", "--window", "1.1"],
      "--window 1.1: the case has steps of 60 minutes", "--window 1.0"
    ),
    (
      ["solve", "my-case", "--method", "rolling", "--overlap", "0.5"],
      "--overlap 0.5: the case has steps of 60 minutes", "--overlap 1.0"
    ),
    (["solve", "my-case", "--method", "structured", "--commitment"], "without commitment", "--method auto"),
    (["solve", "my-case", "--retrofit", "all"], "no unit of my-case has a retrofit", "retrofit_min_mw"),
    (["solve", "my-case", "--out", "my-case"], "my-case: exists already and is no results folder", "another folder"),
    (["solve", "my-case", "--out", "my-case", "--force"], "my-case: is no results folder", "another folder for --out"),
    (["solve", "my-case", "--out", "my-case/case.yaml/results"], "cannot be made", "another folder for --out"),
    (["solve", "my-case", "--out", "results"], "results: exists already", "--force, or another folder for --out"),
    (["assess", "my-case", "--out", "my-case", "--force"], "is no assessment folder", "another folder for --out"),
    (["assess", "my-case", "--require-target", "--definition", "demand"], "names no target", "my-case/case.yaml"),
    (["solve", "my-case", "--write-model", "nowhere/model.lp"], "there is no folder nowhere", "mkdir -p nowhere"),
    (["audit", "my-case", "nowhere"], "nowhere: has no summary.json", "griddispatch solve CASE --out RESULTS"),
    (["audit", "my-case", "my-case"], "so it is no results folder", "griddispatch solve CASE --out RESULTS"),
    (["audit", "my-case", "torn"], "torn/", "griddispatch solve my-case --out torn --force"),
    (["compare", "results", "nowhere"], "nowhere: does not exist", "griddispatch solve CASE --out RESULTS"),
    (["compare", "results", "my-case"], "holds neither summary.json nor assessment.json", "griddispatch solve CASE"),
    (["compare", "results", "torn"], "torn/thermal-power.csv", "griddispatch solve CASE --out torn --force"),
    (
      ["compare", "results", "shaving"], "shaving holds an assessment", "griddispatch compare with results of one kind"
    ),
    (
      ["compare", "results", "results", "--html", "nowhere/page.html"], "nowhere/page.html: ",
      "--html with a file in a folder that can be written"
    ),
    (["report", "nowhere"], "nowhere does not exist", "griddispatch solve CASE --out nowhere"),
    (["report", "torn"], "torn/thermal-power.csv", "griddispatch solve CASE --out torn --force"),
    (["report", "results", "--out", "nowhere/page.html"], "nowhere/page.html: ", "--out with a file"),
    (["series", "my-case"], "my-case has no generator.yaml", "griddispatch check my-case"),
    (["import", "rts-gmlc", "my-case", "out"], "my-case was not imported", "the RTS_Data folder"),
    (["import", "rts-gmlc", "source", "my-case"], "my-case exists already", "another folder to make"),
  ]

  /// A case, results, results with a torn table, and an assessment.
  private static func inFolder(_ body: (URL) throws -> Void) throws {
    try StarterCase.inFolder { folder in
      try Command.expect(0, StarterCase.day + ["--out", "results"], in: folder)
      try Command.expect(0, StarterCase.day + ["--out", "torn"], in: folder)
      let table = folder.appending(path: "torn/thermal-power.csv")
      try Data(text(of: table).prefix(300).utf8).write(to: table)
      try Command.expect(0, ["assess", "my-case", "--brief", "--out", "shaving"], in: folder)
      try body(folder)
    }
  }

  @Test func everyRefusalSaysWhatToDoNext() throws {
    try Self.inFolder { folder in
      let before = try names(in: folder)
      for (arguments, reason, next) in Self.refusals {
        let outcome = try Command.expect(1, arguments, in: folder)
        #expect(outcome.output.isEmpty, "\(arguments)")
        let lines = outcome.errors.split(separator: "\n").map(String.init)
        let error = lines.dropLast().last ?? ""
        #expect(error.hasPrefix("error: ") && error.contains(reason), "\(arguments)\n\(outcome.errors)")
        #expect(lines.last?.hasPrefix("  try: ") == true, "\(arguments)\n\(outcome.errors)")
        #expect(lines.last?.contains(next) == true, "\(arguments)\n\(outcome.errors)")
        // Nothing that only a programmer reads.
        #expect(!outcome.errors.contains("Domain"), "\(outcome.errors)")
        #expect(try names(in: folder) == before)
      }
    }
  }

  /// The same for programs: one document on standard output, whatever happens.
  @Test func refusalsAreJSONToo() throws {
    try Self.inFolder { folder in
      for (arguments, reason, next) in Self.refusals where arguments.count > 1 {
        let outcome = try Command.expect(1, arguments + ["--json"], in: folder)
        let error = try #require(try JSONDocument(outcome.output)["error"] as? [String: Any], "\(arguments)")
        #expect((error["message"] as? String)?.contains(reason) == true, "\(arguments): \(error)")
        #expect((error["next"] as? String)?.contains(next) == true, "\(arguments): \(error)")
        #expect(error["exit_code"] as? Int == 1)
      }
    }
  }

  @Test func usageErrorsAreJSONToo() throws {
    let outcome = try Command.expect(1, ["solve", "--gap", "x", "--json"], in: TinyCase.cases)
    let error = try #require(try JSONDocument(outcome.output)["error"] as? [String: Any])
    #expect((error["message"] as? String)?.contains("--gap") == true)
    #expect(error["next"] as? String == "griddispatch solve --help")
  }

  @Test func findingsComeWithTheRefusal() throws {
    try StarterCase.inFolder { folder in
      try StarterCase.edit("thermal-units.csv", in: folder) { $0.replacing("city-1,city,600", with: "city-1,cty,600") }
      let outcome = try Command.expect(1, ["solve", "my-case", "--json"], in: folder)
      let error = try #require(try JSONDocument(outcome.output)["error"] as? [String: Any])
      let finding = try #require(
        (error["findings"] as? [[String: Any]])?.first { $0["severity"] as? String == "error" })
      #expect(finding["file"] as? String == "thermal-units.csv" && finding["line"] as? Int == 3)
    }
  }
}

/// The one JSON object that a text is.
struct JSONDocument {
  let fields: [String: Any]

  init(_ text: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    guard let fields = object as? [String: Any] else {
      throw ChildProcessError("no JSON object: \(text.prefix(200))", 0)
    }
    self.fields = fields
  }

  subscript(key: String) -> Any? { fields[key] }

  func text(without key: String) throws -> String {
    let rest = fields.filter { $0.key != key }
    return String(decoding: try JSONSerialization.data(withJSONObject: rest, options: .sortedKeys), as: UTF8.self)
  }
}
