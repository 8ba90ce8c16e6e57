import Foundation

/// What tests look up in a `summary.json`.
struct Summary: Decodable {
  var status: String
  var objective: Double?
  var bound: Double?
  var gap: Double?
  var options: [String: String]
  var files: [String]

  init(json: String) throws { self = try JSONDecoder().decode(Summary.self, from: Data(json.utf8)) }
  init(in results: URL) throws { try self.init(json: text(of: results.appending(path: "summary.json"))) }
}
