/// A list of names in one cell, separated by `;`, each with a weight `w*` before it if that is not 1.
///
/// A backslash takes what follows as it is. Blanks around a name do not count.
enum ListText {
  /// The entries; a weight that is no number is `nil`.
  static func parse(_ text: String) -> [(name: String, weight: Double?)] {
    var entries: [(name: String, weight: Double?)] = []
    var name = ""
    var weight: Double? = 1
    // Characters that no trimming touches.
    var kept = 0
    var isEscaped = false
    func finish() {
      while name.count > kept, name.last == " " { name.removeLast() }
      if !name.isEmpty { entries.append((name, weight)) }
      (name, weight, kept) = ("", 1, 0)
    }
    for character in text {
      switch character {
      case _ where isEscaped:
        name.append(character)
        kept = name.count
        isEscaped = false
      case "\\": isEscaped = true
      case ";": finish()
      case "*":
        weight = NumberText.parse(name.filter { $0 != " " })
        (name, kept) = ("", 0)
      case " " where name.isEmpty: break
      default: name.append(character)
      }
    }
    finish()
    return entries
  }

  static func text(_ entries: [(name: String, weight: Double)]) -> String {
    entries.map { name, weight in
      (weight == 1 ? "" : NumberText.text(weight) + "*")
        + name.map { "\\;* ".contains($0) && !($0 == " " && !isAtEnd(name)) ? "\\\($0)" : "\($0)" }.joined()
    }.joined(separator: "; ")
  }

  private static func isAtEnd(_ name: String) -> Bool { name.first == " " || name.last == " " }
}
