/// A series file of a case folder.
public struct GeneratedFile: Sendable, Equatable {
  /// Relative to the case folder, such as `series/wind.csv`.
  public let path: String
  /// Local time at the start of every step, such as `2030-01-17T18:00`.
  public let times: [String]
  /// Column names.
  public let names: [String]
  /// One column per name, one value per step, rounded to `decimals`.
  public let columns: [[Double]]
  /// Decimals written at most; zeros at the end are left out.
  public let decimals: Int

  /// Rounds the values to the decimals.
  public init(path: String, times: [String], names: [String], columns: [[Double]], decimals: Int) {
    self.path = path
    self.times = times
    self.names = names
    self.decimals = decimals
    let unit = Self.unit(decimals)
    self.columns = columns.map { column in column.map { ($0 * unit).rounded() / unit } }
  }

  /// The file as UTF-8 text: a header with `time` first, comma-separated, LF at the end of each row.
  public func csv() -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(times.count * (20 + 7 * names.count))
    bytes += "time".utf8
    for name in names { bytes += ",\(name)".utf8 }
    for (step, time) in times.enumerated() {
      bytes.append(UInt8(ascii: "\n"))
      bytes += time.utf8
      for column in columns {
        bytes.append(UInt8(ascii: ","))
        append(column[step], to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func append(_ value: Double, to bytes: inout [UInt8]) {
    let scaled = Int((abs(value) * Self.unit(decimals)).rounded())
    if value < 0, scaled > 0 { bytes.append(UInt8(ascii: "-")) }
    var (whole, fraction) = scaled.quotientAndRemainder(dividingBy: Int(Self.unit(decimals)))
    bytes += "\(whole)".utf8
    guard fraction > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    whole = Int(Self.unit(decimals))
    while fraction > 0 {
      whole /= 10
      bytes.append(UInt8(ascii: "0") + UInt8(fraction / whole))
      fraction %= whole
    }
  }

  private static func unit(_ decimals: Int) -> Double { (0..<decimals).reduce(1) { unit, _ in unit * 10 } }
}
