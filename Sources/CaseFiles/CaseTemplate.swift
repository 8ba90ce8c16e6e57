import Foundation
import GridModel

/// Writes a small commented case to start from: two buses, three units, wind, solar, two stores and interruptible load
/// over four days. It reads without error or warning.
///
/// - Throws: `CaseError` when the folder exists or cannot be written.
public func newCase(at folder: URL) throws(CaseError) {
  try writeFolder(CaseTemplate(name: folder.lastPathComponent).files, to: folder, replacing: false)
}

/// The starter case. All its numbers are made up; its series are sines, not weather.
struct CaseTemplate {
  let name: String

  private static let hours = 96

  var files: [(path: String, text: String)] {
    [
      (CaseKeys.file, settings), ("buses.csv", buses), ("lines.csv", lines), ("thermal-units.csv", thermalUnits),
      ("coal-rate-curves.csv", curves), ("renewables.csv", renewables), ("storages.csv", storages),
      ("interruptible-loads.csv", interruptibleLoads), ("series/load.csv", load), ("series/wind.csv", wind),
      ("series/solar.csv", solar), ("README.md", readme),
    ]
  }

  private var settings: String {
    """
    # The case as a whole. Components are in the CSV files beside this one, series in series/.
    name: \(yamlText(name))
    time_zone: Asia/Shanghai
    start: 2030-01-07T00:00
    step_minutes: 60
    steps: \(Self.hours)
    currency: CNY
    value_of_lost_load_cny_per_mwh: 30000
    co2_price_cny_per_t: 0
    network: transport            # or dc, which needs reactances in lines.csv
    reserves:
      - name: spinning-up
        direction: up
        percent_of_load: 3
        percent_of_wind: 5
    targets:
      peak_shaving_percent: [5, 10]
      renewable_utilisation_percent: 95

    """
  }

  private let buses = """
    # Load of a bus: the column of series/load.csv with its name.
    name,zone
    city,south
    hills,north

    """
  private let lines = """
    name,from_bus,to_bus,capacity_mw,reactance_pu
    hills-city,hills,city,900,0.02

    """
  private let thermalUnits = """
    # A blank cell takes the default. With a curve, coal_rate_gce_per_kwh is the rate at full load.
    name,bus,capacity_mw,min_output_mw,coal_rate_gce_per_kwh,coal_rate_curve,fuel_price_cny_per_tce,start_cost_hot_cny,start_cost_cold_cny,ramp_up_mw_per_hour,start_up_ramp_mw,shut_down_ramp_mw,min_up_hours,min_down_hours
    city-1,city,600,240,300,subcritical,900,300000,600000,300,300,300,24,12
    city-2,city,600,240,305,subcritical,900,300000,600000,300,300,300,24,12
    hills-1,hills,350,140,310,subcritical,800,150000,300000,180,180,180,12,8

    """
  private let curves = """
    # One row per point of a curve; the shape is scaled to the full-load rate of the unit.
    curve,load_percent,coal_rate_gce_per_kwh
    subcritical,40,346
    subcritical,50,330
    subcritical,75,309.5
    subcritical,100,300

    """
  private let renewables = """
    # availability: a column of series/wind.csv or series/solar.csv, or one number from 0 to 1.
    name,bus,technology,capacity_mw,availability
    ridge-wind,hills,wind,600,ridge
    plain-solar,city,solar,500,plain

    """
  private let storages = """
    name,bus,technology,charge_capacity_mw,discharge_capacity_mw,energy_mwh,discharge_cost_cny_per_mwh
    city-battery,city,battery,100,100,200,50
    hills-pumped,hills,pumped,300,300,1800,0

    """
  private let interruptibleLoads = """
    name,bus,capacity_mw,price_cny_per_mwh,hours_per_day
    smelter,city,80,3000,4

    """

  private var readme: String {
    """
    # \(name)

    A starter case. All numbers are made up: replace them, and write here where each new one comes from.

    """
  }

  private var load: String {
    series(["city", "hills"]) { hour, day in
      let daily = 0.8 + 0.13 * cosine(hour - 11, 24) + 0.09 * cosine(hour - 19, 12)
      let weekly = day < 5 ? 1 : 0.92
      return [1250 * daily * weekly, 300 * daily]
    }
  }

  private var wind: String {
    series(["ridge"]) { hour, day in
      [0.42 + 0.22 * cosine(hour - 2, 24) + 0.18 * cosine(Double(day) * 24 + hour, 77)]
    }
  }

  private var solar: String {
    series(["plain"]) { hour, day in [max(0, 0.7 * cosine(hour - 12.5, 24) - 0.05 * Double(day % 3))] }
  }

  private func cosine(_ hour: Double, _ period: Double) -> Double { cos(2 * .pi * hour / period) }

  /// Values of the columns by hour of the day and day.
  private func series(_ columns: [String], _ values: (_ hour: Double, _ day: Int) -> [Double]) -> String {
    let start = LocalTime(year: 2030, month: 1, day: 7).localSeconds
    var text = "time,\(columns.joined(separator: ","))\n"
    for step in 0..<Self.hours {
      let cells = values(Double(step % 24), step / 24).map { NumberText.text(($0 * 1000).rounded() / 1000) }
      text += "\(LocalTime(localSeconds: start + step * 3600).text),\(cells.joined(separator: ","))\n"
    }
    return text
  }
}
