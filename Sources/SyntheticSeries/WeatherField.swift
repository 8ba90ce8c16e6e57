import Foundation
import GridModel

/// A place on the map.
struct Site {
  var name: String
  /// Degrees north.
  var latitude: Double
  /// Degrees east.
  var longitude: Double

  /// Kilometres east and north of 37.5° N, 112.5° E on a plane that is true to scale there.
  var kilometres: (east: Double, north: Double) {
    (east: (longitude - 112.5) * 111.32 * cos(37.5 * .pi / 180), north: (latitude - 37.5) * 110.95)
  }
}

/// A standard normal process in time that is correlated between places: the regional weather.
///
/// In space it is a sum of plane waves whose wave vectors are drawn from the spectrum of a Gaussian correlation
/// `exp(−d²/2L²)` (spectral representation: Shinozuka and Jan, J. Sound Vib. 25, 1972), here at fixed points of that
/// spectrum so that the correlation itself is not random. In time every wave is an Ornstein–Uhlenbeck process with the
/// exact update of Gillespie (Phys. Rev. E 54, 1996). A site evaluates the field at its own place, so that no site
/// depends on which others there are.
struct WeatherField {
  private let waves: Int
  private let count: Int
  private let correlationKilometres: Double
  /// Part of the variance that is the site's own.
  private let localShare: Double
  private let persistence: Double
  private let random: (String) -> KeyedRandom
  private let position: Int
  /// `modes[(2 · wave + part) · count + step]`: cosine and sine amplitudes of every wave.
  private let modes: [Double]

  /// - Parameters:
  ///   - firstPosition: position in all time of the first step; draws are keyed by it.
  ///   - persistence: correlation of successive steps, 0 to below 1.
  init(
    seed: UInt64, name: String, firstPosition: Int, count: Int, correlationKilometres: Double, persistence: Double,
    localShare: Double, waves: Int = 12
  ) {
    self.waves = waves
    self.count = count
    self.correlationKilometres = correlationKilometres
    self.localShare = localShare
    self.persistence = persistence
    position = firstPosition
    random = { KeyedRandom(seed: seed, stream: "\(name)/\($0)") }
    var modes: [Double] = []
    modes.reserveCapacity(2 * waves * count)
    for mode in 0..<2 * waves {
      modes += Self.process(
        random("wave-\(mode)"), count: count, persistence: persistence, firstPosition: firstPosition)
    }
    self.modes = modes
  }

  /// The field at a site, one standard normal value per step.
  func values(at site: Site) -> [Double] {
    var values = Self.process(
      random("site-\(site.name)"), count: count, persistence: persistence, firstPosition: position)
    let own = localShare.squareRoot()
    for step in 0..<count { values[step] *= own }
    let (east, north) = site.kilometres
    let amplitude = ((1 - localShare) / Double(waves)).squareRoot()
    for wave in 0..<waves {
      // Radii at the mid-quantiles of the Rayleigh distribution, angles by the golden section.
      let radius = (-2 * log(1 - (Double(wave) + 0.5) / Double(waves))).squareRoot() / correlationKilometres
      let angle = 2 * .pi * 0.618_033_988_749_895 * Double(wave)
      let phase = radius * (cos(angle) * east + sin(angle) * north)
      let cosine = amplitude * cos(phase)
      let sine = amplitude * sin(phase)
      let first = 2 * wave * count
      for step in 0..<count {
        values[step] += cosine * modes[first + step] + sine * modes[first + count + step]
      }
    }
    return values
  }

  private static func process(
    _ random: KeyedRandom, count: Int, persistence: Double, firstPosition: Int
  ) -> [Double] {
    let innovation = (1 - persistence * persistence).squareRoot()
    var values = Array(repeating: 0.0, count: count)
    var state = 0.0
    for step in 0..<count {
      let draw = random.normal(firstPosition + step)
      state = step == 0 ? draw : persistence * state + innovation * draw
      values[step] = state
    }
    return values
  }
}
