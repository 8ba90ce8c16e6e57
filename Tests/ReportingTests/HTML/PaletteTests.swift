import Foundation
import Testing

@testable import Reporting

/// The colours of sources, as people with each kind of colour vision see them.
///
/// Dichromacy is simulated after G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for
/// simulation of color vision deficiency", IEEE TVCG 15, 2009; colours are compared in CIELAB.
@Suite struct PaletteTests {
  private static let sources = [
    "coal", "gas", "oil", "nuclear", "biomass", "hydro", "wind", "solar", "pumped", "battery", "compressed-air",
    "response", "import", "unserved",
  ]

  private static let visions: [(name: String, matrix: [[Double]])] = [
    ("usual", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    (
      "deuteranopia",
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    (
      "tritanopia",
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
  ]

  @Test func sourcesCanBeToldApart() throws {
    let style = String(decoding: PackageResources.page_css, as: UTF8.self)
    let colors = try Self.sources.map { name in
      let start = try #require(style.range(of: "--\(name): #"), "\(name)")
      return try #require(UInt32(style[start.upperBound...].prefix(6), radix: 16))
    }
    for vision in Self.visions {
      let seen = colors.map { Self.lab($0, vision.matrix) }
      for a in seen.indices {
        for b in seen.indices.dropFirst(a + 1) {
          let distance = zip(seen[a], seen[b]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
          #expect(distance > 15, "\(Self.sources[a]) and \(Self.sources[b]), \(vision.name)")
        }
      }
    }
  }

  /// CIELAB (D65) of an sRGB colour seen through a matrix on its linear components.
  private static func lab(_ color: UInt32, _ matrix: [[Double]]) -> [Double] {
    let linear = [16, 8, 0].map { shift -> Double in
      let part = Double(color >> UInt32(shift) & 0xFF) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    func product(_ row: [Double], _ column: [Double]) -> Double { zip(row, column).reduce(0) { $0 + $1.0 * $1.1 } }
    let seen = matrix.map { product($0, linear) }
    let white = [0.9505, 1, 1.089]
    let rows = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    let f = zip(rows, white).map { row, white -> Double in
      let part = max(0, product(row, seen)) / white
      return part > 0.008856 ? cbrt(part) : 7.787 * part + 16.0 / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }
}
