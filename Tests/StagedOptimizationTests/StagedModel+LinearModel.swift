import LinearOptimization

@testable import StagedOptimization

extension StagedModel {
  /// The same linear program, for GLPK.
  var linearModel: LinearModel {
    var model = LinearModel()
    let blocks = columns.map { column in
      model.addColumns(
        "x", count: stageCount, lower: .series(column.lower), upper: .series(column.upper), cost: .series(column.cost))
    }
    for row in rows {
      let terms = row.entries.map { entry in
        let coefficient: BlockValues =
          switch entry.coefficient {
          case .constant(let value): .constant(value)
          case .series(let values): .series(values)
          }
        return Term(
          blocks[entry.column], coefficient, shift: entry.isPrevious ? -1 : 0, edge: entry.wraps ? .wrap : .drop)
      }
      model.addRows("r", count: stageCount, lower: .series(row.lower), upper: .series(row.upper), terms: terms)
    }
    for span in spans {
      for run in span.runs {
        var (columns, coefficients) = ([Int](), [Double]())
        for entry in span.entries {
          columns += run.stages.map { blocks[entry.column].first + $0 }
          coefficients += run.stages.map { entry.coefficient.at($0) }
        }
        model.addRow("span", lower: run.lower, upper: run.upper, columns: columns, coefficients: coefficients)
      }
    }
    return model
  }

  /// Optimum by GLPK, which these models always have.
  func optimum() throws -> Double {
    let solution = try solve(linearModel)
    precondition(solution.status == .optimal, "\(solution.status)")
    return solution.objective
  }
}
