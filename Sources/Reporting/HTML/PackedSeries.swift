import Foundation

/// A series as a page carries it: 16 bits a value between its least and its greatest, little-endian, in base64.
///
/// A value is `low + step × bits`, wrong by at most half a step: 1/131,070 of the range.
struct PackedSeries: Encodable, Equatable {
  var count: Int
  var low: Double
  var step: Double
  /// Empty where all values are the same.
  var bits: String

  init(_ values: some Collection<Double>) {
    count = values.count
    let finite = values.lazy.filter(\.isFinite)
    low = finite.min() ?? 0
    step = ((finite.max() ?? 0) - low) / 65_535
    guard step > 0 else {
      bits = ""
      return
    }
    var data = Data(capacity: 2 * count)
    for value in values {
      let level = UInt16(value.isFinite ? min(65_535, ((value - low) / step).rounded()) : 0)
      data.append(UInt8(level & 0xFF))
      data.append(UInt8(level >> 8))
    }
    bits = data.base64EncodedString()
  }

  /// The means of so many values each; the last may be of fewer.
  init(_ values: some RandomAccessCollection<Double>, meanOf every: Int) {
    guard every > 1 else {
      self.init(values)
      return
    }
    let all = Array(values)
    self.init(
      stride(from: 0, to: all.count, by: every).map { first in
        let group = all[first..<min(all.count, first + every)]
        return group.reduce(0, +) / Double(group.count)
      })
  }

  /// What the page will draw.
  var values: [Double] {
    guard let data = Data(base64Encoded: bits), !data.isEmpty else { return Array(repeating: low, count: count) }
    return (0..<count).map { low + step * Double(UInt16(data[2 * $0]) | UInt16(data[2 * $0 + 1]) << 8) }
  }
}
