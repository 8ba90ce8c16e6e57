import Yams

/// A mapping of `case.yaml` whose keys are known columns. Scalars stay text: `no` and `12:30` mean what they say.
struct YAMLSection {
  let file: String
  let place: Place
  let currency: String
  private let values: [String: Node]

  /// Reports unknown keys and missing required ones.
  init(_ node: Node, file: String, keys: [Column], currency: String, log: inout FindingLog) {
    self.file = file
    self.currency = currency
    place = node.place(in: file)
    var values: [String: Node] = [:]
    let names = keys.map { $0.name(currency: currency) }
    for (key, value) in node.mapping ?? [:] {
      let name = key.scalar?.string ?? ""
      if names.contains(name) {
        values[name] = value
      } else {
        let nearest = suggestion(for: name, among: names)
        log.add(.unknownKey, at: key.place(in: file), "unknown key \(quoted(name))\(nearest)")
      }
    }
    for (key, name) in zip(keys, names) where key.fallback == nil && values[name]?.isBlank != false {
      log.add(.missingKey, at: values[name]?.place(in: file) ?? place, "no value for \(name) (\(key.phrase))")
    }
    self.values = values
  }

  /// The node of a key, `nil` when it is absent or blank.
  func node(_ key: Column) -> Node? { values[key.name(currency: currency)].flatMap { $0.isBlank ? nil : $0 } }

  func place(_ key: Column) -> Place { node(key)?.place(in: file) ?? place }

  /// The scalar of a key, `nil` when it is absent or blank.
  func field(_ key: Column, log: inout FindingLog) -> Field? {
    guard let node = node(key) else { return nil }
    let name = key.name(currency: currency)
    guard let scalar = node.scalar else {
      log.add(.badValue, at: node.place(in: file), "\(name) is a list or mapping, expected one value")
      return nil
    }
    return Field(column: key, name: name, text: scalar.string, place: node.place(in: file))
  }

  func text(_ key: Column, log: inout FindingLog) -> String? { field(key, log: &log)?.text }
  func number(_ key: Column, log: inout FindingLog) -> Double? { field(key, log: &log)?.number(&log) }
  func flag(_ key: Column, log: inout FindingLog) -> Bool? { field(key, log: &log)?.flag(&log) }
  func choice(_ key: Column, log: inout FindingLog) -> String? { field(key, log: &log)?.choice(&log) }
}

extension Node {
  func place(in file: String) -> Place { Place(file: file, line: mark?.line ?? 0, column: mark?.column ?? 0) }

  /// An empty plain scalar, `~` or `null`.
  var isBlank: Bool {
    guard let scalar, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null"].contains(scalar.string)
  }
}
