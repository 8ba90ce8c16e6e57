import GridModel
import Schedules
import SeedsAndSnapshots
import Testing

@testable import Reporting

/// What text takes on a terminal, and how it is broken into lines.
@Suite struct TerminalTextTests {
  @Test func widthCountsWideCharactersTwice() {
    #expect(displayWidth("峰谷差 MW") == 9)
    #expect(displayWidth("（40%）") == 7)
    #expect(displayWidth("e\u{301}") == 1)
    #expect(displayWidth("▁█") == 2)
  }

  @Test func beginningsFit() {
    #expect(fitting("峰谷差", columns: 5) == "峰谷")
    #expect(fitting("abc", columns: 2) == "ab")
    #expect(fitting("", columns: 2) == "")
  }

  /// Nothing is lost, no line is too long, and Latin words stay whole where they fit.
  @Test func linesHoldTheirText() {
    let words = ["峰谷差率", "（%）", "load", "a-name-that-is-longer-than-a-line-of-this-width", "1,234.5", "，", "x"]
    for seed in seeds(300) {
      var random = SeededGenerator(seed)
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in random.pick(words) }.joined(separator: " ")
      let columns = Int.random(in: 14...40, using: &random)
      let lines = wrapped(text, columns: columns)
      #expect(lines.allSatisfy { displayWidth($0) <= columns }, "seed \(seed): \(lines)")
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " }, "seed \(seed): \(lines)")
      for word in ["load", "1,234.5"] where text.contains(word) {
        #expect(lines.contains { $0.contains(word) }, "seed \(seed): \(lines)")
      }
    }
    #expect(wrapped("one two three", columns: 7) == ["one two", "three"])
    #expect(wrapped("削峰后最高负荷（MW）", columns: 8) == ["削峰后最", "高负荷", "（MW）"])
  }

  @Test func longLabelsAndValuesStayWithin80Columns() {
    var table = AlignedTable()
    table.heading(String(repeating: "heading ", count: 20))
    table.row(String(repeating: "名", count: 30), "1.0", "MW")
    table.row("short", "2.0", "MW")
    table.row("long", String(repeating: "value ", count: 30))
    table.note(String(repeating: "计入", count: 60))
    for line in table.text().split(separator: "\n") { #expect(displayWidth(String(line)) <= 80, "\(line)") }
  }

  @Test func blocksAreEighthsOfTheHighest() {
    #expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7, 8]) == " ▁▂▃▄▅▆▇█")
    #expect(sparkline([-5, 0.5, 80]) == " ▁█")
    #expect(sparkline([0, 0]) == "  ")
    #expect(sparkline([]) == "")
  }

  @Test func partsAreLengthsThatPeopleCount() {
    func part(_ count: Int, _ minutes: Int) -> (minutes: Int, parts: Int) {
      var village = Village()
      village.system.horizon = Horizon(start: 0, utcOffsetSeconds: 0, stepMinutes: minutes, count: count)
      village.system.buses[0].load = .constant(100)
      village.system.renewables = []
      village.schedule = Schedule(horizon: village.system.horizon)
      let profile = DispatchProfile(of: village.schedule, system: village.system)
      return (profile.partSteps * profile.stepMinutes, profile.rows[0].values.count)
    }
    #expect(part(24, 60) == (60, 24))
    #expect(part(96, 15) == (30, 48))
    #expect(part(168, 60) == (180, 56))
    #expect(part(744, 60) == (1440, 31))
    #expect(part(8760, 60) == (10_080, 53))
    #expect(part(35_040, 15) == (10_080, 53))
    #expect(part(87_600, 60).parts <= 56)
  }

  /// Net load is what wind could have left, curtailed is what was not taken, and the parts are means.
  @Test func profileIsThatOfTheSchedule() {
    let profile = Village().profile
    func values(_ name: String) -> [Double]? { profile.rows.first { $0.name == name }?.values }
    #expect(values("load") == [100, 80])
    #expect(values("net-load") == [80, 40])
    #expect(values("coal") == [80, 50])
    #expect(values("wind") == [20, 30])
    #expect(values("curtailed") == [0, 10])
    #expect(values("unserved") == nil)
  }
}
