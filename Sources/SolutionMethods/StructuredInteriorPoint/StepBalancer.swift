import DispatchFormulation
import LinearOptimization

/// One step: closes the balances, then moves power as long as it pays.
struct StepBalancer {
  /// A supply's segment in one step: what it may come to, and what a MW more costs and a MW less saves.
  struct Item {
    var column: Int
    var bus: Int
    var value: Double
    var low: Double
    var high: Double
    var up: Double
    var down: Double
  }

  let busCount: Int
  let lines: [LineFlow]
  /// How a bus is reached from where a search began: line, and whether along its direction.
  private var via: [(line: Int, forward: Bool)?]
  private var isReached: [Bool]
  private var queue: [Int] = []
  /// The supply at each bus that is dearest to keep and cheapest to raise, and where the bus has none −1.
  private var dearest: [Int]
  private var cheapest: [Int]

  init(busCount: Int, lines: [LineFlow]) {
    self.busCount = busCount
    self.lines = lines
    via = Array(repeating: nil, count: busCount)
    isReached = Array(repeating: false, count: busCount)
    dearest = Array(repeating: -1, count: busCount)
    cheapest = dearest
  }

  private static let tolerance = 1e-9

  mutating func balance(
    _ values: inout [Double], _ items: inout [Item], _ imbalance: inout [Double], step: Int, _ model: LinearModel
  ) {
    for bus in 0..<busCount {
      while abs(imbalance[bus]) > Self.tolerance {
        let isShort = imbalance[bus] > 0
        search(from: bus, incoming: isShort, values, step, model)
        guard let item = best(items, raise: isShort) else { break }
        let room = isShort ? items[item].high - items[item].value : items[item].value - items[item].low
        let amount = min(abs(imbalance[bus]), room, pathRoom(items[item].bus, values, step, model))
        guard amount > 0 else { break }
        items[item].value += isShort ? amount : -amount
        push(amount, items[item].bus, &values, step)
        imbalance[bus] -= isShort ? amount : -amount
      }
    }
    improve(&values, &items, step: step, model)
  }

  /// Raises the cheapest supply where another that costs more can be lowered in turn.
  mutating func improve(_ values: inout [Double], _ items: inout [Item], step: Int, _ model: LinearModel) {
    defer { for item in items { values[item.column] = item.value } }
    for _ in 0..<1000 {
      rank(items)
      var bestGain = 0.0
      var pair: (raise: Int, lower: Int)?
      for bus in 0..<busCount where dearest[bus] >= 0 {
        let lower = dearest[bus]
        let least = max(bestGain, 1e-7, 1e-9 * abs(items[lower].down))
        // Only where some bus could raise for less is it worth finding out which can be reached.
        guard cheapest.contains(where: { $0 >= 0 && items[lower].down - items[$0].up > least }) else { continue }
        search(from: bus, incoming: true, values, step, model)
        for other in 0..<busCount where isReached[other] && cheapest[other] >= 0 {
          let gain = items[lower].down - items[cheapest[other]].up
          if gain > max(bestGain, least) {
            bestGain = gain
            pair = (cheapest[other], lower)
          }
        }
      }
      guard let pair else { return }
      search(from: items[pair.lower].bus, incoming: true, values, step, model)
      let (raise, lower) = (items[pair.raise], items[pair.lower])
      let amount = min(
        raise.high - raise.value, lower.value - lower.low,
        pathRoom(raise.bus, values, step, model))
      guard amount > Self.tolerance else { return }
      items[pair.raise].value += amount
      items[pair.lower].value -= amount
      push(amount, raise.bus, &values, step)
    }
  }

  /// Finds the cheapest to raise and the dearest to keep at every bus.
  private mutating func rank(_ items: [Item]) {
    for bus in 0..<busCount { (cheapest[bus], dearest[bus]) = (-1, -1) }
    for (k, item) in items.enumerated() {
      let value = item.value
      if item.high - value > Self.tolerance, cheapest[item.bus] < 0 || item.up < items[cheapest[item.bus]].up {
        cheapest[item.bus] = k
      }
      if value - item.low > Self.tolerance, dearest[item.bus] < 0 || item.down > items[dearest[item.bus]].down {
        dearest[item.bus] = k
      }
    }
  }

  /// Buses from which power can still come to a bus, or to which it can go.
  private mutating func search(
    from bus: Int, incoming: Bool, _ values: [Double], _ step: Int, _ model: LinearModel
  ) {
    for other in 0..<busCount {
      via[other] = nil
      isReached[other] = false
    }
    isReached[bus] = true
    queue.removeAll(keepingCapacity: true)
    queue.append(bus)
    var head = 0
    while head < queue.count {
      let here = queue[head]
      head += 1
      for (index, line) in lines.enumerated() {
        let column = line.columns.first + step
        let (ahead, behind) = (model.columnUpper[column] - values[column], values[column] - model.columnLower[column])
        // More flow along the line brings power to its end; less brings power to its start.
        let (entry, exit) = incoming ? (line.to, line.from) : (line.from, line.to)
        if here == entry, !isReached[exit], ahead > Self.tolerance { reach(exit, index, true) }
        if here == exit, !isReached[entry], behind > Self.tolerance { reach(entry, index, false) }
      }
    }
  }

  private mutating func reach(_ bus: Int, _ line: Int, _ forward: Bool) {
    isReached[bus] = true
    via[bus] = (line, forward)
    queue.append(bus)
  }

  /// The cheapest supply to raise, or the dearest to lower, among the buses reached.
  private func best(_ items: [Item], raise: Bool) -> Int? {
    var found: Int?
    for (k, item) in items.enumerated() where isReached[item.bus] {
      if raise {
        if item.high - item.value > Self.tolerance, found.map({ item.up < items[$0].up }) ?? true {
          found = k
        }
      } else if item.value - item.low > Self.tolerance,
        found.map({ item.down > items[$0].down }) ?? true
      {
        found = k
      }
    }
    return found
  }

  private func pathRoom(
    _ bus: Int, _ values: [Double], _ step: Int, _ model: LinearModel
  ) -> Double {
    var room = Double.infinity
    var here = bus
    while let (line, forward) = via[here] {
      let column = lines[line].columns.first + step
      room = min(
        room,
        forward ? model.columnUpper[column] - values[column] : values[column] - model.columnLower[column])
      here = other(line, here)
    }
    return room
  }

  private func push(_ amount: Double, _ bus: Int, _ values: inout [Double], _ step: Int) {
    var here = bus
    while let (line, forward) = via[here] {
      values[lines[line].columns.first + step] += forward ? amount : -amount
      here = other(line, here)
    }
  }

  private func other(_ line: Int, _ bus: Int) -> Int { lines[line].from == bus ? lines[line].to : lines[line].from }
}
