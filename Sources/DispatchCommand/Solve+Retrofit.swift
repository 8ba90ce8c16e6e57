import CaseFiles
import Foundation
import GridDispatch
import GridModel
import LinearOptimization
import Reporting
import SolutionMethods

/// The same case before and after the flexibility retrofit of some units.
extension Solve {
  func study(
    retrofit wanted: String, of system: PowerSystem, _ progress: TerminalProgress?, _ cancellation: Cancellation
  ) throws {
    let units = try retrofitUnits(wanted, of: system)
    let temporary = FileManager.default.temporaryDirectory.appending(path: "griddispatch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: temporary) }
    let folder = out.map { URL(fileURLWithPath: $0) } ?? temporary
    if FileManager.default.fileExists(atPath: folder.appending(path: ResultsFolder.summaryName).path) {
      throw refuse("\(folder.relativePath) holds the results of one run", next: "another folder for --out")
    }
    var results: [ComparedResults] = []
    var status = ExitStatus.solved
    for (name, isDone) in [("before", false), ("after", true)] {
      let state = system.retrofitted(isDone, units: Set(units.map(\.name)))
      let (summary, outcome) = try dispatch(state, name, progress, cancellation)
      guard outcome.schedule != nil else {
        if json { FileHandle.standardOutput.write(try summary.json()) } else { printText(summary, outcome, state) }
        writeError("error: no schedule \(name) the retrofit, so there is nothing to compare")
        throw exitStatus(of: outcome).error
      }
      if exitStatus(of: outcome) != .solved { status = exitStatus(of: outcome) }
      if summary.audit?.passed == false {
        writeError("error: the schedule \(name) the retrofit fails its own audit; please report this")
        throw ExitStatus.badInput.error
      }
      let place = folder.appending(path: name)
      do {
        try Interruption.withheld {
          try DispatchResult(outcome, of: state, summary: summary).write(to: place, replacing: force)
        }
      } catch {
        throw refuse(writing: error, to: place.relativePath)
      }
      if report { _ = try Report.write(place.path, to: nil, language: lang) }
      results.append(try ComparedResults(at: place, name: name))
    }
    progress?.clear()
    guard let comparison = RetrofitReport(of: units, before: results[0], after: results[1]) else { return }
    try publish(comparison, in: out == nil ? nil : folder)
    if status != .solved { throw status.error }
  }

  private func dispatch(
    _ system: PowerSystem, _ name: String, _ progress: TerminalProgress?, _ cancellation: Cancellation
  ) throws -> (RunSummary, DispatchOutcome) {
    try stop(ifCancelled: cancellation)
    var record = RunRecord()
    let solver = try prepare(system, progress, &record)
    let outcome = try solve(with: solver, progress, cancellation, record.convergence)
    record.phases += outcome.phases.map { Phase(name: $0.name, seconds: $0.seconds) }
    progress?.show(phase: "auditing")
    var options = optionTexts
    options["retrofit"] = name
    let summary = record.summary(of: outcome, system: system, options: options)
    progress?.clear()
    return (summary, outcome)
  }

  private func publish(_ comparison: RetrofitReport, in folder: URL?) throws {
    var written: [String] = []
    if let folder {
      var files = [("retrofit.json", try prettyJSON(comparison))]
      if report { files.append(("comparison.html", try comparisonPage(of: comparison.comparison, language: lang))) }
      for (name, data) in files {
        let file = folder.appending(path: name)
        do {
          try data.write(to: file, options: .atomic)
        } catch {
          throw refuse(writing: error, to: file.relativePath)
        }
        written.append(file.relativePath)
      }
    }
    if json {
      try printJSON(comparison)
    } else {
      print(retrofitText(comparison, style: Terminal.style(lang), isFull: full), terminator: "")
      if !written.isEmpty { print("\n" + written.joined(separator: "\n")) }
    }
  }

  /// Every unit that can be retrofitted, or those named.
  private func retrofitUnits(_ wanted: String, of system: PowerSystem) throws -> [ThermalUnit] {
    let able = system.thermalUnits.filter { $0.retrofit != nil }
    guard !able.isEmpty else {
      throw refuse(
        "--retrofit: no unit of \(input.folder) has a retrofit", next: "retrofit_min_mw in thermal-units.csv")
    }
    if wanted == "all" { return able }
    return try wanted.split(separator: ",").map { part in
      let name = part.trimmingCharacters(in: .whitespaces)
      if let unit = able.first(where: { $0.name == name }) { return unit }
      let isThere = system.thermalUnits.contains { $0.name == name }
      let nearest = nearestName(to: name, among: able.map(\.name)) ?? able[0].name
      throw refuse(
        "--retrofit: " + (isThere ? "\(name) has no retrofit_min_mw" : "there is no unit \(name)"),
        next: "--retrofit \(nearest), or --retrofit all")
    }
  }
}
