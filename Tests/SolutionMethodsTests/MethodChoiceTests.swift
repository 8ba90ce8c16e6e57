import CaseFiles
import Foundation
import GridModel
import Testing

@testable import SolutionMethods

/// What `auto` takes, on shipped cases of each kind.
@Suite struct MethodChoiceTests {
  private static let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Cases")
    .standardizedFileURL

  /// The voltage law leaves a few days to one model; years go by structure, with it or without.
  @Test(arguments: [
    ("rts-gmlc", true, [24: MethodChoice.monolithic, 48: .monolithic, 8760: .structured]),
    ("yuncheng-2030", true, [24: .monolithic, 168: .monolithic, 8760: .structured]),
    ("shanxi-2030", false, [24: .monolithic, 168: .structured, 8760: .structured]),
  ]) func autoLooksAtStepsAndNetwork(name: String, hasVoltageLaw: Bool, choices: [Int: MethodChoice]) throws {
    let whole = try #require(readCase(at: Self.cases.appending(path: name)).system)
    #expect(whole.hasVoltageLaw == hasVoltageLaw)
    for (hours, choice) in choices {
      let system = whole.restricted(to: 0..<min(whole.horizon.count, whole.horizon.steps(coveringHours: Double(hours))))
      #expect(MethodChoice.auto.chosen(for: system, commitment: false) == choice, "\(name), \(hours) h")
      #expect(MethodChoice.auto.chosen(for: system, commitment: true) == .monolithic, "\(name), \(hours) h, committed")
      #expect(MethodChoice.rolling.chosen(for: system, commitment: false) == .rolling)
    }
  }
}
