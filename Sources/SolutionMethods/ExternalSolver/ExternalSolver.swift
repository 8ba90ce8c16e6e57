import Foundation
import LinearOptimization

/// A command that reads a model and writes a solution, with `{model}` and `{solution}` where their paths go.
public struct ExternalSolver: Sendable, Equatable {
  public static let placeholders = ["{model}", "{solution}"]

  public let command: String

  /// `nil` where a placeholder is missing.
  public init?(_ command: String) {
    guard Self.placeholders.allSatisfy(command.contains) else { return nil }
    self.command = command
  }

  /// The program that it runs, such as `highs`.
  public var name: String {
    let words = command.split(separator: " ")
    let program = words.first { !$0.contains("=") } ?? words.first ?? "solver"
    return program.split(separator: "/").last.map(String.init) ?? String(program)
  }

  /// The command for the shell.
  func line(model: URL, solution: URL) -> String {
    zip(Self.placeholders, [model, solution]).reduce(command) { line, part in
      line.replacing(part.0, with: Self.quoted(part.1.path))
    }
  }

  /// Only where it must be, so that placeholders may stand in quotes of the command's own.
  private static func quoted(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
      byte >= 0x80 || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
    return plain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
