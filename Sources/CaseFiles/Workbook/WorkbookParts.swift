import Foundation
import XMLCoder

/// Names of the parts of a workbook. The small ones, which say what sheets there are and how numbers are shown, are
/// decoded by XMLCoder.
enum WorkbookParts {
  static let workbook = "xl/workbook.xml"
  static let relations = "xl/_rels/workbook.xml.rels"
  static let styles = "xl/styles.xml"
  static let strings = "xl/sharedStrings.xml"
}

/// `xl/workbook.xml`.
struct WorkbookPart: Decodable {
  struct Properties: Decodable {
    var date1904: String?
  }

  struct Sheets: Decodable {
    var sheet: [Entry]?
  }

  struct Entry: Decodable {
    var name: String
    /// Key into the relations.
    var id: String
    var state: String?
  }

  var workbookPr: Properties?
  var sheets: Sheets

  var countsFrom1904: Bool { ["1", "true"].contains(workbookPr?.date1904) }
}

/// `xl/_rels/workbook.xml.rels`.
struct RelationsPart: Decodable {
  struct Relation: Decodable {
    var id: String
    var kind: String
    var target: String

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case kind = "Type"
      case target = "Target"
    }
  }

  var relations: [Relation]?

  enum CodingKeys: String, CodingKey {
    case relations = "Relationship"
  }

  /// The part that holds a sheet; `nil` for charts and macros.
  func sheetPart(_ id: String) -> String? {
    guard let relation = relations?.first(where: { $0.id == id }), relation.kind.hasSuffix("/worksheet") else {
      return nil
    }
    return relation.target.hasPrefix("/") ? String(relation.target.dropFirst()) : "xl/" + relation.target
  }
}

/// `xl/styles.xml`.
struct StylesPart: Decodable {
  struct Formats: Decodable {
    var numFmt: [Format]?
  }

  struct Format: Decodable {
    var numFmtId: Int
    var formatCode: String
  }

  struct Styles: Decodable {
    var xf: [Style]?
  }

  struct Style: Decodable {
    var numFmtId: Int?
  }

  var numFmts: Formats?
  var cellXfs: Styles?

  /// How a style shows its number.
  enum Display { case number, time, percent }

  /// By the number that cells have as their style.
  var displays: [Display] {
    let codes = Dictionary(
      (numFmts?.numFmt ?? []).map { ($0.numFmtId, $0.formatCode) }, uniquingKeysWith: { first, _ in first })
    return (cellXfs?.xf ?? []).map { style in
      let id = style.numFmtId ?? 0
      if let code = codes[id] { return Self.display(of: code) }
      switch id {
      case 9, 10: return .percent
      case 14...22, 27...36, 45...47, 50...58: return .time
      default: return .number
      }
    }
  }

  /// Of a format code: letters of date and time outside quotes, brackets and escapes make a time.
  static func display(of code: String) -> Display {
    var isQuoted = false
    var isEscaped = false
    var brackets = 0
    var isPercent = false
    for character in code {
      switch character {
      case _ where isEscaped: isEscaped = false
      case "\"": isQuoted.toggle()
      case _ where isQuoted: break
      case "\\", "_", "*": isEscaped = true
      case "[": brackets += 1
      case "]": brackets -= 1
      case _ where brackets > 0: break
      case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S": return .time
      case "%": isPercent = true
      // Only what is said of positive numbers.
      case ";": return isPercent ? .percent : .number
      default: break
      }
    }
    return isPercent ? .percent : .number
  }
}

/// Decodes a small part of a workbook, whatever prefixes its writer gave names.
func decodedPart<Part: Decodable>(_ type: Part.Type, _ bytes: [UInt8], _ name: String) throws(ZipFault) -> Part {
  let decoder = XMLDecoder()
  decoder.keyDecodingStrategy = .custom { path in
    let key = path.last?.stringValue ?? ""
    return PlainKey(stringValue: String(key.split(separator: ":").last ?? ""))
  }
  do {
    return try decoder.decode(type, from: Data(bytes))
  } catch {
    throw ZipFault("\(name) is no valid XML of a workbook")
  }
}

private struct PlainKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
