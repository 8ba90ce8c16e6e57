/// Text in a workbook: characters that XML has no place for stand as `_x000D_`.
enum WorkbookText {
  static func decoded(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? String(match.0)
    }
  }

  /// As the content of an element. Blanks around it, and a `#` that makes no comment, stand as `_x0020_` and `_x0023_`.
  /// - Parameter isAlone: whether no other cell of the row holds anything.
  static func encoded(_ text: String, isAlone: Bool = false) -> String {
    var encoded = ""
    let scalars = Array(text.replacing(/_x(?=[0-9A-Fa-f]{4}_)/, with: "_x005F_x").unicodeScalars)
    for (position, scalar) in scalars.enumerated() {
      switch scalar {
      case " " where position == 0 || position == scalars.count - 1: encoded += "_x0020_"
      case "#" where position == 0 && isAlone: encoded += "_x0023_"
      case "&": encoded += "&amp;"
      case "<": encoded += "&lt;"
      case ">": encoded += "&gt;"
      case "\"": encoded += "&quot;"
      case "\t", "\n": encoded.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value):
        let hex = String(scalar.value, radix: 16, uppercase: true)
        encoded += "_x" + String(repeating: "0", count: 4 - hex.count) + hex + "_"
      default: encoded.unicodeScalars.append(scalar)
      }
    }
    return encoded
  }
}
