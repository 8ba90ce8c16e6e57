import ArgumentParser
import Foundation
import SyntheticSeries
import Yams

struct Series: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate a case's wind, PV, load and export series from its generator.yaml.",
    discussion: discussion(
      examples: [
        ("Cases/taiyuan-2030", "write the series anew, the same to the byte"),
        ("Cases/taiyuan-2030 --verify", "only say whether they are"),
      ], of: "series"))

  @OptionGroup var input: CaseArgument

  @Flag(help: "Only say whether the files are what generator.yaml makes; exits with 1 if not.")
  var verify = false

  @Flag(help: "Print the files as JSON to standard output, and nothing else.")
  var json = false

  /// A file of the case, for `--json`.
  private struct Entry: Encodable {
    let file: String
    let columns: Int
    let rows: Int
    /// `nil` where the file was written.
    var isAsGenerated: Bool?

    enum CodingKeys: String, CodingKey {
      case file, columns, rows
      case isAsGenerated = "as_generated"
    }
  }

  func run() throws {
    try input.checkFolder()
    let recipe = try recipe()
    let folder = input.folder
    let progress = TerminalProgress()
    progress?.show(phase: "generating")
    var entries: [Entry] = []
    for file in generate(recipe) {
      progress?.show(phase: verify ? "comparing \(file.path)" : "writing \(file.path)")
      let target = input.url.appending(path: file.path)
      let data = Data(file.csv().utf8)
      var entry = Entry(file: "\(folder)/\(file.path)", columns: file.names.count, rows: file.times.count)
      if verify {
        entry.isAsGenerated = (try? Data(contentsOf: target)) == data
      } else {
        try write(data, to: target, named: entry.file)
      }
      entries.append(entry)
    }
    progress?.clear()
    try publish(entries)
  }

  private func write(_ data: Data, to target: URL, named name: String) throws {
    do {
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: target, options: .atomic)
    } catch {
      throw refuse("\(name): \(reason(of: error))", next: "griddispatch series with a case that can be written")
    }
  }

  private func publish(_ entries: [Entry]) throws {
    let differing = entries.count { $0.isAsGenerated == false }
    if json {
      try printJSON(["files": entries])
    } else {
      for entry in entries {
        let size = "\(counted(entry.columns, "column")), \(counted(entry.rows, "row"))"
        print("\(entry.file): \(entry.isAsGenerated.map { $0 ? "as generated" : "differs" } ?? size)")
      }
    }
    guard differing > 0 else { return }
    if !json {
      print("\(counted(differing, "file")) not as generated; griddispatch series \(input.folder) makes them anew")
    }
    throw ExitStatus.badInput.error
  }

  private func recipe() throws -> SeriesRecipe {
    let file = input.url.appending(path: "generator.yaml")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw refuse(
        "\(input.folder) has no generator.yaml: its series are given, not generated",
        next: "griddispatch check \(input.folder)")
    }
    do {
      return try YAMLDecoder().decode(SeriesRecipe.self, from: Data(contentsOf: file))
    } catch {
      throw refuse(
        "\(input.folder)/generator.yaml: \(fault(error))",
        next: "the generator.yaml of a shipped case as a pattern, such as Cases/taiyuan-2030")
    }
  }

  /// What a decoder complains about, in one line.
  private func fault(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      return path.isEmpty ? "" : "\(path): "
    }
    return switch error {
    case DecodingError.keyNotFound(let key, let context): "\(place(context))\(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\(place(context))\(context.debugDescription)"
    case DecodingError.dataCorrupted(let context):
      "\(place(context))\(context.underlyingError.map { "\($0)" } ?? context.debugDescription)"
    default: reason(of: error)
    }
  }
}
