import Foundation

/// No text of a summary holds this control character, so the marked strings can be told from others.
let notFinite = "\u{1}not finite"

/// Pretty JSON with sorted keys and a line end; numbers that are not finite become `null`.
public func prettyJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: notFinite, negativeInfinity: notFinite, nan: notFinite)
  let text = String(decoding: try encoder.encode(value), as: UTF8.self)
  return Data((text.replacing("\"\\u0001not finite\"", with: "null") + "\n").utf8)
}

extension RunSummary {
  /// As `summary.json` has it.
  public func json() throws -> Data { try prettyJSON(self) }

  /// Reads what `json()` writes.
  public init(json: Data) throws {
    self = try JSONDecoder().decode(RunSummary.self, from: json)
  }
}
