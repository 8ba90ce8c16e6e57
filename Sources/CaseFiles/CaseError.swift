/// Why a case could not be written or imported.
public enum CaseError: Error, Equatable, CustomStringConvertible {
  /// A system that the case format has no place for.
  case notRepresentable(String)
  /// The folder exists already.
  case folderExists(String)
  /// A file could not be read or written.
  case file(path: String, reason: String)

  public var description: String {
    switch self {
    case .notRepresentable(let what): "the case format has no place for \(what)"
    case .folderExists(let path): "\(path) exists already"
    case .file(let path, let reason): "\(path): \(reason)"
    }
  }
}
