/// Examples for the help of a subcommand: arguments and what they do.
func examples(_ examples: [(arguments: String, meaning: String)], of subcommand: String) -> String {
  let lines = examples.map { "  # \($0.meaning)\n  griddispatch \(subcommand) \($0.arguments)" }
  return "EXAMPLES:\n" + lines.joined(separator: "\n")
}
