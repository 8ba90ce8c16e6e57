import ArgumentParser

/// Measures the parts of the product. Seconds are CPU seconds; whatever has a peak of memory runs in a process of its own.
@main
struct DispatchBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the dispatch.", subcommands: [Horizons.self, Year.self, YearRow.self, Write.self],
    defaultSubcommand: Horizons.self)
}
