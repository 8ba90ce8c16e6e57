import Foundation
import SeedsAndSnapshots
import Testing

/// Every block of Swift in the articles and in README.md is a piece of `ArticleSnippets`, and so compiles and runs.
@Suite struct ArticleTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  private static let package = tests.appending(path: "../..").standardizedFileURL

  private static func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }

  /// The blocks that run.
  private static func snippets() throws -> [String] {
    var snippets: [String] = []
    var block: [String]?
    for line in try lines(of: tests.appending(path: "ArticleSnippets.swift")) {
      switch line.trimmingCharacters(in: .whitespaces) {
      case "// snippet": block = []
      case "// end":
        snippets.append((block ?? []).map { String($0.dropFirst(4)) }.joined(separator: "\n"))
        block = nil
      default: block?.append(line)
      }
    }
    return snippets
  }

  /// The blocks of Swift of a text without their imports, and those.
  private static func blocks(of file: URL) throws -> [(code: String, imports: [String])] {
    var blocks: [(code: String, imports: [String])] = []
    var block: [String]?
    for line in try lines(of: file) {
      if line == "```swift" {
        block = []
      } else if line.hasPrefix("```"), let code = block {
        let (imports, rest) = (code.filter { $0.hasPrefix("import ") }, code.filter { !$0.hasPrefix("import ") })
        blocks.append((rest.joined(separator: "\n").trimmingCharacters(in: .newlines), imports))
        block = nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }

  @Test func everyBlockIsRun() throws {
    let articles = Self.package.appending(path: "Sources/GridDispatch/GridDispatch.docc")
    let names = try FileManager.default.contentsOfDirectory(atPath: articles.path).sorted()
    let files = names.map { articles.appending(path: $0) } + [Self.package.appending(path: "README.md")]
    let snippets = try Self.snippets()
    var shown: Set<String> = []
    for file in files {
      for (code, imports) in try Self.blocks(of: file) {
        #expect(snippets.contains(code), "\(file.lastPathComponent) has code that is not run:\n\(code)")
        #expect(Set(imports).isSubset(of: ["import Foundation", "import GridDispatch"]), "\(file.lastPathComponent)")
        shown.insert(code)
      }
    }
    #expect(Set(snippets) == shown, "every snippet is in an article")
  }
}
