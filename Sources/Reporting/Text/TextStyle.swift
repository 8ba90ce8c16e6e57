/// How a text for people is shown: its language, and whether verdicts have colours.
public struct TextStyle: Sendable {
  public var language: SummaryLanguage
  public var hasColours: Bool

  public init(language: SummaryLanguage = .english, hasColours: Bool = false) {
    self.language = language
    self.hasColours = hasColours
  }

  /// The text of one of two languages.
  func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
}

/// What a piece of text says of itself, so that it can be seen before it is read.
public enum Tone: Sendable {
  case plain, heading, good, bad, doubtful

  /// The text in the colours of a terminal (ECMA-48), or as it is.
  public func paint(_ text: String, hasColours: Bool) -> String {
    guard hasColours, let code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private var code: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .good: "32"
    case .bad: "1;31"
    case .doubtful: "33"
    }
  }
}
