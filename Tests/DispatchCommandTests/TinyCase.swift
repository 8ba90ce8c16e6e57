import Foundation
import Testing
import Yams

/// A case small enough to be solved by hand, and the answer that its README derives.
struct TinyCase: CustomTestStringConvertible, Sendable {
  let name: String

  static let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Cases")
    .standardizedFileURL

  static let all: [TinyCase] = ((try? names(in: cases)) ?? []).filter { $0.hasPrefix("tiny-") }.map(TinyCase.init)

  var folder: URL { Self.cases.appending(path: name) }
  var testDescription: String { name }

  struct Answer {
    var options: [String] = []
    var objective = Double.nan
    /// By quantity and component.
    var series: [String: [String: [Double]]] = [:]
  }

  /// The block `expected:` of the README.
  func answer() throws -> Answer {
    let readme = try text(of: folder.appending(path: "README.md"))
    let block = try #require(readme.components(separatedBy: "```yaml\n").last?.components(separatedBy: "\n```").first)
    let expected = try #require(try Yams.compose(yaml: block)?.mapping?["expected"]?.mapping)
    var answer = Answer()
    for (key, value) in expected {
      switch try #require(key.string) {
      case "options": answer.options = try #require(value.sequence).map { try #require($0.string) }
      case "objective": answer.objective = try #require(Double(value.scalar?.string ?? ""))
      case let quantity:
        for (component, values) in try #require(value.mapping) {
          answer.series[quantity, default: [:]][try #require(component.string)] =
            try #require(values.sequence).map { try #require(Double($0.scalar?.string ?? "")) }
        }
      }
    }
    return answer
  }
}
