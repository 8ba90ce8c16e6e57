/// One column of a component table or one key of `case.yaml`: what it is called, what it may hold, what it means.
struct Column: Sendable {
  enum Kind: Sendable, Equatable {
    case text
    case number
    /// `yes` or `no`.
    case flag
    case choice([String])
    /// A number or one of these words.
    case numberOrWord([String])
  }

  /// What stands for "no limit" where a number would limit.
  static let unlimited = "unlimited"

  /// The name with `{currency}` where the lower-cased currency of the case belongs.
  var pattern: String
  var kind: Kind
  var unit = ""
  /// What a blank cell means, as documented; `nil` when a value is required.
  var fallback: String?
  var bounds = -Double.infinity...Double.infinity
  /// Values outside are possible but rarely meant; with the question to ask about them.
  var plausible: (range: ClosedRange<Double>, question: String)?
  var meaning: String

  /// The meaning inside a message.
  var phrase: Substring { meaning.hasSuffix(".") ? meaning.dropLast() : meaning[...] }

  func name(currency: String) -> String { pattern.replacing("{currency}", with: currency.lowercased()) }

  /// Written in percent, kept as a fraction.
  var isPercent: Bool { unit.hasPrefix("%") }

  static let name = Column(pattern: "name", kind: .text, meaning: "Unique among the rows of the file.")
  static let bus = Column(pattern: "bus", kind: .text, meaning: "Name of a bus.")

  static func text(_ pattern: String, default fallback: String? = nil, _ meaning: String) -> Column {
    Column(pattern: pattern, kind: .text, fallback: fallback, meaning: meaning)
  }

  /// A number of at least zero unless other bounds are given.
  static func number(
    _ pattern: String, _ unit: String, default fallback: String? = nil,
    in bounds: ClosedRange<Double> = 0...(.infinity),
    plausible: (range: ClosedRange<Double>, question: String)? = nil, _ meaning: String
  ) -> Column {
    Column(
      pattern: pattern, kind: .number, unit: unit, fallback: fallback, bounds: bounds, plausible: plausible,
      meaning: meaning)
  }

  static func limit(
    _ pattern: String, _ unit: String, default fallback: String? = "unlimited",
    in bounds: ClosedRange<Double> = 0...(.infinity), _ meaning: String
  )
    -> Column
  {
    Column(
      pattern: pattern, kind: .numberOrWord([unlimited]), unit: unit, fallback: fallback, bounds: bounds,
      meaning: meaning)
  }

  static func flag(_ pattern: String, default fallback: String, _ meaning: String) -> Column {
    Column(pattern: pattern, kind: .flag, fallback: fallback, meaning: meaning)
  }

  static func choice(
    _ pattern: String, _ words: [String], default fallback: String? = nil, _ meaning: String
  ) -> Column {
    Column(pattern: pattern, kind: .choice(words), fallback: fallback, meaning: meaning)
  }
}
