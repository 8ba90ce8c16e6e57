import GridModel
import Schedules

/// Export channels on a fixed schedule: given power and revenue, nothing to decide.
struct ExportChannels: DeviceFormulation {
  private let names: [String]
  private let schedules: [[Double]]

  init(in builder: inout ProgramBuilder) {
    let channels = builder.system.exportChannels
    names = channels.map(\.name)
    schedules = channels.map { $0.schedule.values(count: builder.steps) }
    for (channel, schedule) in zip(channels, schedules) {
      builder.supply(channel.bus, fixed: schedule.map { -$0 })
      builder.model.objectiveOffset -= channel.price * builder.stepHours * schedule.reduce(0, +)
    }
  }

  func record(_ values: [Double], in schedule: inout Schedule) {
    guard !names.isEmpty else { return }
    schedule[.exportPower] = SeriesTable(names: names, columns: schedules)
  }
}
