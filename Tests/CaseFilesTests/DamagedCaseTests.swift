import CaseFiles
import Foundation
import SeedsAndSnapshots
import Testing

/// Random damage to the files of a valid case never crashes or hangs the reader.
@Suite struct DamagedCaseTests {
  @Test(.timeLimit(.minutes(10))) func damageNeverCrashes() throws {
    var random = SeededGenerator(firstSeed)
    let base = try MalformedCase.folder("Malformed").appending(path: "base")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path).sorted()
      .filter { $0.hasSuffix(".csv") || $0.hasSuffix(".yaml") }
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try FileManager.default.copyItem(at: base, to: folder)
      for path in paths {
        let file = folder.appending(path: path)
        let original = try Data(contentsOf: base.appending(path: path))
        for _ in 0..<12 * testScale {
          var bytes = [UInt8](original)
          for _ in 0...random.next(upTo: 3) { damage(&bytes, &random) }
          try Data(bytes).write(to: file)
          let (system, findings) = readCase(at: folder)
          #expect(system != nil || findings.contains { $0.severity == .error })
        }
        try original.write(to: file)
      }
      #expect(readCase(at: folder).findings == [])
    }
  }

  private func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let marks = Array("\"\",;\t\r\n#-:[]{}*&!|>%@`'0.eE\u{0}\u{7F}Ａ−".utf8) + [0xFF, 0xFE, 0xC3, 0x81]
    let place = random.next(upTo: bytes.count - 1)
    switch random.next(upTo: 6) {
    case 0: bytes.removeLast(random.next(upTo: bytes.count))
    case 1 where !bytes.isEmpty: bytes[place] ^= UInt8(1 << random.next(upTo: 7))
    case 2 where !bytes.isEmpty: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.next(upTo: 8)))
    case 3 where !bytes.isEmpty: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
    case 4:
      bytes.insert(contentsOf: (0..<random.next(upTo: 3)).map { _ in UInt8(random.next(upTo: 255)) }, at: max(0, place))
    default: bytes.insert(marks[random.next(upTo: marks.count - 1)], at: max(0, place))
    }
  }

  /// Input made to blow up readers.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "[", count: 200_000), String(repeating: "- ", count: 100_000),
      "name: " + String(repeating: "{a: ", count: 5000),
      "a: &a [x,x]\n"
        + (0..<60).map { "k\($0): &b\($0) [*\($0 == 0 ? "a" : "b\($0 - 1)"), *\($0 == 0 ? "a" : "b\($0 - 1)")]\n" }
        .joined(),
      "? &a [x]\n: 1\n? [*a, *a]\n: 2\n", "steps: 1e308\nstart: 9999-12-31\nend: 0001-01-01\n",
      "series: {load: \"a\\0b\", availability: [series, \"../..\", \".\", /dev/zero]}\n",
      "name: \"\\0\"\nreserves: [1, [2], {}]\ntargets: {x: 1}\nseries: {load: [[], {}]}\n",
    ])
  func hostileSettings(yaml: String) throws {
    try expectErrors(in: "case.yaml", yaml)
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: ",", count: 300_000), String(repeating: "\"", count: 300_001),
      String(repeating: "a,", count: 50_000) + "\n" + String(repeating: "\"x\"y,", count: 50_000),
      "name,zone\n" + String(repeating: "same,\"\"\n", count: 20_000), "\u{FEFF}\u{FEFF}", "#", "\r\r\r", "\"",
    ])
  func hostileTable(csv: String) throws {
    try expectErrors(in: "buses.csv", csv)
  }

  private func expectErrors(in path: String, _ text: String) throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try FileManager.default.copyItem(at: MalformedCase.folder("Malformed").appending(path: "base"), to: folder)
      try Data(text.utf8).write(to: folder.appending(path: path))
      #expect(readCase(at: folder).findings.contains { $0.severity == .error })
    }
  }
}
