/// A number with thousands apart, such as `1,234,567.8`; `–` for none or one that is not finite.
func grouped(_ value: Double?, places: Int = 1) -> String {
  guard let value, value.isFinite else { return "–" }
  guard abs(value) < 1e15 else { return "\(value)" }
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  let scaled = (abs(value) * scale).rounded()
  // Past 2^53 the places are not in the number any more.
  guard scaled < 9e15 else { return grouped(value, places: places - 1) }
  let digits = String(Int(scaled))
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  var whole = ""
  for (offset, digit) in padded.dropLast(places).reversed().enumerated() {
    if offset > 0, offset % 3 == 0 { whole.append(",") }
    whole.append(digit)
  }
  let fraction = places > 0 ? "." + padded.suffix(places) : ""
  return (value < 0 && scaled > 0 ? "-" : "") + String(whole.reversed()) + fraction
}
