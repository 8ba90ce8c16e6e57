import GridModel

enum LineTable: ComponentTable {
  static let file = "lines.csv"
  static let meaning = "Connections of two buses."
  static let from = Column.text("from_bus", "Bus that positive flow leaves.")
  static let to = Column.text("to_bus", "Bus that positive flow enters.")
  static let capacity = Column.number("capacity_mw", "MW", "Limit of flow in the positive direction.")
  static let reverseCapacity = Column.number(
    "reverse_capacity_mw", "MW", default: "capacity_mw", "Limit of flow in the other direction.")
  static let reactance = Column.number(
    "reactance_pu", "p.u.", default: "controllable link", in: -.greatestFiniteMagnitude...(.greatestFiniteMagnitude),
    "Reactance for `network: dc`; only ratios matter, so any one unit will do. Below 0 in a star that stands for a "
      + "three-winding transformer; 0 only where no line has n_minus_1.")
  static let kind = Column.choice(
    "kind", Line.Kind.allCases.map(\.rawValue), default: "ac",
    "`ac`, or `hvdc` for a direct-current link, whose flow is set and which has no reactance.")
  static let loss = Column.number(
    "loss_percent", "% of capacity", default: "0, or from resistance_pu", in: 0...100,
    "Lost at full flow, in either direction; half is drawn at each end.")
  static let resistance = Column.number(
    "resistance_pu", "p.u. on 100 MVA", default: "none",
    "Instead of loss_percent: the loss at full flow is resistance times capacity.")
  static let segments = Column.number(
    "loss_segments", "", default: "1 with loss_percent, 3 with resistance_pu", in: 1...100,
    "Segments by which the loss follows the square of the flow, too high by at most the full loss over 4 n²; with 1 it "
      + "is in proportion to the flow.")
  static let minimumFlow = Column.number(
    "min_flow_mw", "MW", default: "0",
    "Least flow of an `hvdc` link in either direction when it is on. Kept by `solve --commitment`.")
  static let isSecured = Column.flag(
    "n_minus_1", default: "no",
    "Whether all other lines stay within their emergency capacity when this one trips; needs `network: dc`.")
  static let emergencyCapacity = Column.number(
    "emergency_capacity_mw", "MW", default: "capacity_mw and reverse_capacity_mw",
    "Limit in either direction after the outage of another line.")
  static let overload = Column.number(
    "overload_mw", "MW", default: "0",
    "How far flow may go beyond the limits in either direction, after outages beyond the emergency capacity.")
  static let overloadPrice = Column.number(
    "overload_price_{currency}_per_mwh", "{currency}/MWh", default: "required with overload_mw", "Price of that.")
  static let builtReverse = Column.number(
    "build_reverse_percent", "%", default: "100", in: 0...100,
    "Part of what is built that leads backwards too: 0 for a link of one way.")
  static let columns =
    [
      Column.name, from, to, capacity, reverseCapacity, reactance, kind, loss, resistance, segments, minimumFlow,
      isSecured, emergencyCapacity, overload, overloadPrice,
    ] + ExpansionColumns.power.all + [builtReverse]
  static var components: WritableKeyPath<PowerSystem, [Line]> { \.lines }

  static func decode(_ row: inout RowReader) -> Line {
    var line = Line(
      name: row.text(.name), from: row.bus(from), to: row.bus(to), capacity: row.requiredNumber(capacity),
      reverseCapacity: row.number(reverseCapacity), reactance: row.number(reactance),
      kind: row.choice(kind, default: .ac), minimumFlow: row.number(minimumFlow, default: 0),
      isSecured: row.flag(isSecured, default: false), emergencyCapacity: row.number(emergencyCapacity),
      expansion: expansion(&row), builtReversePart: row.number(builtReverse, default: 1))
    line.loss = loss(&row, rating: line.rating)
    line.overload = overload(&row)
    if !line.from.isEmpty, line.from == line.to {
      row.fault(.lineToItself, to, "line \(quoted(line.name)) begins and ends at bus \(quoted(line.to))")
    }
    if line.kind == .hvdc, line.reactance != nil {
      row.fault(.conflictingValues, reactance, "hvdc link \(quoted(line.name)) has a reactance, expected none")
    }
    if line.kind == .ac, line.minimumFlow > 0 {
      row.fault(.conflictingValues, minimumFlow, "line \(quoted(line.name)) has a least flow, but is not hvdc")
    }
    return line
  }

  /// A line that may be built has nothing that would not grow with it in proportion.
  private static func expansion(_ row: inout RowReader) -> Expansion? {
    guard let expansion = row.expansion(.power) else { return nil }
    let bent = row.field(segments).flatMap { $0.text == "1" ? nil : segments }
    let resisting = row.field(resistance).map { _ in resistance }
    // The rating would grow in part only.
    if let reverse = row.number(reverseCapacity), let forward = row.number(capacity), reverse > forward,
      row.field(loss) != nil, row.field(builtReverse) != nil
    {
      row.fault(
        .conflictingValues, builtReverse,
        "build_reverse_percent is given, but a line with losses and more capacity backwards is built in both directions"
      )
    }
    for column in [resisting, bent, row.field(minimumFlow).map { _ in minimumFlow }].compactMap({ $0 }) {
      row.fault(
        .conflictingValues, column,
        "\(column.pattern) is given, but a line to be built (build_max_mw) can have losses in proportion only, and no "
          + "least flow")
    }
    return expansion
  }

  /// A line that may go beyond its limits has no others that would have to follow.
  private static func overload(_ row: inout RowReader) -> LineOverload? {
    let (most, price) = (row.number(overload, default: 0), row.number(overloadPrice))
    guard most > 0 else { return nil }
    if price == nil {
      row.fault(.missingValue, overloadPrice, "\(overloadPrice.pattern) is blank, but required with overload_mw")
    }
    for column in [loss, resistance, minimumFlow, ExpansionColumns.power.most] where row.field(column) != nil {
      row.fault(.conflictingValues, column, "\(column.pattern) is given, but a line with overload_mw cannot have it")
    }
    return LineOverload(most: most, price: price ?? 0)
  }

  private static func loss(_ row: inout RowReader, rating: Double) -> LineLoss? {
    let (stated, resistance) = (row.number(loss), row.number(Self.resistance))
    let count = row.number(segments)
    if stated != nil, resistance != nil {
      row.fault(.conflictingValues, Self.resistance, "loss_percent and resistance_pu are both given, expected one")
    }
    if let count, count != count.rounded() {
      row.fault(.outOfBounds, segments, "loss_segments is \(NumberText.text(count)), expected a whole number")
    }
    let part = stated ?? resistance.map { $0 * rating / 100 } ?? 0
    if resistance != nil, part > 1 {
      row.fault(.outOfBounds, Self.resistance, "the loss at full flow is above the flow")
    }
    guard part > 0, part.isFinite else { return nil }
    return LineLoss(part: part, segments: Int(count ?? (resistance == nil ? 1 : 3)))
  }

  static func encode(_ line: Line, into row: inout RowWriter) {
    row[.name] = line.name
    row[from] = line.from
    row[to] = line.to
    row[capacity] = line.capacity
    row[reverseCapacity] = line.reverseCapacity
    row[reactance] = line.reactance
    row[kind] = line.kind == .ac ? "" : line.kind.rawValue
    row[loss] = line.loss?.part
    row[segments] = line.loss.map { Double($0.segments) }
    row[minimumFlow] = line.minimumFlow == 0 ? nil : line.minimumFlow
    if line.isSecured { row[isSecured] = true }
    row[emergencyCapacity] = line.emergencyCapacity
    row[overload] = line.overload?.most
    row[overloadPrice] = line.overload?.price
    row.write(line.expansion, .power)
    if line.builtReversePart != 1 { row[builtReverse] = line.builtReversePart }
  }
}
