import ArgumentParser
import CaseFiles
import Foundation
import GridModel

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convert data of another format into a case.",
    discussion: discussion(
      examples: [
        ("my-network --out my-case", "a PyPSA network exported to a CSV folder"),
        ("RTS_Data --out rts-week --days 7", "a week of RTS-GMLC"),
        ("2020-01-27.json --out my-case", "an instance of pglib-uc or UnitCommitment.jl"),
        ("case118.m --out my-case", "a MATPOWER case as one hour"),
        ("case118.m --profile day.csv --out my-case", "with factors of the load by the hour"),
        ("my-case.xlsx --out my-case", "a workbook as a folder of CSV files"),
      ], of: "import"),
    subcommands: [Whole.self, RTSGMLC.self], defaultSubcommand: Whole.self)

  /// Tells the format by the content.
  struct Whole: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "folder", abstract: "Convert what is told by its content (the default).")

    @Argument(
      help: """
        A CSV folder of PyPSA, RTS_Data of RTS-GMLC, an .xlsx workbook, or a file of pglib-uc, UnitCommitment.jl or \
        MATPOWER.
        """,
      completion: .file())
    var source: String

    @Option(help: ArgumentHelp("The case folder to make.", valueName: "folder"), completion: .directory)
    var out: String

    @Option(help: ArgumentHelp("Only the first so many days.", valueName: "number"))
    var days: Int?

    @Option(
      help: ArgumentHelp(
        "For MATPOWER: a CSV file whose last column has factors of all loads, one per hour.", valueName: "file"),
      completion: .file(extensions: ["csv"]))
    var profile: String?

    @Flag(help: "Print what was made as JSON to standard output, and nothing else.")
    var json = false

    func validate() throws { try checkDays(days) }

    func run() throws { try Conversion(source: source, folder: out, days: days, profile: profile).run(json: json) }
  }

  /// The same, by the name that it has had.
  struct RTSGMLC: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rts-gmlc", abstract: "Convert RTS-GMLC source data and day-ahead series.",
      discussion: discussion(
        examples: [
          ("RTS_Data rts-gmlc", "the whole year of 8784 h"), ("RTS_Data rts-week --days 7", "its first week"),
        ], of: "import rts-gmlc"))

    @Argument(help: "The folder with SourceData, timeseries_data_files and DATA-USE.md.", completion: .directory)
    var source: String

    @Argument(help: "The case folder to make.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("Only the first so many days of the year.", valueName: "number"))
    var days: Int?

    @Flag(help: "Print what was made as JSON to standard output, and nothing else.")
    var json = false

    func validate() throws { try checkDays(days) }

    func run() throws {
      try Conversion(source: source, folder: folder, days: days, format: .rtsGMLC).run(json: json)
    }
  }

  private static func checkDays(_ days: Int?) throws {
    if let days, days < 1 || days > 366 { throw ValidationError("--days must be 1 to 366.") }
  }
}
