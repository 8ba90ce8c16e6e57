import LinearOptimization

/// A model of two columns and what solvers wrote about it: x ≤ 60 at 10, y ≤ 80 at 20, x + y = 100, y ≥ 1.5, and a cost
/// of 5 that is always there. The optimum is x = 60, y = 40 at 1405, and the balance is worth 20.
enum RecordedSolution: String, CaseIterable {
  case glpk, glpkInteger, glpkInterior, highs, highsPretty, highsPrettyInteger, highsAsGLPK, cbc, cbcAll, scip,
    scipShell,
    gurobi

  static var model: LinearModel {
    var model = LinearModel()
    let x = model.addColumns("x", count: 1, upper: 60, cost: 10)
    let y = model.addColumns("y", count: 1, upper: 80, cost: 20)
    model.addRows("balance", count: 1, lower: 100, upper: 100, terms: [Term(x, 1), Term(y, 1)])
    model.addRows("unlimited", count: 1, terms: [Term(x, 1)])
    model.addRows("other", count: 1, lower: 1.5, terms: [Term(y, 1)])
    model.objectiveOffset = 5
    return model
  }

  /// GLPK 5.0, HiGHS 1.11, CBC 2.10.8, SCIP 9 and Gurobi 12.
  var text: String {
    switch self {
    case .glpk:
      """
      c Problem:    model
      c Rows:       2
      c Columns:    3
      c Non-zeros:  3
      c Status:     OPTIMAL
      c Objective:  objective = 1405 (MINimum)
      c
      s bas 2 3 f f 1405
      i 1 s 100 20
      i 2 b 40 0
      j 1 u 60 -10
      j 2 b 40 0
      j 3 s 1 5
      e o f

      """
    case .glpkInteger:
      """
      c Status:     INTEGER OPTIMAL
      c
      s mip 2 3 o 1405
      i 1 100
      i 2 40
      j 1 60
      j 2 40
      j 3 1
      e o f

      """
    case .glpkInterior:
      """
      c Status:     OPTIMAL
      c
      s ipt 2 3 o 1405.00000116629
      i 1 100.0000000801 19.9999999733084
      i 2 40.0000000365292 1.29941267428618e-08
      j 1 60.0000000435707 -9.99999997330842
      j 2 40.0000000365292 1.36974537585305e-08
      j 3 1 5
      e o f

      """
    case .highs:
      """
      Model status
      Optimal

      # Primal solution values
      Feasible
      Objective 1405
      # Columns 3
      x 60
      y 40
      constant_one 1
      # Rows 2
      balance 100
      other 40

      # Dual solution values
      Feasible
      # Columns 3
      x -10
      y 0
      constant_one 5
      # Rows 2
      balance 20
      other 0

      # Basis
      HiGHS_basis_file v2
      Valid
      # Columns 3
      x 2
      y 1
      constant_one 0
      # Rows 2
      balance 2
      other 1

      """
    case .highsPretty:
      """
      Columns
          Index Status        Lower        Upper       Primal         Dual  Name
              0     UB            0           60           60          -10  x
              1     BS            0           80           40            0  y
              2     FX            1            1            1            5  constant_one
      Rows
          Index Status        Lower        Upper       Primal         Dual  Name
              0     FX          100          100          100           20  balance
              1     BS          1.5          inf           40           -0  other

      Model status: Optimal

      Objective value: 1405

      """
    case .highsPrettyInteger:
      """
      Columns
          Index Status        Lower        Upper       Primal         Dual  Type        Name
              0                   0           60           60               Continuous  x
              1                   0           80           40               Integer     y
              2                   1            1            1               Continuous  constant_one
      Rows
          Index Status        Lower        Upper       Primal         Dual  Name
              0                 100          100          100               balance
              1                 1.5          inf           40               other

      Model status: Optimal

      Objective value: 1405

      """
    case .highsAsGLPK:
      """
      c Status:     OPTIMAL
      c
      s bas 3 3 f f 1405
      i 1 b 1405 0
      i 2 s 100 20
      i 3 b 40 0
      j 1 u 60 -10
      j 2 b 40 0
      j 3 s 1 5
      e o f

      """
    case .cbc:
      """
      Optimal - objective value 1405.00000000
            0 x                          60                     -10
            1 y                          40                       0
            2 constant_one                1                       5

      """
    case .cbcAll:
      """
      Optimal - objective value 1405.00000000
            0 balance                   100                      20
            1 other                      40                       0
            0 x                          60                     -10
            1 y                          40                       0
            2 constant_one                1                       5

      """
    case .scip:
      """
      objective value:                                 1405
      x                                                  60 \t(obj:10)
      y                                                  40 \t(obj:20)
      constant_one                                        1 \t(obj:5)

      """
    case .scipShell:
      """
      solution status: optimal solution found
      objective value:                                 1405
      x                                                  60 \t(obj:10)
      y                                                  40 \t(obj:20)
      constant_one                                        1 \t(obj:5)

      """
    case .gurobi:
      """
      # Solution for model model
      # Objective value = 1405
      x 60
      y 40
      constant_one 1

      """
    }
  }

  var hasDuals: Bool {
    [.glpk, .glpkInterior, .highs, .highsPretty, .highsAsGLPK, .cbcAll].contains(self)
  }
}
