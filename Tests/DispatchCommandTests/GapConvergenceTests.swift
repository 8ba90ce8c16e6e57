import Testing

@testable import DispatchCommand

/// The time left of a solve: what is told, and what is not.
@Suite struct GapConvergenceTests {
  /// A gap that falls by a part every second.
  private func falling(_ part: Double, seconds: Int, from gap: Double = 0.5) -> GapConvergence {
    var convergence = GapConvergence()
    for second in 0...seconds {
      var now = gap
      for _ in 0..<second { now *= part }
      convergence.record(gap: now, at: Double(second))
    }
    return convergence
  }

  @Test func steadyClosingIsContinued() throws {
    // From 0.5 by halves to 0.5^10 in 9 s; 0.5^15 is 5 s further.
    let convergence = falling(0.5, seconds: 9)
    let target = 1.0 / 32_768
    #expect(abs(try #require(convergence.secondsLeft(to: target, at: 9)) - 5) < 1e-9)
    #expect(convergence.secondsLeft(to: 0.9, at: 9) == 0)
  }

  @Test func stallsLengthenAndThenEndTheEstimate() throws {
    let convergence = falling(0.5, seconds: 9)
    let soon = try #require(convergence.secondsLeft(to: 1e-5, at: 9))
    let later = try #require(convergence.secondsLeft(to: 1e-5, at: 11))
    #expect(later > soon)
    #expect(convergence.secondsLeft(to: 1e-5, at: 13) == nil)
  }

  @Test func nothingIsToldTooEarlyOrTooFarAhead() {
    #expect(falling(0.5, seconds: 2).secondsLeft(to: 1e-3, at: 2) == nil)
    #expect(falling(0.98, seconds: 20).secondsLeft(to: 1e-9, at: 20) == nil)
    #expect(falling(1, seconds: 20).secondsLeft(to: 1e-3, at: 20) == nil)
    #expect(falling(0.5, seconds: 9).secondsLeft(to: 0, at: 9) == nil)
    #expect(GapConvergence().secondsLeft(to: 1e-3, at: 5) == nil)
  }

  @Test func lineKeepsWhatFits() {
    let parts = ["search", "gap 1.000 %", "12 s", "about 5 s left", "cost 1e+06", "bound 9e+05"]
    #expect(TerminalProgress.line(parts, columns: 79).hasSuffix("bound 9e+05"))
    #expect(TerminalProgress.line(parts, columns: 41) == "search  gap 1.000 %  12 s  about 5 s left")
    #expect(TerminalProgress.line(parts, columns: 26) == "search  gap 1.000 %  12 s")
    #expect(TerminalProgress.line(parts, columns: 4) == "sear")
  }
}
