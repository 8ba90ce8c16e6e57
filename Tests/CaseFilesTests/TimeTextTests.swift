import GridModel
import Testing

@testable import CaseFiles

@Suite struct TimeTextTests {
  @Test(arguments: [
    "2030-02-28T06:30", "2030-02-28 06:30", "2030-02-28 06:30:00", "2030/2/28 6:30", "2030-02-28T06:30+08:00",
    "2030-02-28T06:30+0800",
  ]) func accepted(text: String) throws {
    let value = try #require(TimeText.parse(text))
    #expect(LocalTime(localSeconds: value.localSeconds).text == "2030-02-28T06:30")
    #expect(value.utcOffsetSeconds == (text.contains("+") ? 28_800 : nil))
  }

  @Test(arguments: [
    "", "2030", "2030-13-01", "2030-02-29", "2030-02-28T24:00", "2030-02-28T6:3", "2030/02-28", "28.02.2030",
    "2030-02-28T06:30+8", "2030-02-28T06:30:61", "2030-02-28T06:30Zulu", "99999-01-01",
  ]) func refused(text: String) { #expect(TimeText.parse(text) == nil) }

  @Test func dateAloneIsMidnight() {
    #expect(TimeText.parse("1970-01-02") == TimeText.Value(localSeconds: 86_400))
    #expect(TimeText.parse("1970-01-02T00:00Z")?.utcOffsetSeconds == 0)
  }
}
