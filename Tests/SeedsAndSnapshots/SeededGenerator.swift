import Foundation

/// The same numbers from the same seed everywhere (SplitMix64, G. Steele et al. 2014).
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  public init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 to `most`; 0 where that is negative.
  public mutating func next(upTo most: Int) -> Int { most <= 0 ? 0 : Int.random(in: 0...most, using: &self) }

  /// True once in `times` on average.
  public mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  public mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

  public mutating func numbers(_ count: Int, _ range: ClosedRange<Double>) -> [Double] {
    (0..<count).map { _ in number(range) }
  }

  /// A multiple of `grain` in a range: round numbers make ties and degenerate vertices, which real data have too.
  public mutating func round(_ range: ClosedRange<Double>, by grain: Double = 1) -> Double {
    (number(range) / grain).rounded() * grain
  }

  /// Evenly on a logarithmic scale.
  public mutating func magnitude(_ range: ClosedRange<Double>) -> Double {
    exp(number(log(range.lowerBound)...log(range.upperBound)))
  }
}
