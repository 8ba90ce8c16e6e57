import Foundation
import SeedsAndSnapshots
import Testing

/// The built command, run as a process.
enum Command {
  struct Outcome {
    var exitCode: Int32
    var output: String
    var errors: String
  }

  /// It is built beside the tests, wherever that is.
  static func executable() throws -> URL {
    var places = Bundle.allBundles.map(\.bundleURL)
    places += [Bundle.main.executableURL, CommandLine.arguments.first.map { URL(filePath: $0) }].compactMap { $0 }
    let arguments = CommandLine.arguments
    if let option = arguments.firstIndex(of: "--test-bundle-path"), option + 1 < arguments.count {
      places.append(URL(filePath: arguments[option + 1]))
    }
    for place in places {
      // A bundle holds its executable up to three folders deep.
      var folder = place.resolvingSymlinksInPath()
      for _ in 0..<5 {
        let candidate = folder.appending(path: "griddispatch")
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue,
          FileManager.default.isExecutableFile(atPath: candidate.path)
        {
          return candidate
        }
        folder.deleteLastPathComponent()
      }
    }
    throw ChildProcessError("griddispatch beside \(places.map(\.path))", ENOENT)
  }

  /// Runs `griddispatch` in a folder until it ends, with neither of its streams a terminal.
  static func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:],
    whileRunning: (ChildProcess) throws -> Void = { _ in }
  ) throws -> Outcome {
    try withTemporaryFolder { streams in
      let output = streams.appending(path: "output")
      let errors = streams.appending(path: "errors")
      let process = try ChildProcess(
        executable(), arguments, in: folder, output: output.path, errors: errors.path, environment: environment)
      try whileRunning(process)
      let code = try process.exitCode()
      return Outcome(
        exitCode: code, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }

  /// Runs and expects an exit code.
  @discardableResult
  static func expect(
    _ code: Int32, _ arguments: [String], in folder: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try run(arguments, in: folder)
    #expect(
      outcome.exitCode == code, "\(arguments)\n\(outcome.output.suffix(2000))\n\(outcome.errors)",
      sourceLocation: sourceLocation)
    return outcome
  }
}
