import CaseFiles
import Foundation
import SeedsAndSnapshots
import Testing

/// Files as spreadsheets write them read to the same system as plain UTF-8 with commas.
@Suite struct TextEncodingTests {
  enum Variant: String, CaseIterable {
    case byteOrderMark, windowsLineEnds, oldLineEnds, semicolons, tabs, gb18030, utf16LittleEndian, utf16BigEndian

    func bytes(_ text: String) throws -> Data {
      switch self {
      case .byteOrderMark: return Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)
      case .windowsLineEnds: return Data(text.replacing("\n", with: "\r\n").utf8)
      case .oldLineEnds: return Data(text.replacing("\n", with: "\r").utf8)
      case .semicolons: return Data(text.replacing(",", with: ";").replacing(".", with: ",").utf8)
      case .tabs: return Data(text.replacing(",", with: "\t").utf8)
      case .gb18030:
        let encoding = String.Encoding(rawValue: 0x8000_0632)
        return try #require(text.data(using: encoding))
      case .utf16LittleEndian: return Data([0xFF, 0xFE]) + (try #require(text.data(using: .utf16LittleEndian)))
      case .utf16BigEndian: return Data([0xFE, 0xFF]) + (try #require(text.data(using: .utf16BigEndian)))
      }
    }

    var isNoted: Bool { self != .windowsLineEnds && self != .oldLineEnds }
  }

  @Test(arguments: Variant.allCases) func readsTheSame(variant: Variant) throws {
    try withTemporaryFolder { parent in
      let folder = parent.appending(path: "case")
      try FileManager.default.copyItem(at: MalformedCase.folder("Malformed").appending(path: "base"), to: folder)
      let tables = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
      for path in ["case.yaml", "buses.csv"] {
        // A name outside ASCII.
        let file = folder.appending(path: path)
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try Data(text.replacing("west", with: "晋西").utf8).write(to: file)
      }
      let plain = readCase(at: folder)
      #expect(plain.findings == [])
      for path in tables {
        let file = folder.appending(path: path)
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try variant.bytes(text).write(to: file)
      }
      let read = readCase(at: folder)
      #expect(read.system != nil)
      #expect(read.system == plain.system)
      #expect(read.findings.allSatisfy { $0.code == .textFormat })
      #expect(read.findings.isEmpty != variant.isNoted)
    }
  }
}
