/// A kind of component of a PyPSA network: the list that its files are named after, and what PyPSA means by each attribute
/// that is not given.
struct PyPSAComponent: Sendable {
  struct Attribute: Sendable {
    enum Kind: String, Sendable { case text, number, flag }

    var kind: Kind
    /// As PyPSA documents it; empty for none.
    var fallback: String
    /// Whether the importer takes it; otherwise any value but the default is a finding.
    var isRead: Bool
  }

  /// Such as `generators`, for `generators.csv` and `generators-p_max_pu.csv`.
  let list: String
  let attributes: [String: Attribute]
  /// Attributes that change no dispatch: places, colours, results of an earlier run.
  let ignored: Set<String>

  /// - Parameters:
  ///   - read: lines of name, kind and default, `-` standing for no text.
  ///   - unsupported: the same, of attributes that must have their default.
  init(_ list: String, read: String, unsupported: String = "", ignored: String) {
    self.list = list
    var attributes: [String: Attribute] = [:]
    for (text, isRead) in [(read, true), (unsupported, false)] {
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count == 3, let kind = Attribute.Kind(rawValue: String(words[1])) else {
          preconditionFailure("no attribute: \(line)")
        }
        attributes[String(words[0])] = Attribute(
          kind: kind, fallback: words[2] == "-" ? "" : String(words[2]), isRead: isRead)
      }
    }
    self.attributes = attributes
    self.ignored = Set(ignored.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Attributes of what is switched on and off, and of ramps.
  static let switching = """

    committable flag False
    start_up_cost number 0
    stand_by_cost number 0
    min_up_time number 0
    min_down_time number 0
    up_time_before number 1
    down_time_before number 0
    ramp_limit_up number nan
    ramp_limit_down number nan
    ramp_limit_start_up number nan
    ramp_limit_shut_down number nan
    """

  /// Attributes of what may be built, by the name of its size.
  static func investment(_ size: String) -> String {
    """

    \(size)_extendable flag False
    \(size)_min number 0
    \(size)_max number inf
    \(size)_set number nan
    capital_cost number 0
    overnight_cost number nan
    discount_rate number nan
    fom_cost number 0
    lifetime number inf
    """
  }

  var file: String { "\(list).csv" }

  /// The attribute of a name; those of further ports of links are like those of the first.
  subscript(name: String) -> Attribute? {
    if let attribute = attributes[name] { return attribute }
    guard let port = Self.port(of: name), attributes["bus1"] != nil else { return nil }
    let base = String(name.dropLast(String(port).count))
    return switch base {
    case "bus": Attribute(kind: .text, fallback: "", isRead: true)
    case "efficiency", "delay": attributes[base]
    default: nil
    }
  }

  /// Whether an attribute changes no dispatch; power at further ports is like that at the first.
  func ignores(_ name: String) -> Bool {
    ignored.contains(name) || (ignored.contains("p1") && name.first == "p" && Self.port(of: name) != nil)
  }

  /// 3 of `bus3`.
  static func port(of name: String) -> Int? {
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }
    guard digits.count < name.count, let port = Int(String(digits.reversed())), port > 1 else { return nil }
    return port
  }

  func fallback(_ name: String) -> String { self[name]?.fallback ?? "" }
}
