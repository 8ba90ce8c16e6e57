import ArgumentParser
import Foundation
import SyntheticSeries
import Yams

struct Series: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate a case's wind, PV, load and export series from its generator.yaml.")

  @Argument(help: "The case folder; its series files are replaced.")
  var folder: String

  @Flag(help: "Only say whether the files are what generator.yaml makes; exits with 1 if not.")
  var verify = false

  func run() throws {
    let url = URL(fileURLWithPath: folder)
    let recipe: SeriesRecipe
    do {
      let text = try String(contentsOf: url.appending(path: "generator.yaml"), encoding: .utf8)
      recipe = try YAMLDecoder().decode(SeriesRecipe.self, from: text)
    } catch {
      throw refuse("\(folder)/generator.yaml: \(error)")
    }
    var differing = 0
    for file in generate(recipe) {
      let target = url.appending(path: file.path)
      let data = Data(file.csv().utf8)
      if verify {
        let isSame = (try? Data(contentsOf: target)) == data
        if !isSame { differing += 1 }
        print("\(folder)/\(file.path): \(isSame ? "as generated" : "differs")")
      } else {
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: target, options: .atomic)
        print("\(folder)/\(file.path): \(file.names.count) columns, \(file.times.count) rows")
      }
    }
    if differing > 0 { throw ExitStatus.badInput.error }
  }
}
