import CaseFiles
import Foundation
import GridModel
import SeedsAndSnapshots
import Testing

/// A case per finding code, see Malformed/README.md.
@Suite struct MalformedCaseTests {
  @Test func baseHasNoFindings() throws {
    #expect(try MalformedCase(code: "base").findings().map(\.description) == [])
  }

  @Test func everyCodeHasACase() throws {
    // Only importers make assumptions and leave out, and only workbooks have sheets.
    let codes = Set(Finding.Code.allCases.map(\.rawValue)).subtracting([
      "assumption", "not-supported", "json-syntax", "unclosed-block", "left-out", "ignored-sheet", "merged-cells",
      "cell-error",
    ])
    #expect(Set(try MalformedCase.codes()) == codes)
  }

  @Test(arguments: try MalformedCase.codes()) func caseHasItsFinding(code: String) throws {
    let findings = try MalformedCase(code: code).findings()
    #expect(findings.contains { $0.code.rawValue == code }, "\(findings)")
  }

  /// A second line of reactance 0 takes over what no angle tells.
  @Test func outageBesideReactanceOfZeroIsUndefined() throws {
    var system = try #require(try MalformedCase(code: "base").read().system)
    system.network = .dc
    system.lines = [
      Line(name: "one", from: "a", to: "b", capacity: 200, reactance: 0.1, isSecured: true),
      Line(name: "two", from: "a", to: "b", capacity: 200, reactance: 0),
    ]
    let findings = try withTemporaryFolder { folder in
      try writeCase(system, to: folder.appending(path: "case"))
      return readCase(at: folder.appending(path: "case")).findings
    }
    #expect(findings.map(\.code) == [.outageUndefined], "\(findings)")
  }

  @Test func messagesAreThoseOfTheSnapshot() throws {
    let texts = try MalformedCase.codes().map { code in
      let findings = try MalformedCase(code: code).findings()
      // The case of repeated findings shows only that they are counted.
      let shown = code == Finding.Code.furtherFindings.rawValue ? findings.prefix(3) : findings[...]
      return "# \(code)\n" + shown.map { "\($0)\n" }.joined()
    }
    try expectSnapshot("Malformed.txt", texts.joined(separator: "\n"))
  }
}

struct MalformedCase {
  let code: String
  var root = "Malformed"

  static func folder(_ root: String) throws -> URL {
    try #require(Bundle.module.url(forResource: root, withExtension: nil))
  }

  static func codes(root: String = "Malformed") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder(root).path).filter { $0 != "base" && $0 != "README.md" }
      .sorted()
  }

  /// Copies the base and what replaces its files, and reads it.
  func findings() throws -> [Finding] { try read().findings }

  func read() throws -> (system: PowerSystem?, findings: [Finding]) {
    try withTemporaryFolder { folder in
      let manager = FileManager.default
      for layer in ["base", code] {
        let source = try Self.folder(root).appending(path: layer)
        for path in try manager.subpathsOfDirectory(atPath: source.path).sorted() {
          let target = folder.appending(path: path)
          var isFolder: ObjCBool = false
          _ = manager.fileExists(atPath: source.appending(path: path).path, isDirectory: &isFolder)
          let isThere = manager.fileExists(atPath: target.path)
          if isFolder.boolValue {
            if isThere, path.hasSuffix(".csv") { try manager.removeItem(at: target) }
            try manager.createDirectory(at: target, withIntermediateDirectories: true)
          } else {
            try Data(contentsOf: source.appending(path: path)).write(to: target)
          }
        }
      }
      return readSystem(at: folder)
    }
  }
}
