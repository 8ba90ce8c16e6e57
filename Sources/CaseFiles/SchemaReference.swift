/// All files, columns, units, defaults and meanings of the case format as Markdown, from the tables that read it.
public func schemaReference() -> String {
  var text = """
    # Case format

    A case is a folder with `case.yaml`, one CSV file per kind of component (a missing file means none of that kind)
    and `series/*.csv`. `{currency}` stands for the lower-cased currency of the case. A blank cell takes the default.
    Lines that start with `#` are comments. An `.xlsx` workbook with a sheet for each CSV file, `case` for the keys of
    `case.yaml` and `reserves`, `rules` and `targets` for its lists is read in its place.


    """
  text += section("`case.yaml`", "The case as a whole.", CaseKeys.all)
  text += section("`case.yaml`, entries of `reserves`", "The requirement is the sum of the parts.", ReserveKeys.all)
  text += section("`case.yaml`, entries of `rules`", RuleKeys.meaning, RuleKeys.all)
  for table in componentTables {
    text += section("`\(table.file)`", table.meaning, table.columns)
    if table == ThermalUnitTable.self {
      text += section("`\(CoalRateCurveTable.file)`", CoalRateCurveTable.meaning, CoalRateCurveTable.columns)
    }
  }
  text += """
    ## Series

    The first column `time` follows the start and step of the case. Files other than the default are named under
    `series` in `case.yaml`; each key takes one path or a list.

    | key | default | content |
    |---|---|---|

    """
  for kind in SeriesKind.allCases {
    let paths = kind.defaultPaths.map { "`\($0)`" }.joined(separator: ", ")
    text += "| `\(kind.rawValue)` | \(paths) | \(kind.meaning) |\n"
  }
  return text
}

private func section(_ title: String, _ meaning: String, _ columns: [Column]) -> String {
  let rows = columns.map { column in
    let words: [String] =
      switch column.kind {
      case .choice(let words): words
      case .flag: ["yes", "no"]
      case .numberOrWord(let words): ["number"] + words
      default: []
      }
    let unit = column.unit.isEmpty ? words.map { "`\($0)`" }.joined(separator: ", ") : column.unit
    return "| `\(column.pattern)` | \(unit) | \(column.fallback ?? "required") | \(column.meaning) |"
  }
  return """
    ## \(title)

    \(meaning)

    | name | unit | default | meaning |
    |---|---|---|---|
    \(rows.joined(separator: "\n"))


    """
}
