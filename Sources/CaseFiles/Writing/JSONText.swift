/// JSON with keys in the order in which they were given.
indirect enum JSONText {
  case number(Double)
  case flag(Bool)
  case list([Double])
  case object([(key: String, value: JSONText)])

  /// Lines indented by two, lists of numbers on one.
  func text(indent: String = "") -> String {
    switch self {
    case .number(let value): return Self.number(value)
    case .flag(let value): return value ? "true" : "false"
    case .list(let values): return "[" + values.map(Self.number).joined(separator: ", ") + "]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let inner = indent + "  "
      let lines = members.map { "\(inner)\(Self.quoted($0.key)): \($0.value.text(indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  private static func number(_ value: Double) -> String { value.isFinite ? NumberText.text(value) : "null" }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
