/// The long help of a subcommand: what there is to say, and examples with what they do.
func discussion(
  _ text: String = "", examples: [(arguments: String, meaning: String)], of subcommand: String
) -> String {
  let lines = examples.map { "  # \($0.meaning)\n  griddispatch \(subcommand) \($0.arguments)" }
  return (text.isEmpty ? "" : text + "\n\n") + "EXAMPLES:\n" + lines.joined(separator: "\n")
}
