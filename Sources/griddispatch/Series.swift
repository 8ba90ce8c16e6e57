import ArgumentParser
import Foundation
import SyntheticSeries
import Yams

struct Series: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate a case's wind, PV, load and export series from its generator.yaml.")

  @OptionGroup var input: CaseArgument

  @Flag(help: "Only say whether the files are what generator.yaml makes; exits with 1 if not.")
  var verify = false

  func run() throws {
    try input.checkFolder()
    let recipe = try recipe()
    let folder = input.folder
    var differing = 0
    for file in generate(recipe) {
      let target = input.url.appending(path: file.path)
      let data = Data(file.csv().utf8)
      if verify {
        let isSame = (try? Data(contentsOf: target)) == data
        if !isSame { differing += 1 }
        print("\(folder)/\(file.path): \(isSame ? "as generated" : "differs")")
      } else {
        do {
          try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
          try data.write(to: target, options: .atomic)
        } catch {
          throw refuse("\(folder)/\(file.path): \(reason(of: error))")
        }
        print("\(folder)/\(file.path): \(counted(file.names.count, "column")), \(counted(file.times.count, "row"))")
      }
    }
    if differing > 0 {
      print("\(counted(differing, "file")) not as generated; griddispatch series \(folder) makes them anew")
      throw ExitStatus.badInput.error
    }
  }

  private func recipe() throws -> SeriesRecipe {
    let file = input.url.appending(path: "generator.yaml")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw refuse("\(input.folder) has no generator.yaml: its series are given, not generated")
    }
    do {
      return try YAMLDecoder().decode(SeriesRecipe.self, from: Data(contentsOf: file))
    } catch {
      throw refuse("\(input.folder)/generator.yaml: \(fault(error))")
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
