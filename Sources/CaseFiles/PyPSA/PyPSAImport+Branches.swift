import GridModel

/// Lines and transformers: flows obey the impedances around every cycle.
extension PyPSAImport {
  mutating func readLines() {
    let types = lineTypes()
    guard let sheet = sheet(.lines) else { return }
    for row in sheet.rows {
      guard let from = bus("bus0", sheet, row), let to = bus("bus1", sheet, row) else { continue }
      var (r, x) = (sheet.finite("r", row, &log), sheet.finite("x", row, &log))
      let type = sheet.text("type", row)
      if !type.isEmpty {
        guard let perLength = types[type] else {
          unknown(type, among: types.keys.sorted(), "line type", sheet, row)
          continue
        }
        let length = sheet.finite("length", row, &log) / sheet.finite("num_parallel", row, &log)
        (r, x) = (perLength.r * length, perLength.x * length)
      }
      let voltage = voltages[from] ?? 1
      addBranch(sheet, row, from, to, impedance: (directBuses.contains(from) ? r : x) / (voltage * voltage))
    }
  }

  mutating func readTransformers() {
    let types = transformerTypes()
    guard let sheet = sheet(.transformers) else { return }
    for row in sheet.rows {
      guard let from = bus("bus0", sheet, row), let to = bus("bus1", sheet, row) else { continue }
      var (r, x) = (sheet.finite("r", row, &log), sheet.finite("x", row, &log))
      var base = sheet.finite("s_nom", row, &log)
      var ratio = sheet.finite("tap_ratio", row, &log)
      let name = sheet.text("type", row)
      if !name.isEmpty {
        guard let type = types[name] else {
          unknown(name, among: types.keys.sorted(), "transformer type", sheet, row)
          continue
        }
        guard type.shift == 0 else {
          log.add(
            .notSupported, at: sheet.place("type", row),
            "transformer type \(quoted(name)) shifts phases by \(NumberText.text(type.shift))°, which is not supported")
          continue
        }
        let parallel = sheet.finite("num_parallel", row, &log)
        r = type.resistance / parallel
        x = type.reactance / parallel
        base = type.power
        ratio = 1 + (sheet.finite("tap_position", row, &log) - type.neutral) * type.step / 100
      }
      addBranch(sheet, row, from, to, impedance: (directBuses.contains(from) ? r : x) / base * ratio)
    }
  }

  private mutating func addBranch(
    _ sheet: PyPSASheet, _ row: Int, _ from: String, _ to: String, impedance: Double
  ) {
    guard impedance.isFinite else {
      log.add(
        .notSupported, at: sheet.place("x", row),
        "the impedance of \(quoted(sheet.names[row])) is not a finite number")
      return
    }
    system.network = .dc
    let part = sheet.constant("s_max_pu", row, &log)
    // Lines, transformers and links may share names in PyPSA.
    let name = sheet.component.list == "lines" ? sheet.names[row] : "transformer \(sheet.names[row])"
    var line = Line(name: name, from: from, to: to, capacity: 0, reactance: impedance)
    if isExtendable("s_nom", sheet, row) {
      guard let expansion = expansion("s_nom", sheet, row, part: part) else { return }
      line.expansion = expansion
    } else {
      line.capacity = sheet.finite("s_nom", row, &log) * part
      line.reverseCapacity = line.capacity
    }
    system.lines.append(line)
  }

  private mutating func unknown(
    _ name: String, among names: [String], _ kind: String, _ sheet: PyPSASheet, _ row: Int
  ) {
    let nearest = suggestion(for: name, among: names)
    log.add(
      .unknownWord, at: sheet.place("type", row),
      "no \(kind) \(quoted(name)) in the folder or among the standard types\(nearest)")
  }

  /// Ohm per km, by name.
  private mutating func lineTypes() -> [String: (r: Double, x: Double)] {
    var types: [String: (r: Double, x: Double)] = [:]
    for words in PyPSAStandardTypes.rows(PyPSAStandardTypes.lines) {
      types[words.name] = (words.numbers[0], words.numbers[1])
    }
    guard let sheet = sheet(.lineTypes) else { return types }
    for row in sheet.rows {
      types[sheet.names[row]] = (
        sheet.finite("r_per_length", row, &log), sheet.finite("x_per_length", row, &log)
      )
    }
    return types
  }

  private mutating func transformerTypes() -> [String: PyPSATransformerType] {
    var types: [String: PyPSATransformerType] = [:]
    for words in PyPSAStandardTypes.rows(PyPSAStandardTypes.transformers) {
      types[words.name] = PyPSATransformerType(words.numbers)
    }
    guard let sheet = sheet(.transformerTypes) else { return types }
    for row in sheet.rows {
      types[sheet.names[row]] = PyPSATransformerType(
        ["s_nom", "vsc", "vscr", "phase_shift", "tap_neutral", "tap_step"].map { sheet.finite($0, row, &log) })
    }
    return types
  }
}

/// A standard type of transformer, per unit of its power.
struct PyPSATransformerType {
  var power, resistance, reactance, shift, neutral, step: Double

  /// Power in MVA, short-circuit voltage and its real part in percent, shift in degrees, neutral tap, step in percent.
  init(_ numbers: [Double]) {
    power = numbers[0]
    resistance = numbers[2] / 100
    reactance = (numbers[1] * numbers[1] / 1e4 - resistance * resistance).squareRoot()
    (shift, neutral, step) = (numbers[3], numbers[4], numbers[5])
  }
}

extension PyPSAStandardTypes {
  static func rows(_ text: String) -> [(name: String, numbers: [Double])] {
    text.split(separator: "\n").map { line in
      let words = line.split(separator: ";").map(String.init)
      return (words[0], words.dropFirst().map { PyPSANumber.parse($0) ?? 0 })
    }
  }
}
