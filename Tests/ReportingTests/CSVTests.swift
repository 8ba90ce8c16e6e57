import Foundation
import GridModel
import Schedules
import SeedsAndSnapshots
import Testing

@testable import Reporting

@Suite struct DecimalTextTests {
  private func text(_ value: Double, places: Int = 7) -> String {
    var text = DecimalText(capacity: 24, places: places)
    text.append(value)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (-4e-8, "0"), (6e-8, "0.0000001"), (1, "1"), (-1.5, "-1.5"), (0.1 + 0.2, "0.3"),
    (1234.0000001, "1234.0000001"), (99.99999999, "100"), (-0.05, "-0.05"), (99_999_999.5, "99999999.5"),
    (1e8, "100000000"), (123_456_789_012.25, "123456789012.25"), (1e18, "1000000000000000000"),
    (-1.25e20, "-125000000000000000000"), (1e300, "1" + String(repeating: "0", count: 300)), (.nan, "nan"),
    (.infinity, "inf"),
  ])
  func numbersArePlain(_ value: Double, _ expected: String) {
    #expect(text(value) == expected)
  }

  @Test(
    arguments: [
      (1 / 3, "0.3333333333"), (-287.123456789012, "-287.123456789"), (4e-11, "0"), (99_999.5, "99999.5"),
      (123_456.789, "123456.789"),
    ] as [(Double, String)])
  func pricesHaveMorePlaces(_ value: Double, _ expected: String) {
    #expect(text(value, places: 10) == expected)
  }

  @Test func exponentsAreWrittenOut() {
    #expect(plainDecimal(1.5e-7) == "0.00000015")
    #expect(plainDecimal(-2e22) == "-20000000000000000000000")
  }

  @Test func fieldsAreQuotedWhereNeeded() {
    #expect(quotedField("Datong-1") == "Datong-1")
    #expect(quotedField("大同 1号") == "大同 1号")
    #expect(quotedField("a,b") == "\"a,b\"")
    #expect(quotedField("say \"so\"") == "\"say \"\"so\"\"\"")
    #expect(quotedField(" a") == "\" a\"")
  }
}

@Suite struct ScheduleFileTests {
  private let village = Village()

  private func table(_ text: String) throws(ScheduleFileError) -> SeriesTable {
    try readTable(Array(text.utf8), file: "thermal-power.csv", horizon: village.system.horizon)
  }

  @Test func oneRowPerStepAndOneColumnPerComponent() throws {
    let files = csvFiles(of: village.schedule)
    #expect(files.map(\.name) == ["thermal-power.csv", "thermal-status.csv", "renewable-power.csv", "prices.csv"])
    #expect(
      String(decoding: files[0].bytes, as: UTF8.self)
        == "time,Datong-1\n2030-01-17T18:00+08:00,80\n2030-01-17T18:30+08:00,50\n")
  }

  @Test func pricesKeepTheDigitsThatProveTheBound() throws {
    var schedule = village.schedule
    schedule[.price] = SeriesTable(names: ["Village"], columns: [[1000.0 / 3, 2e-9]])
    let files = csvFiles(of: schedule)
    #expect(
      String(decoding: try #require(files.last).bytes, as: UTF8.self)
        == "time,Village\n2030-01-17T18:00+08:00,333.3333333333\n2030-01-17T18:30+08:00,0.000000002\n")
  }

  @Test func kindsWithoutComponentsAreNotWritten() {
    var schedule = village.schedule
    schedule[.lineFlow] = SeriesTable(names: [], count: 2, values: [])
    #expect(!csvFiles(of: schedule).contains { $0.name == "line-flow.csv" })
  }

  @Test func scheduleComesBack() throws {
    try withTemporaryFolder { folder in
      for file in csvFiles(of: village.schedule) { try Data(file.bytes).write(to: folder.appending(path: file.name)) }
      #expect(try readSchedule(at: folder, system: village.system) == village.schedule)
    }
  }

  @Test(arguments: [15, 30, 60]) func anyNumbersComeBackToTheSeventhPlace(_ minutes: Int) throws {
    var random = SystemRandomNumberGenerator()
    let horizon = Horizon(start: 1_900_000_000 / 900 * 900, utcOffsetSeconds: -12_600, stepMinutes: minutes, count: 300)
    let names = ["plain", "with, comma", "with \"quotes\"", "two\nlines", "风电场", ""]
    var values: [Double] = []
    for _ in 0..<names.count * horizon.count {
      let magnitude = Double.random(in: -8...13, using: &random)
      values.append(Double.random(in: -1...1, using: &random) * pow(10, magnitude))
    }
    var schedule = Schedule(horizon: horizon)
    schedule[.thermalPower] = SeriesTable(names: names, count: horizon.count, values: values)
    let file = try #require(csvFiles(of: schedule).first)
    let back = try readTable(file.bytes, file: file.name, horizon: horizon)
    #expect(back.names == names)
    for (value, read) in zip(values, back.values) {
      // Half of the last place, and what a double of that size cannot hold.
      #expect(abs(value - read) <= 0.5e-7 + value.magnitude.ulp * 2)
    }
    // What was read is written the same.
    schedule[.thermalPower] = back
    #expect(csvFiles(of: schedule).first?.bytes == file.bytes)
  }

  @Test(arguments: [
    "2030-01-17 18:00:00+08:00", "2030-01-17T18:00:00.000000+08:00", "2030-01-17T10:00Z", "2030-01-17 10:00:00+00:00",
    "2030-01-17 18:00", "2030-01-17 18:00:00", "2030-01-17T18:00+0800", "\"2030-01-17 18:00\"",
  ])
  func timesAreReadInEveryWay(_ time: String) throws {
    let read = try table("time,Datong-1\r\n\(time),8.0\r\n2030-01-17 18:30:00+08:00, 1e-05\r\n")
    #expect(read.values == [8, 1e-5])
  }

  @Test func datesAloneAreMidnight() {
    #expect(seconds(ofTime: "1970-01-02", utcOffsetSeconds: 3600) == 82_800)
    #expect(seconds(ofTime: "2030-02-30T00:00", utcOffsetSeconds: 0) == nil)
    #expect(seconds(ofTime: "2030-02-03T24:00", utcOffsetSeconds: 0) == nil)
    #expect(seconds(ofTime: "2030-02-03T23:00+08:00 or so", utcOffsetSeconds: 0) == nil)
  }

  @Test func byteOrderMarkAndBlankLinesAreSkipped() throws {
    let text = "\u{FEFF}time,A\n\n2030-01-17T18:00+08:00,-0.25\n2030-01-17T18:30+08:00,1234567890123456768\n\n"
    #expect(try table(text).values == [-0.25, 1_234_567_890_123_456_768])
  }

  @Test(arguments: [
    (
      "time,A,B\n2030-01-17T18:00+08:00,1,x\n",
      "thermal-power.csv:2:26: \"x\" for B, expected a number"
    ),
    ("time,A\n2030-01-17T18:00+08:00,\n", "thermal-power.csv:2:24: blank for A, expected a number"),
    ("time,A\n2030-01-17T18:00+08:00,nan\n", "thermal-power.csv:2:24: \"nan\" for A, expected a number"),
    ("time,A\n2030-01-17T18:00+08:00,-\n", "thermal-power.csv:2:24: \"-\" for A, expected a number"),
    ("time,A,B\n2030-01-17T18:00+08:00,1\n", "thermal-power.csv:2:25: the row ends after 1 of 2 values"),
    ("time,A\n2030-01-17T18:00+08:00,1,2\n", "thermal-power.csv:2:25: the row has more than 1 values"),
    (
      "time,A\n2030-01-17T18:00+08:00,1\n2030-01-17T19:00+08:00,1\n",
      "thermal-power.csv:3:1: time is 2030-01-17T19:00+08:00, expected 2030-01-17T18:30+08:00"
    ),
    (
      "time,A\n2030-01-17T18:00+08:00,1\n",
      "thermal-power.csv:3: ends after 1 of 2 steps; next would be 2030-01-17T18:30+08:00"
    ),
    (
      "time,A\n2030-01-17T18:00+08:00,1\n2030-01-17T18:30+08:00,1\n2030-01-17T19:00+08:00,1\n",
      "thermal-power.csv:4:1: a row beyond the 2 steps of the horizon: 2030-01-17T19:00+08:00"
    ),
    (
      "hour,A\n",
      "thermal-power.csv:1:1: the header must be \"time\" and the names of components, found \"hour\""
    ),
    ("", "thermal-power.csv:1:1: the header must be \"time\" and the names of components, found \"\""),
    ("time,\"A\n", "thermal-power.csv:1:6: the quote is never closed"),
    ("time,\"A\"B\n", "thermal-power.csv:1:9: text after the closing quote"),
  ])
  func faultsAreLocated(_ text: String, _ expected: String) {
    let error = #expect(throws: ScheduleFileError.self) { try table(text) }
    #expect(error?.description == expected)
  }

  @Test func emptyFolderHoldsNoSchedule() throws {
    try withTemporaryFolder { folder in
      #expect(throws: ScheduleFileError.self) { try readSchedule(at: folder, system: village.system) }
    }
  }
}
