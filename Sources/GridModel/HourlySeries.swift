/// A quantity over the steps of a horizon: one value for all of them, or one each.
public enum HourlySeries: Sendable, Equatable {
  case constant(Double)
  case series([Double])

  /// The values of all `count` steps.
  public func values(count: Int) -> [Double] {
    switch self {
    case .constant(let value): Array(repeating: value, count: count)
    case .series(let values): values
    }
  }

  /// The part of the series in the given steps.
  public func restricted(to steps: Range<Int>) -> HourlySeries {
    switch self {
    case .constant: self
    case .series(let values): .series(Array(values[steps]))
    }
  }

  public func scaled(by factor: Double) -> HourlySeries {
    switch self {
    case .constant(let value): .constant(value * factor)
    case .series(let values): .series(values.map { $0 * factor })
    }
  }

  /// Smallest and largest value; `nil` for an empty series.
  public var range: ClosedRange<Double>? {
    switch self {
    case .constant(let value): return value...value
    case .series(let values):
      guard let low = values.min(), let high = values.max() else { return nil }
      return low...high
    }
  }
}

extension HourlySeries: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .constant(value) }
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }
}
