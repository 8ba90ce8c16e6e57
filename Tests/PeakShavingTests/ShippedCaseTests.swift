import CaseFiles
import Foundation
import GridModel
import LevelProgram
import LinearOptimization
import PeakShaving
import Schedules
import SeedsAndSnapshots
import Testing

/// What is assessed of the cases that ship.
@Suite struct ShippedCaseTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Cases")
    .standardizedFileURL

  private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  private func system(_ name: String) throws -> PowerSystem {
    try #require(readCase(at: Self.folder.appending(path: name)).system).withLeastBuilt
  }

  /// The four days that end with the peak, both definitions and both bases, against the linear program in GLPK.
  @Test(arguments: names) func agreesWithGLPK(name: String) throws {
    let whole = try system(name)
    let load = whole.unmanagedLoad
    let day = Int(24 / whole.horizon.stepHours)
    let peak = load.indices.max { load[$0] < load[$1] } ?? 0
    let end = min(load.count, (peak / day + 1) * day)
    let part = whole.restricted(to: max(0, end - 4 * day)..<end)
    for definition in ShavingDefinition.allCases {
      for basis in LoadBasis.allCases {
        let found = PeakShavingAssessment(of: part, definition: definition, basis: basis)
        let scale = max(abs(found.relaxedLevel), 1e-3 * found.peak)
        #expect(found.relaxedLevel - found.lowerBound <= 1.01e-6 * scale && found.passesCheck)
        let reference = try solve(
          levelProgram(
            load: found.load, stepHours: part.horizon.stepHours, envelopes: found.problem.envelopes))
        guard reference.status == .optimal else { continue }
        #expect(found.lowerBound <= reference.objective + 1e-8 * scale, "\(definition) \(basis)")
        #expect(abs(found.relaxedLevel - reference.objective) <= 1.01e-6 * scale, "\(definition) \(basis)")
      }
    }
  }

  /// Whole years, certified: heavy without optimisation, so one of them in a quick run.
  @Test(arguments: testScale > 1 ? names.filter { !$0.hasPrefix("tiny") } : ["taiyuan-2030"])
  func yearIsCertified(name: String) throws {
    let system = try system(name)
    for definition in ShavingDefinition.allCases {
      for basis in LoadBasis.allCases {
        let assessment = PeakShavingAssessment(of: system, definition: definition, basis: basis)
        let scale = max(1, abs(assessment.relaxedLevel))
        #expect(assessment.relaxedLevel - assessment.lowerBound <= 1.01e-6 * scale && assessment.passesCheck)
        // Rules of calls cost next to nothing here.
        #expect(assessment.level >= assessment.lowerBound && assessment.level <= 1.0001 * assessment.relaxedLevel)
        #expect(deviceFindings(assessment, system) == [], "\(definition) \(basis)")
      }
    }
  }

  /// A month whose yearly budgets bind in some samples, on one thread and on three.
  @Test func samplesAreTheSameOnAnyNumberOfThreads() throws {
    let month = try system("taiyuan-2030").restricted(to: 8016..<8736)
    var study = FirmStudy()
    study.samples = 36
    let one = study.run(month, definition: .allResources, basis: .gross)
    #expect(one.widestGap <= 1e-4 && Set(one.power).count == 36)
    study.threads = 3
    #expect(study.run(month, definition: .allResources, basis: .gross) == one)
  }
}
