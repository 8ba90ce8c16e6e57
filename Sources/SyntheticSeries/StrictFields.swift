/// The fields of one mapping of a recipe: unknown ones are errors, absent ones may have defaults.
struct StrictFields<Key: CodingKey & CaseIterable> {
  private let container: KeyedDecodingContainer<Key>

  init(_ decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: Key.self)
    let known = Key.allCases.map(\.stringValue)
    for key in try decoder.container(keyedBy: AnyName.self).allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath + [key],
          debugDescription: "unknown key '\(key.stringValue)'; valid: \(known.joined(separator: ", "))"))
    }
  }

  func required<Value: Decodable>(_ key: Key) throws -> Value { try container.decode(Value.self, forKey: key) }

  func optional<Value: Decodable>(_ key: Key, _ standard: Value) throws -> Value {
    try container.decodeIfPresent(Value.self, forKey: key) ?? standard
  }

  func check(_ key: Key, _ holds: Bool, _ expected: String) throws {
    guard !holds else { return }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: container, debugDescription: "\(key.stringValue) must be \(expected)")
  }

  private struct AnyName: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
