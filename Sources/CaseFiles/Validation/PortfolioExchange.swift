extension Rule {
  /// What a portfolio must exchange fits its connection, in one direction only.
  static let portfolioExchange = Rule { review, log in
    for (index, portfolio) in review.system.portfolios.enumerated() {
      let (draws, gives) = (portfolio.minimumImport, portfolio.minimumExport)
      func fault(_ code: Finding.Code, _ column: Column, _ text: String) {
        log.add(code, at: review.place(column, of: PortfolioTable.self, index), text)
      }
      let who = "portfolio \(quoted(portfolio.name))"
      if draws > portfolio.importLimit {
        let limit = megawatts(portfolio.importLimit)
        fault(
          .minimumAboveMaximum, PortfolioTable.minimumImport,
          "min_import_mw \(megawatts(draws)) is above import_limit_mw \(limit) of \(who)")
      }
      if gives > portfolio.exportLimit {
        let limit = megawatts(portfolio.exportLimit)
        fault(
          .minimumAboveMaximum, PortfolioTable.minimumExport,
          "min_export_mw \(megawatts(gives)) is above export_limit_mw \(limit) of \(who)")
      }
      if draws > 0, gives > 0 {
        fault(
          .conflictingValues, PortfolioTable.minimumExport,
          "\(who) cannot draw \(megawatts(draws)) MW and give \(megawatts(gives)) MW in the same step")
      }
    }
  }
}
