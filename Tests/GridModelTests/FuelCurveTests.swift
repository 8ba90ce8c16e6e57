import Testing

@testable import GridModel

@Suite struct FuelCurveTests {
  @Test func curveFromCoalRates() {
    let curve = FuelCurve(loads: [0.5, 1], coalRates: [330, 300], minimumOutput: 300, capacity: 600)
    #expect(curve.outputs == [300, 600])
    #expect(curve.fuels == [99, 180])
  }

  @Test func curveReachesBelowItsFirstPoint() {
    let curve = FuelCurve(loads: [0.5, 1], coalRates: [330, 300], minimumOutput: 180, capacity: 600)
    #expect(curve.outputs == [180, 300, 600])
    #expect(abs(curve.fuels[0] - 180 * 0.33) < 1e-12)
  }

  @Test func concavePointIsLeftOut() {
    let curve = FuelCurve(outputs: [0, 1, 2], fuels: [0, 3, 4])
    let hull = curve.convexified()
    #expect(hull.curve.outputs == [0, 2])
    #expect(abs(hull.deviation - 1) < 1e-12)
    let convex = FuelCurve(outputs: [0, 1, 2], fuels: [0, 1, 4])
    #expect(convex.convexified().curve == convex)
  }
}
