import Foundation
import GridModel

/// What a folder holds, told by its files.
public enum SourceFormat: Sendable, CaseIterable {
  case caseFolder
  /// A network of PyPSA, exported to a CSV folder.
  case pypsa
  /// The source data of RTS-GMLC with its series.
  case rtsGMLC

  /// The format of a folder; a case where nothing says otherwise.
  public init(of url: URL) {
    func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url.appending(path: path).path) }
    if !has(CaseKeys.file) {
      if PyPSAFolder.isOne(url) {
        self = .pypsa
        return
      }
      if has(RTSGMLCImport.generators) {
        self = .rtsGMLC
        return
      }
    }
    self = .caseFolder
  }

  public var name: String {
    switch self {
    case .caseFolder: "GridDispatch case"
    case .pypsa: "PyPSA"
    case .rtsGMLC: "RTS-GMLC"
    }
  }
}

/// Reads a folder of any format that is known.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func readSystem(at url: URL) -> (system: PowerSystem?, findings: [Finding]) {
  switch SourceFormat(of: url) {
  case .caseFolder: readCase(at: url)
  case .pypsa: importPyPSA(at: url)
  case .rtsGMLC: importRTSGMLC(at: url)
  }
}
