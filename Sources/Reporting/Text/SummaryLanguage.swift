/// The language of a summary for people.
public enum SummaryLanguage: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"
}

/// A term in both languages.
struct Term {
  let english: String
  let chinese: String

  init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  func text(_ language: SummaryLanguage) -> String { language == .chinese ? chinese : english }
}
