import GridModel
import PeakShaving
import Testing

@Suite struct FrontierTests {
  /// Every point of a small grid solved by itself lies between the bounds of the frontier.
  @Test func boundsHoldAtEveryPoint() {
    let fleet = RandomFleet(seed: 11, days: 2, resources: 2)
    let template = EnergyEnvelope(
      Storage(
        name: "added", bus: "bus", chargeCapacity: 1, dischargeCapacity: 1, energyCapacity: 1, chargeEfficiency: 0.94,
        dischargeEfficiency: 0.94), over: fleet.horizon)
    let powers = (1...6).map { 20.0 * Double($0) }
    let durations = (1...5).map { 0.8 * Double($0) }
    let frontier = ShavingFrontier(
      load: fleet.load, stepHours: fleet.stepHours, fleet: fleet.envelopes, template: template, powers: powers,
      durations: durations, tolerance: 1e-4)
    #expect(frontier.worstGap <= 1e-4)
    #expect(frontier.solves < powers.count * durations.count)
    for (a, power) in powers.enumerated() {
      for (b, hours) in durations.enumerated() {
        let problem = PeakShavingProblem(
          load: fleet.load, stepHours: fleet.stepHours,
          envelopes: fleet.envelopes + [template.scaled(power: power, energy: power * hours)])
        let exact = PeakShavingSolver(problem).solve()
        let k = a * durations.count + b
        #expect(frontier.lowerBound[k] <= exact.level + 1e-6)
        #expect(frontier.level[k] >= exact.lowerBound - 1e-6)
      }
    }
  }
}
