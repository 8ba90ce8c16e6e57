import Foundation
import Yams

/// A JSON file read with the places of its values: all JSON is YAML, and its reader keeps them.
enum JSONDocument {
  static func read(_ url: URL, _ log: inout FindingLog) -> JSONObject? {
    let file = url.lastPathComponent
    if url.pathExtension == "gz" {
      guard let bytes = unzipped(url), let text = try? DecodedText(bytes) else {
        log.add(.unreadableFile, at: Place(file: file), "gzip does not unpack it into text")
        return nil
      }
      return read(text, file: file, &log)
    }
    let folder = CaseFolder(url: url.deletingLastPathComponent())
    guard let text = folder.text(file, isRequired: true, &log) else { return nil }
    return read(text, file: file, &log)
  }

  /// What `gzip -dc` makes of a file.
  private static func unzipped(_ url: URL) -> [UInt8]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", "--", url.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = try? output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? data.map { [UInt8]($0) } : nil
  }

  static func read(_ text: DecodedText, file: String, _ log: inout FindingLog) -> JSONObject? {
    // Anything else would be YAML that is no JSON: anchors and aliases among it.
    let first = text.bytes.first { !" \t\r\n".utf8.contains($0) }
    guard first == UInt8(ascii: "{") else {
      log.add(.jsonSyntax, at: Place(file: file, line: 1, column: 1), "expected a JSON object, which begins with {")
      return nil
    }
    do {
      guard let node = try Yams.compose(yaml: String(decoding: text.bytes, as: UTF8.self)) else { return nil }
      return JSONObject(node, what: "the file", file: file, &log)
    } catch let YamlError.duplicatedKeysInMapping(duplicates, context) {
      for key in duplicates {
        log.add(
          .duplicateKey, at: Place(file: file, line: context.mark.line, column: context.mark.column),
          "key \(quoted(key)) appears twice in the object that begins here")
      }
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        log.add(.jsonSyntax, at: Place(file: file, line: mark.line, column: mark.column), "no valid JSON: \(problem)")
      default: log.add(.jsonSyntax, at: Place(file: file), "no valid JSON")
      }
    } catch {
      log.add(.jsonSyntax, at: Place(file: file), "no valid JSON")
    }
    return nil
  }
}

/// An object of a JSON file. What is asked for and not there, or of another kind, is a finding.
struct JSONObject {
  /// Its name in messages, such as `unit "101_CT_1"`.
  let what: String
  let file: String
  let place: Place
  /// In the order of the file.
  let names: [String]
  private let values: [String: Node]
  private let places: [String: Place]

  init?(_ node: Node, what: String, file: String, _ log: inout FindingLog) {
    guard let mapping = node.mapping else {
      log.add(.badValue, at: node.place(in: file), "\(what) is no object, expected { … }")
      return nil
    }
    var names: [String] = []
    var values: [String: Node] = [:]
    var places: [String: Place] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      names.append(name)
      values[name] = value
      places[name] = key.place(in: file)
    }
    (self.what, self.file, self.names, self.values, self.places) = (what, file, names, values, places)
    place = node.place(in: file)
  }

  func has(_ key: String) -> Bool { values[key].map { !$0.isBlank } ?? false }

  func place(of key: String) -> Place { values[key]?.place(in: file) ?? place }

  /// Names that nobody reads: nothing is dropped without a word.
  /// - Parameter code: `leftOut` where the format's own tools pass over them.
  func reportOthers(than known: [String], as code: Finding.Code = .unknownKey, _ log: inout FindingLog) {
    for name in names where !known.contains(name) {
      log.add(
        code, at: places[name] ?? place,
        "unknown key \(quoted(name)) in \(what)\(suggestion(for: name, among: known))")
    }
  }

  private func node(_ key: String, _ log: inout FindingLog) -> Node? {
    if let node = values[key], !node.isBlank { return node }
    log.add(.missingKey, at: place, "\(what) has no \(quoted(key))\(suggestion(for: key, among: names))")
    return nil
  }

  private func number(_ node: Node, _ key: String, _ log: inout FindingLog) -> Double? {
    if let text = node.scalar?.string, let value = NumberText.parse(text) { return value }
    let found = node.scalar.map { quoted($0.string) } ?? "a list or object"
    log.add(.notANumber, at: node.place(in: file), "\(quoted(key)) of \(what) is \(found), expected a number")
    return nil
  }

  func text(_ key: String) -> String? { values[key]?.scalar?.string }

  /// - Parameter least: smallest value that makes sense.
  func number(_ key: String, least: Double = -.infinity, _ log: inout FindingLog) -> Double? {
    guard let node = node(key, &log), let value = number(node, key, &log) else { return nil }
    guard value >= least else {
      log.add(
        .outOfBounds, at: node.place(in: file),
        "\(quoted(key)) of \(what) is \(NumberText.text(value)), expected at least \(NumberText.text(least))")
      return nil
    }
    return value
  }

  func number(_ key: String, default fallback: Double, least: Double = -.infinity, _ log: inout FindingLog) -> Double? {
    has(key) ? number(key, least: least, &log) : fallback
  }

  /// `true`, `false`, 1 or 0.
  func flag(_ key: String, default fallback: Bool? = nil, _ log: inout FindingLog) -> Bool? {
    if let fallback, !has(key) { return fallback }
    guard let node = node(key, &log) else { return nil }
    switch node.scalar?.string {
    case "true", "1": return true
    case "false", "0": return false
    default:
      log.add(.badValue, at: node.place(in: file), "\(quoted(key)) of \(what) is neither true (1) nor false (0)")
      return nil
    }
  }

  /// One of true and false for all steps, or one for each.
  func flags(_ key: String, count: Int, default fallback: Bool, _ log: inout FindingLog) -> [Bool]? {
    guard has(key), let node = node(key, &log), let sequence = node.sequence else {
      return flag(key, default: fallback, &log).map { Array(repeating: $0, count: count) }
    }
    guard sequence.count == count else {
      log.add(
        .seriesLength, at: node.place(in: file),
        "\(quoted(key)) of \(what) has \(sequence.count) values, expected \(count)")
      return nil
    }
    let values = sequence.compactMap { item in item.scalar.flatMap { ["true": true, "false": false][$0.string] } }
    guard values.count == count else {
      log.add(.badValue, at: node.place(in: file), "\(quoted(key)) of \(what) holds more than true and false")
      return nil
    }
    return values
  }

  /// A list of numbers; with `count`, that many or one for all.
  func numbers(_ key: String, count: Int? = nil, least: Double = -.infinity, _ log: inout FindingLog) -> [Double]? {
    guard let node = node(key, &log) else { return nil }
    guard let sequence = node.sequence else {
      guard let value = number(key, least: least, &log) else { return nil }
      return Array(repeating: value, count: count ?? 1)
    }
    var values: [Double] = []
    values.reserveCapacity(sequence.count)
    for item in sequence {
      guard let value = number(item, key, &log) else { return nil }
      guard value >= least else {
        log.add(
          .outOfBounds, at: item.place(in: file),
          "\(quoted(key)) of \(what) holds \(NumberText.text(value)), expected at least \(NumberText.text(least))")
        return nil
      }
      values.append(value)
    }
    guard count == nil || values.count == count else {
      log.add(
        .seriesLength, at: node.place(in: file),
        "\(quoted(key)) of \(what) has \(values.count) values, expected \(count ?? 0)")
      return nil
    }
    return values
  }

  func object(_ key: String, _ log: inout FindingLog) -> JSONObject? {
    node(key, &log).flatMap { JSONObject($0, what: key, file: file, &log) }
  }

  /// The objects of an object of objects, by name, in the order of the file; none where the key is absent.
  func members(_ key: String, each kind: String, _ log: inout FindingLog) -> [(name: String, content: JSONObject)] {
    guard has(key), let whole = object(key, &log) else { return [] }
    return whole.names.compactMap { name in
      guard let node = whole.values[name] else { return nil }
      return JSONObject(node, what: "\(kind) \(quoted(name))", file: file, &log).map { (name, $0) }
    }
  }

  /// The objects of a list.
  func objects(_ key: String, _ log: inout FindingLog) -> [JSONObject] {
    guard let node = node(key, &log) else { return [] }
    guard let sequence = node.sequence else {
      log.add(.badValue, at: node.place(in: file), "\(quoted(key)) of \(what) is no list, expected [ … ]")
      return []
    }
    return sequence.compactMap { JSONObject($0, what: "\(quoted(key)) of \(what)", file: file, &log) }
  }

  /// The words of a list, or one by itself.
  func words(_ key: String) -> [String] {
    guard let node = values[key] else { return [] }
    if let text = node.scalar?.string { return [text] }
    return node.sequence?.compactMap { $0.scalar?.string } ?? []
  }
}
