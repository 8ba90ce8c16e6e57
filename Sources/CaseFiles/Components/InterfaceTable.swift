import GridModel

enum InterfaceTable: ComponentTable {
  static let file = "interfaces.csv"
  static let meaning = "Sections of the network: weighted sums of line flows within limits."
  static let lines = Column.text(
    "lines",
    "Lines by name, separated by `;`, each with a weight before it such as `0.5*` or `-1*` where it is not 1; a "
      + "backslash takes the next character as it is.")
  static let limit = Column.limit(
    "limit_mw", "MW", default: "column of the interface_limit series with the interface's name, else unlimited",
    "Most that the sum may come to.")
  static let reverseLimit = Column.limit(
    "reverse_limit_mw", "MW",
    default: "column of the interface_reverse_limit series with the interface's name, else as limit_mw",
    "Most that the sum may come to against its direction.")
  static let columns = [Column.name, lines, limit, reverseLimit]
  static var components: WritableKeyPath<PowerSystem, [Interface]> { \.interfaces }

  static func decode(_ row: inout RowReader) -> Interface {
    let name = row.text(.name)
    let text = row.text(lines)
    let members = ListText.parse(text).map { entry in
      if let weight = entry.weight { return Interface.Member(row.line(entry.name, lines), weight: weight) }
      row.fault(.notANumber, lines, "the weight of line \(quoted(entry.name)) is no number")
      return Interface.Member(entry.name)
    }
    if members.isEmpty, !text.isEmpty { row.fault(.missingValue, lines, "no line in \(quoted(text))") }
    let limit = row.limit(limit, series: .interfaceLimit, name)
    let reverse = row.limit(reverseLimit, series: .interfaceReverseLimit, name)
    return Interface(name: name, members: members, limit: limit ?? .constant(.infinity), reverseLimit: reverse)
  }

  static func encode(_ interface: Interface, into row: inout RowWriter) {
    row[.name] = interface.name
    row[lines] = ListText.text(interface.members.map { ($0.line, $0.weight) })
    row.write(interface.limit, limit, series: .interfaceLimit, interface.name)
    row.write(interface.reverseLimit, reverseLimit, series: .interfaceReverseLimit, interface.name)
  }
}
