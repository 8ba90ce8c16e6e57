import GridModel
import LinearOptimization

/// What is left of the budgets of stores while a schedule is followed step by step, MWh given to the grid.
struct StorageBudgetsLeft {
  /// The budgets of one store for one kind of period.
  private struct Track {
    var runs: [Range<Int>] = []
    var left: [Double] = []
    /// The run of each step, −1 where nothing limits it.
    var number: [Int]
    var efficiency: Double
  }

  /// By storage.
  private var tracks: [[Track]]

  init(_ rows: [StorageBudgetRow], _ system: PowerSystem, _ model: LinearModel) {
    let none = Array(repeating: -1, count: system.horizon.count)
    tracks = system.storages.enumerated().map { position, storage in
      StoragePeriod.allCases.compactMap { period in
        var track = Track(number: none, efficiency: storage.dischargeEfficiency)
        for row in rows where row.storage == position && row.period == period {
          for t in row.steps { track.number[t] = track.runs.count }
          track.runs.append(row.steps)
          track.left.append(model.rowUpper[row.row])
        }
        return track.runs.isEmpty ? nil : track
      }
    }
  }

  /// The runs that a step lies in, with what they leave the store to take out, MWh inside.
  func runs(of storage: Int?, at step: Int) -> [(steps: Range<Int>, inside: Double)] {
    guard let storage, !tracks[storage].isEmpty else { return [] }
    return tracks[storage].compactMap { track in
      let number = track.number[step]
      return number < 0 ? nil : (track.runs[number], max(0, track.left[number]) / track.efficiency)
    }
  }

  /// What a store may still give in a step.
  func energy(_ storage: Int, _ step: Int) -> Double {
    tracks[storage].reduce(.infinity) { least, track in
      track.number[step] < 0 ? least : min(least, max(0, track.left[track.number[step]]))
    }
  }

  mutating func take(_ energy: Double, _ storage: Int, _ step: Int) {
    for k in tracks[storage].indices where tracks[storage][k].number[step] >= 0 {
      tracks[storage][k].left[tracks[storage][k].number[step]] -= energy
    }
  }
}
