import Foundation
import GridModel

/// What a folder or file holds, told by its content.
public enum SourceFormat: Sendable, CaseIterable {
  case caseFolder
  /// A case in the sheets of an `.xlsx` workbook.
  case workbook
  /// A network of PyPSA, exported to a CSV folder.
  case pypsa
  /// The source data of RTS-GMLC with its series.
  case rtsGMLC
  /// An instance of Power Grid Lib – Unit Commitment.
  case pglibUC
  /// An instance of UnitCommitment.jl.
  case unitCommitmentJL
  case matpower

  /// The format of a folder or file; a case where nothing says otherwise.
  public init(of url: URL) {
    if let format = SourceFormat(ofFile: url) {
      self = format
      return
    }
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

  /// `nil` for folders, and for files of no known format.
  private init?(ofFile url: URL) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else {
      return nil
    }
    if url.lastPathComponent.hasSuffix(".json.gz") {
      self = .unitCommitmentJL
      return
    }
    if Workbook.isOne(url) || Workbook.extensions.contains(url.pathExtension.lowercased()) {
      self = .workbook
      return
    }
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe) else { return nil }
    func holds(_ text: String) -> Bool { data.range(of: Data(text.utf8)) != nil }
    switch url.pathExtension {
    case "json" where holds("\"thermal_generators\""): self = .pglibUC
    case "json" where holds("\"Parameters\"") && holds("\"Buses\""): self = .unitCommitmentJL
    case "m" where holds("mpc."): self = .matpower
    default: return nil
    }
  }

  public var name: String {
    switch self {
    case .caseFolder: "GridDispatch case"
    case .workbook: "GridDispatch workbook"
    case .pypsa: "PyPSA"
    case .rtsGMLC: "RTS-GMLC"
    case .pglibUC: "pglib-uc"
    case .unitCommitmentJL: "UnitCommitment.jl"
    case .matpower: "MATPOWER"
    }
  }
}

/// Reads a folder or file of any format that is known.
/// - Returns: the system, `nil` when there is any error, and the findings.
public func readSystem(at url: URL) -> (system: PowerSystem?, findings: [Finding]) {
  switch SourceFormat(of: url) {
  case .caseFolder: readCase(at: url)
  case .workbook: readWorkbook(at: url)
  case .pypsa: importPyPSA(at: url)
  case .rtsGMLC: importRTSGMLC(at: url)
  case .pglibUC: importPGLibUC(at: url)
  case .unitCommitmentJL: importUnitCommitmentJL(at: url)
  case .matpower: importMATPOWER(at: url)
  }
}
