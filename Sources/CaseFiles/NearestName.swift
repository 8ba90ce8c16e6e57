/// The candidate that a misspelt name most likely stands for; `nil` when none is near.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
  let reach = max(1, min(wanted.count / 3, 8))
  var best: (distance: Int, name: String)?
  // A suggestion is not worth a long search.
  for candidate in candidates.prefix(2000) {
    let scalars = Array(candidate.lowercased().unicodeScalars.prefix(64))
    let isShort = wanted.count >= 3 && scalars.starts(with: wanted)
    guard isShort || abs(scalars.count - wanted.count) <= reach else { continue }
    let distance = isShort ? 1 : editDistance(wanted, scalars)
    guard distance <= reach else { continue }
    if let best, (best.distance, best.name) <= (distance, candidate) { continue }
    best = (distance, candidate)
  }
  return best?.name
}

/// Such as `; did you mean "wind-1"?`, or nothing.
func suggestion(for name: String, among candidates: some Sequence<String>) -> String {
  nearestName(to: name, among: candidates).map { "; did you mean \(quoted($0))?" } ?? ""
}

/// Text of a file in a message: in quotes, shortened, control characters made visible.
func quoted(_ text: String) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(60) {
    shown += scalar.properties.generalCategory == .control ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
  }
  return "\"\(shown)\(text.unicodeScalars.count > 60 ? "…" : "")\""
}

/// Edits (insertion, deletion, substitution, swap of neighbours) between two words.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforePrevious = Array(repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1]
    for j in b.indices {
      var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
      current.append(cost)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[b.count]
}

/// A number in a message, at most three digits after the point.
func threeDigits(_ value: Double) -> String {
  let rounded = (value * 1000).rounded() / 1000
  return NumberText.text(rounded == 0 ? value : rounded)
}
