import Foundation
import SeedsAndSnapshots
import Testing

@testable import CaseFiles

@Suite struct NumberTextTests {
  @Test func agreesWithTheStandardLibrary() {
    var random = SeededGenerator(firstSeed)
    for _ in 0..<20_000 * testScale {
      let text = randomNumber(&random)
      let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
      #expect(NumberText.parse(text)?.bitPattern == expected?.bitPattern, "\(text)")
    }
  }

  private func randomNumber(_ random: inout SeededGenerator) -> String {
    func digits(_ most: Int) -> String {
      (0..<random.next(upTo: most)).map { _ in String(random.next(upTo: 9)) }.joined()
    }
    var text = ["", "-", "+"][random.next(upTo: 2)] + String(random.next(upTo: 9)) + digits(random.next(upTo: 24))
    if random.next(upTo: 3) > 0 { text += "." + String(random.next(upTo: 9)) + digits(random.next(upTo: 24)) }
    if random.next(upTo: 3) == 0 {
      text += "e" + ["", "-", "+"][random.next(upTo: 2)] + String(random.next(upTo: 330))
    }
    return text
  }

  @Test func everyDoubleReadsBack() {
    var random = SeededGenerator(firstSeed)
    for _ in 0..<5000 * testScale {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(NumberText.parse(NumberText.text(value)) == value)
      let small = Double.random(in: -2...2, using: &random)
      #expect(NumberText.parse(NumberText.text(small, shift: 2), shift: -2) == small)
      #expect(NumberText.parse(NumberText.text(value, shift: 2), shift: -2) == value || abs(value) > 1e300)
    }
  }

  @Test(arguments: [
    "", "-", ".", "+.", "nan", "inf", "infinity", "0x10", "1e", "1e+", "1e1234567", "1e999", "1,5", "1 2", "--1",
    "1.2.3",
    "١", "1e5.5", String(repeating: "9", count: 401),
  ]) func refuses(text: String) { #expect(NumberText.parse(text) == nil) }

  @Test func acceptsDecimalCommaWhereSaid() {
    #expect(NumberText.parse("-1,25", decimalComma: true) == -1.25)
    #expect(NumberText.parse("1.25", decimalComma: true) == 1.25)
    #expect(NumberText.parse("1.000,5", decimalComma: true) == nil)
  }
}
