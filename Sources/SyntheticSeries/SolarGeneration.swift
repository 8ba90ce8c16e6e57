import Foundation

/// Availability of PV plants.
struct SolarGeneration {
  let calendar: QuarterHours
  let clouds: CloudCover
  let temperature: AirTemperature
  let utcOffsetHours: Double

  /// AC output as part of AC capacity by quarter hour, scaled to the plant's full-load hours.
  ///
  /// Power is irradiance on the plane times a temperature derate (cell temperature by NOCT 45 °C: R. G. Ross, IEEE PVSC
  /// 1976; −0.4 %/K from 25 °C), times the ratio of DC to AC capacity net of losses, cut at the AC capacity. That ratio
  /// is found by bisection on the hours.
  func availability(_ plant: SeriesRecipe.Solar) -> [Double] {
    var direct = directCurrent(plant)
    let target = plant.fullLoadHours / 8760 * Double(calendar.count)
    let ratio = bisect(0...4) { ratio in
      var sum = 0.0
      for value in direct { sum += min(1, ratio * value) }
      return sum - target
    }
    for quarter in direct.indices { direct[quarter] = min(1, ratio * direct[quarter]) }
    return direct
  }

  /// DC output as part of DC capacity at standard test conditions, before losses.
  private func directCurrent(_ plant: SeriesRecipe.Solar) -> [Double] {
    let tilt = plant.tiltDegrees ?? max(0, abs(plant.latitude) - 5)
    let index = clouds.clearSkyIndex(at: plant.site)
    var output = temperature.values(at: plant.site)
    for day in 0..<calendar.days {
      let sun = SolarGeometry(dayOfYear: calendar.dayOfYear[day])
      for quarter in day * QuarterHours.perDay..<(day + 1) * QuarterHours.perDay {
        let time = sun.solarTime(
          clock: calendar.clock(quarter), longitude: plant.longitude, utcOffsetHours: utcOffsetHours)
        let irradiance = sun.irradiance(
          cosines: sun.cosines(solarTime: time, latitude: plant.latitude, tilt: tilt), tilt: tilt,
          clearSkyIndex: index[quarter])
        let cell = output[quarter] + irradiance * (45 - 20) / 800
        output[quarter] = irradiance / 1000 * (1 - 0.004 * (cell - 25))
      }
    }
    return output
  }
}

/// The zero of an increasing function in a range, to 60 halvings; the nearer end if it has none there.
func bisect(_ range: ClosedRange<Double>, _ function: (Double) -> Double) -> Double {
  var (low, high) = (range.lowerBound, range.upperBound)
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if function(middle) < 0 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
