/// The case format for programs: every file with its columns or keys, from the tables that read it.
public struct CaseFormat: Encodable, Sendable {
  public let files: [File]
  public let series: [Series]

  /// A component table, or a part of `case.yaml`.
  public struct File: Encodable, Sendable {
    public let file: String
    /// The key whose entries these are, in `case.yaml`.
    public let part: String?
    public let meaning: String
    public let columns: [Entry]
  }

  /// A column, or a key of `case.yaml`.
  public struct Entry: Encodable, Sendable {
    public let name: String
    public let kind: String
    public let unit: String?
    /// What may stand there instead of a number, or at all.
    public let words: [String]?
    /// What a blank means, in words; `nil` where a value is required.
    public let `default`: String?
    public let meaning: String

    init(_ column: Column) {
      name = column.pattern
      unit = column.unit.isEmpty ? nil : column.unit
      `default` = column.fallback
      meaning = column.meaning
      (kind, words) =
        switch column.kind {
        case .text: ("text", nil)
        case .number: ("number", nil)
        case .flag: ("choice", ["yes", "no"])
        case .choice(let words): ("choice", words)
        case .numberOrWord(let words): ("number or word", words)
        }
    }
  }

  public struct Series: Encodable, Sendable {
    public let key: String
    public let paths: [String]
    public let meaning: String
  }

  public init() {
    func file(_ name: String, part: String? = nil, _ meaning: String, _ columns: [Column]) -> File {
      File(file: name, part: part, meaning: meaning, columns: columns.map(Entry.init))
    }
    files =
      [
        file(CaseKeys.file, "The case as a whole.", CaseKeys.all),
        file(CaseKeys.file, part: "reserves", "The requirement is the sum of the parts.", ReserveKeys.all),
        file(CaseKeys.file, part: "rules", RuleKeys.meaning, RuleKeys.all),
      ] + componentTables.map { file($0.file, $0.meaning, $0.columns) }
      + [file(CoalRateCurveTable.file, CoalRateCurveTable.meaning, CoalRateCurveTable.columns)]
    series = SeriesKind.allCases.map { Series(key: $0.rawValue, paths: $0.defaultPaths, meaning: $0.meaning) }
  }
}
