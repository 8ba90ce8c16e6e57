/// Names that both file formats and their common readers take: distinct, of letters, digits and a few signs.
struct ModelNames {
  /// A column fixed at 1, whose cost is the offset.
  static let one = "constant_one"

  private var taken: Set<String>

  init(reserved: [String]) { taken = Set(reserved) }

  /// Names for `count` columns or rows.
  static func all(_ count: Int, reserved: [String], of name: (Int) -> String) -> [String] {
    var names = ModelNames(reserved: reserved)
    return (0..<count).map { names.unique(name($0)) }
  }

  private mutating func unique(_ name: String) -> String {
    let plain = Self.sanitised(name)
    var candidate = plain
    var copy = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(plain)#\(copy)"
      copy += 1
    }
    return candidate
  }

  private static func sanitised(_ name: String) -> String {
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "["): bytes.append(UInt8(ascii: "("))
      case UInt8(ascii: "]"): bytes.append(UInt8(ascii: ")"))
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "("),
        UInt8(ascii: ")"), UInt8(ascii: "#"), UInt8(ascii: "@"):
        bytes.append(byte)
      // One sign for a character of several bytes.
      case 0x80...0xBF: continue
      default: bytes.append(UInt8(ascii: "_"))
      }
    }
    // Readers take 255 characters; the rest is for what makes a name unique.
    let plain = String(decoding: bytes.prefix(240), as: UTF8.self)
    let first = bytes.first ?? UInt8(ascii: "0")
    // The LP format reads e5 as a number, and words such as `free` as keywords.
    let startsLikeANumber =
      first == UInt8(ascii: "e") || first == UInt8(ascii: "E")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == UInt8(ascii: ".")
    return startsLikeANumber || keywords.contains(plain.lowercased()) ? "_\(plain)" : plain
  }

  private static let keywords: Set<String> = [
    "minimize", "minimum", "min", "maximize", "maximum", "max", "subject", "such", "st", "s.t.", "st.", "bounds",
    "bound", "general", "generals", "gen", "integer", "integers", "int", "binary", "binaries", "bin", "end", "free",
    "inf", "infinity", "semi", "semis", "sos", "nan",
  ]
}
