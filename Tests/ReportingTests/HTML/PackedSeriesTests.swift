import Foundation
import Testing

@testable import Reporting

@Suite struct PackedSeriesTests {
  @Test func valuesAreWithinHalfAStep() {
    let values = (0..<1000).map { 500 * sin(Double($0)) - 17 }
    let packed = PackedSeries(values)
    #expect(packed.step <= 1000 / 65_535.0)
    for (value, drawn) in zip(values, packed.values) { #expect(abs(value - drawn) <= packed.step / 2 * 1.000001) }
  }

  @Test func oneValueThroughoutTakesNoBits() {
    let packed = PackedSeries(Array(repeating: 3.25, count: 40))
    #expect(packed.bits.isEmpty)
    #expect(packed.values == Array(repeating: 3.25, count: 40))
  }

  @Test func emptyAndNotFiniteSeriesAreDrawable() {
    #expect(PackedSeries([Double]()).values.isEmpty)
    #expect(PackedSeries([1, .nan, 2, .infinity]).values == [1, 1, 2, 1])
  }

  @Test func quartersOfAnHourBecomeTheirMeans() {
    #expect(PackedSeries([1, 2, 3, 6, 5, 7], meanOf: 4).values == [3, 6])
    #expect(PackedSeries([1, 2], meanOf: 1).values == [1, 2])
  }

  @Test func twoBytesAValue() {
    let packed = PackedSeries((0..<8760).map(Double.init))
    #expect(packed.bits.count == 8760 * 2 * 4 / 3)
  }
}
