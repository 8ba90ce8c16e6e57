/// What columns and rows are called in the files that `writeMPS` writes.
public enum MPSNames {
  /// The row that is minimised.
  public static let objective = "objective"
  /// A column fixed at 1, whose cost is the offset; it comes last, and only where there is an offset.
  public static let constant = ModelNames.one

  public static func columns(of model: LinearModel) -> [String] {
    ModelNames.all(model.columnCount, reserved: [constant]) { model.columnName($0) }
  }

  public static func rows(of model: LinearModel) -> [String] {
    ModelNames.all(model.rowCount, reserved: [objective]) { model.rowName($0) }
  }
}
