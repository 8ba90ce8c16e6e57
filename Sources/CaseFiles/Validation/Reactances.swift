extension Rule {
  /// Linear power flow without a single reactance is the transport model.
  static let reactances = Rule { review, log in
    let lines = review.system.lines
    guard review.system.network == .dc, !lines.isEmpty, lines.allSatisfy({ $0.reactance == nil }) else { return }
    log.add(
      .noReactance, at: review.place(LineTable.reactance, of: LineTable.self, 0),
      "network is dc, but no line has a reactance: all flows are free within their limits")
  }
}
