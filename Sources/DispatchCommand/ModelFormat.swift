import Foundation
import LinearOptimization

/// The file formats that a model can be written in, by the ending of the name.
enum ModelFormat {
  case mps, lp

  init?(_ path: String) {
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "mps": self = .mps
    case "lp": self = .lp
    default: return nil
    }
  }

  /// Ends the command where there is no folder to write the model into.
  static func checkPlace(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw refuse("\(path): there is no folder \(folder.relativePath)", next: "mkdir -p \(folder.relativePath)")
    }
  }

  static func write(_ model: LinearModel, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    do {
      switch ModelFormat(path) {
      case .mps: try writeMPS(model, to: url)
      case .lp: try writeLP(model, to: url)
      case nil: break
      }
    } catch {
      throw refuse("\(path): \(reason(of: error))", next: "--write-model with a file in another folder")
    }
  }
}
