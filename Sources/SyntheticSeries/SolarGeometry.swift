import Foundation

/// Where the sun stands over a site.
///
/// Declination, equation of time and eccentricity after J. W. Spencer, "Fourier series representation of the position
/// of the sun", Search 2 (1971).
struct SolarGeometry {
  /// Radians.
  let declination: Double
  /// Minutes by which apparent solar time is ahead of mean solar time.
  let equationOfTime: Double
  /// Extraterrestrial irradiance on a plane facing the sun, W/m².
  let extraterrestrial: Double

  /// - Parameter dayOfYear: 0 on 1 January.
  init(dayOfYear: Int) {
    let angle = 2 * .pi * Double(dayOfYear) / 365
    let (c1, s1, c2, s2) = (cos(angle), sin(angle), cos(2 * angle), sin(2 * angle))
    let (c3, s3) = (cos(3 * angle), sin(3 * angle))
    var tilt = 0.006918 - 0.399912 * c1 + 0.070257 * s1
    tilt += -0.006758 * c2 + 0.000907 * s2
    declination = tilt - 0.002697 * c3 + 0.00148 * s3
    equationOfTime = 229.18 * (0.000075 + 0.001868 * c1 - 0.032077 * s1 - 0.014615 * c2 - 0.040849 * s2)
    extraterrestrial = 1367 * (1.00011 + 0.034221 * c1 + 0.00128 * s1 + 0.000719 * c2 + 0.000077 * s2)
  }

  /// Apparent solar time at a clock time, hours.
  func solarTime(clock: Double, longitude: Double, utcOffsetHours: Double) -> Double {
    clock + (longitude - 15 * utcOffsetHours) / 15 + equationOfTime / 60
  }

  /// Cosines of the zenith angle and of the angle of incidence on a plane tilted towards the equator.
  func cosines(solarTime: Double, latitude: Double, tilt: Double) -> (zenith: Double, incidence: Double) {
    let hourAngle = (solarTime - 12) * .pi / 12
    let phi = latitude * .pi / 180
    // A plane tilted towards the equator is horizontal at the latitude less the tilt.
    let flat = phi - (latitude < 0 ? -1 : 1) * tilt * .pi / 180
    let (sinDeclination, cosDeclination) = (sin(declination), cos(declination))
    let zenith = sin(phi) * sinDeclination + cos(phi) * cosDeclination * cos(hourAngle)
    let incidence = sin(flat) * sinDeclination + cos(flat) * cosDeclination * cos(hourAngle)
    return (zenith, incidence)
  }

  /// Hours from sunrise to sunset.
  func dayLength(latitude: Double) -> Double {
    let cosine = -tan(latitude * .pi / 180) * tan(declination)
    return acos(min(1, max(-1, cosine))) * 24 / .pi
  }

  /// Global irradiance on the tilted plane, W/m².
  ///
  /// Clear sky: B. Haurwitz, J. Meteorology 2 (1945), `1098 cos z exp(−0.057 / cos z)`; times the clear-sky index.
  /// Diffuse part: Erbs, Klein and Duffie, Solar Energy 28 (1982). Tilted plane: isotropic sky with ground albedo 0.2
  /// (Liu and Jordan, Solar Energy 7, 1963).
  func irradiance(cosines: (zenith: Double, incidence: Double), tilt: Double, clearSkyIndex: Double) -> Double {
    guard cosines.zenith > 0.01 else { return 0 }
    let global = clearSkyIndex * 1098 * cosines.zenith * exp(-0.057 / cosines.zenith)
    let diffuse = global * Self.diffuseShare(clearness: global / (extraterrestrial * cosines.zenith))
    let beam = (global - diffuse) * max(0, cosines.incidence) / max(0.05, cosines.zenith)
    let lean = cos(tilt * .pi / 180)
    return beam + diffuse * (1 + lean) / 2 + 0.2 * global * (1 - lean) / 2
  }

  private static func diffuseShare(clearness k: Double) -> Double {
    if k <= 0.22 { return 1 - 0.09 * k }
    if k > 0.8 { return 0.165 }
    let high = 12.336 * k * k * k * k - 16.638 * k * k * k
    return 0.9511 - 0.1604 * k + 4.388 * k * k + high
  }
}
