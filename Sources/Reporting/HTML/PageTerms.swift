import GridModel

/// The terms that pages share with the terminal, each in English and Chinese.
struct PageTerms: Encodable {
  private let sources = sourceTerms.mapValues(\.pair)
  private let costs = costTerms.mapValues(\.pair)
  private let targets = Dictionary(uniqueKeysWithValues: targetTerms.map { ($0.key.rawValue, $0.value.pair) })
  private let statuses = statusTerms.mapValues(\.pair)
  private let stops = stopTerms.mapValues(\.pair)
  private let causes = Dictionary(uniqueKeysWithValues: causeTerms.map { ($0.cause.rawValue, $0.term.pair) })
  private let groups = groupTerms.mapValues(\.pair)
}

extension Term {
  var pair: [String] { [english, chinese] }
}
