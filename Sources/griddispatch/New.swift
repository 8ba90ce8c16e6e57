import ArgumentParser
import CaseFiles
import Foundation

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write a small commented case to start from.")

  @Argument(help: "The folder to make; it must not exist.")
  var folder: String

  func run() throws {
    guard !folder.isEmpty else { throw refuse("the name of the case folder is empty") }
    let target = URL(fileURLWithPath: folder)
    if FileManager.default.fileExists(atPath: target.path) { throw refuse("\(folder) exists already") }
    do throws(CaseError) {
      try newCase(at: target)
    } catch {
      throw refuse("\(error)")
    }
    print("\(folder) is ready. Next: griddispatch solve \(folder)")
  }
}
