import Yams

/// Composes `case.yaml`; faults of syntax become findings.
enum YAMLDocument {
  /// A case file is written by hand: neither of these is reached by one that is meant as such.
  static let maximumLength = 1_000_000
  static let maximumAliases = 16

  static func compose(_ text: DecodedText, file: String, log: inout FindingLog) -> Node? {
    func fault(_ code: Finding.Code, _ mark: Mark?, line: Int = 1, _ message: String) {
      log.add(code, at: Place(file: file, line: mark?.line ?? line, column: mark?.column ?? 1), message)
    }
    guard text.bytes.count <= maximumLength, aliases(in: text.bytes) <= maximumAliases else {
      fault(.yamlSyntax, nil, "more than \(maximumLength) bytes or \(maximumAliases) aliases: expected a short file")
      return nil
    }
    let yaml = String(decoding: text.bytes, as: UTF8.self)
    do {
      guard let node = try Yams.compose(yaml: yaml) else {
        fault(.emptyFile, nil, "the file is empty, expected keys such as name and start")
        return nil
      }
      if node.mapping != nil { return node }
      fault(.yamlSyntax, node.mark, "expected a mapping of keys to values")
    } catch let YamlError.duplicatedKeysInMapping(duplicates, context) {
      for key in duplicates {
        let line = secondLine(of: key, in: yaml, after: context.mark.line)
        fault(.duplicateKey, nil, line: line, "key \(quoted(key)) appears twice")
      }
    } catch let error as YamlError {
      switch error {
      case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        let situation = context.map { " \($0.text)" } ?? ""
        fault(.yamlSyntax, mark, "no valid YAML: \(problem)\(situation)")
      default: fault(.yamlSyntax, nil, "no valid YAML")
      }
    } catch {
      fault(.yamlSyntax, nil, "no valid YAML")
    }
    return nil
  }

  /// What may be an alias: a few are harmless, many can stand for more nodes than memory holds.
  private static func aliases(in bytes: [UInt8]) -> Int {
    zip(bytes, bytes.dropFirst()).count { $0 == UInt8(ascii: "*") && $1 > UInt8(ascii: " ") && $1 != $0 }
  }

  private static func secondLine(of key: String, in yaml: String, after first: Int) -> Int {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let found = lines.indices.filter { index in
      let line = lines[index].drop { " -\"'\t".contains($0) }
      return index + 1 >= first && line.hasPrefix(key)
        && line.dropFirst(key.count).drop { " \"'".contains($0) }.hasPrefix(":")
    }
    return (found.dropFirst().first ?? first - 1) + 1
  }
}
