import ArgumentParser
import CaseFiles
import Foundation

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a small commented case to start from.",
    discussion: discussion(examples: [("my-case", "four days of two zones, to solve and to change")], of: "new"))

  @Argument(help: "The folder to make; it must not exist.", completion: .directory)
  var folder: String

  @Flag(help: "Print the folder and the next command as JSON to standard output, and nothing else.")
  var json = false

  func run() throws {
    guard !folder.isEmpty else {
      throw refuse("the name of the case folder is empty", next: "griddispatch new my-case")
    }
    let target = URL(fileURLWithPath: folder)
    if FileManager.default.fileExists(atPath: target.path) {
      throw refuse("\(folder) exists already", next: "griddispatch new with another name")
    }
    do throws(CaseError) {
      try newCase(at: target)
    } catch {
      throw refuse("\(error)", next: "griddispatch new with a folder that can be written")
    }
    let next = "griddispatch solve \(folder)"
    if json {
      try printJSON(["folder": folder, "next": next])
    } else {
      print("\(folder) is ready. Next: \(next)")
    }
  }
}
