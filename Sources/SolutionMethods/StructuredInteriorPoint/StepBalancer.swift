import DispatchFormulation
import LinearOptimization

/// One step: closes the balances, then moves power as long as it pays.
///
/// Power moves over lines with room, and over no line by which a full interface would carry more. What lines lose follows
/// their flows, with what they lose beyond the curve; moves that only pay stay off lines that lose.
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

  private let busCount: Int
  private let lines: [LineFlow]
  /// Of each line, where it begins and ends, and whether moves that only pay may take it.
  private let from: [Int]
  private let to: [Int]
  private let isLossless: [Bool]
  private let limits: [FlowLimit]
  /// Limits that a line is in, with its weight.
  private let limitsOf: [[(limit: Int, weight: Double)]]
  private let rowLower: [Double]
  private let rowUpper: [Double]
  private let lower: [Double]
  private let upper: [Double]
  private var items: [Item] = []
  /// Items bus by bus, cheapest to raise first and dearest to keep first.
  private var raising = ItemRanking()
  private var lowering = ItemRanking()
  private var busStart: [Int]
  /// Room of each line along its direction and against it.
  private var ahead: [Double]
  private var behind: [Double]
  /// Room of each limit on a sum of flows, and what a path adds to the sum.
  private var above: [Double]
  private var below: [Double]
  private var carried: [Double]
  /// What the losses of lines draw more at each bus since the balances were last closed.
  private var drawn: [Double]
  /// How a bus is reached from where a search began: line, and whether along its direction.
  private var via: [(line: Int, forward: Bool)?]
  private var isReached: [Bool]
  private var queue: [Int] = []
  /// From which buses power can come to a bus, one row each, as long as no line fills or empties.
  private var sources: [Bool]
  private var knowsSources: [Bool]
  /// The item at each bus that is dearest to keep and cheapest to raise, and where the bus has none −1.
  private var dearest: [Int]
  private var cheapest: [Int]
  /// Before these places no item of the bus can be raised, or lowered.
  private var raisingFrom: [Int]
  private var loweringFrom: [Int]

  /// - Parameters:
  ///   - lines: flows between the buses, one column per step.
  ///   - limits: rows over flows.
  ///   - model: limits of the columns and rows.
  init(busCount: Int, lines: [LineFlow], limits: [FlowLimit], _ model: LinearModel) {
    self.busCount = busCount
    self.lines = lines
    from = lines.map(\.from)
    to = lines.map(\.to)
    isLossless = lines.map { $0.loss == nil }
    self.limits = limits
    var limitsOf = lines.map { _ in [(limit: Int, weight: Double)]() }
    for (index, limit) in limits.enumerated() {
      for (line, weight) in limit.members { limitsOf[line].append((index, weight)) }
    }
    self.limitsOf = limitsOf
    rowLower = limits.isEmpty ? [] : model.rowLower
    rowUpper = limits.isEmpty ? [] : model.rowUpper
    above = Array(repeating: 0, count: limits.count)
    below = above
    carried = above
    drawn = Array(repeating: 0, count: busCount)
    lower = model.columnLower
    upper = model.columnUpper
    busStart = Array(repeating: 0, count: busCount + 1)
    ahead = Array(repeating: 0, count: lines.count)
    behind = ahead
    via = Array(repeating: nil, count: busCount)
    isReached = Array(repeating: false, count: busCount)
    sources = Array(repeating: false, count: busCount * busCount)
    knowsSources = isReached
    dearest = Array(repeating: -1, count: busCount)
    cheapest = dearest
    raisingFrom = dearest
    loweringFrom = dearest
  }

  private static let tolerance = 1e-9

  /// Closes what the buses lack (positive) or have too much, and improves what comes of it.
  mutating func balance(_ values: inout [Double], _ given: [Item], _ imbalance: inout [Double], step: Int) {
    begin(values, given, step)
    // Losses of what closed the balances open them again by a small part.
    for _ in 0..<30 {
      close(&values, &imbalance, step)
      var isClosed = true
      for bus in 0..<busCount where drawn[bus] != 0 {
        imbalance[bus] += drawn[bus]
        drawn[bus] = 0
        isClosed = false
      }
      if isClosed { break }
    }
    moveWhatPays(&values, step)
  }

  private mutating func close(_ values: inout [Double], _ imbalance: inout [Double], _ step: Int) {
    for bus in 0..<busCount {
      while abs(imbalance[bus]) > Self.tolerance {
        let isShort = imbalance[bus] > 0
        search(from: bus, incoming: isShort)
        rank()
        guard let item = best(raise: isShort) else { break }
        let room = isShort ? items[item].high - items[item].value : items[item].value - items[item].low
        let amount = min(abs(imbalance[bus]), room, pathRoom(items[item].bus))
        guard amount > 0 else { break }
        move(item, isShort ? amount : -amount)
        push(amount, items[item].bus, &values, step)
        imbalance[bus] -= isShort ? amount : -amount
      }
    }
  }

  /// Raises the cheapest items where others that cost more can be lowered in turn.
  mutating func improve(_ values: inout [Double], _ given: [Item], step: Int) {
    begin(values, given, step)
    moveWhatPays(&values, step)
  }

  private mutating func begin(_ values: [Double], _ given: [Item], _ step: Int) {
    items = given
    for bus in 0...busCount { busStart[bus] = 0 }
    for item in items { busStart[item.bus + 1] += 1 }
    for bus in 0..<busCount { busStart[bus + 1] += busStart[bus] }
    raising.lay(items, busStart) { $0.up }
    lowering.lay(items, busStart) { -$0.down }
    for bus in 0..<busCount {
      (raisingFrom[bus], loweringFrom[bus]) = (busStart[bus], busStart[bus])
      knowsSources[bus] = false
    }
    for (index, line) in lines.enumerated() {
      let column = line.columns.first + step
      // Moves take no line further beyond its limits.
      let limits = line.overload?.limits
      ahead[index] = max(0, min(upper[column], limits?.upperBound ?? .infinity) - values[column])
      behind[index] = max(0, values[column] - max(lower[column], limits?.lowerBound ?? -.infinity))
    }
    for (index, limit) in limits.enumerated() {
      let sum = limit.members.reduce(0) { $0 + $1.weight * values[lines[$1.line].columns.first + step] }
      above[index] = rowUpper[limit.rows.first + step] - sum
      below[index] = sum - rowLower[limit.rows.first + step]
    }
    for bus in 0..<busCount { drawn[bus] = 0 }
  }

  private mutating func moveWhatPays(_ values: inout [Double], _ step: Int) {
    for _ in 0..<1000 {
      rank()
      var bestGain = 0.0
      var pair: (raise: Int, lower: Int)?
      var least = Double.infinity
      for bus in 0..<busCount where cheapest[bus] >= 0 { least = min(least, items[cheapest[bus]].up) }
      for bus in 0..<busCount where dearest[bus] >= 0 {
        let lower = dearest[bus]
        let saved = items[lower].down
        let threshold = max(bestGain, 1e-7, 1e-9 * abs(saved))
        // Only where some bus could raise for less is it worth finding out which can be reached.
        guard saved - least > threshold else { continue }
        findSources(of: bus)
        for other in 0..<busCount where cheapest[other] >= 0 && sources[bus * busCount + other] {
          let gain = saved - items[cheapest[other]].up
          if gain > max(bestGain, threshold) {
            bestGain = gain
            pair = (cheapest[other], lower)
          }
        }
      }
      guard let pair else { break }
      search(from: items[pair.lower].bus, incoming: true, lossless: true)
      let (raise, lower) = (items[pair.raise], items[pair.lower])
      let amount = min(raise.high - raise.value, lower.value - lower.low, pathRoom(raise.bus))
      guard amount > Self.tolerance else { break }
      move(pair.raise, amount)
      move(pair.lower, -amount)
      push(amount, raise.bus, &values, step)
    }
    for item in items { values[item.column] = item.value }
  }

  private mutating func move(_ item: Int, _ amount: Double) {
    items[item].value += amount
    let bus = items[item].bus
    if amount > 0 {
      loweringFrom[bus] = min(loweringFrom[bus], lowering.places[item])
    } else {
      raisingFrom[bus] = min(raisingFrom[bus], raising.places[item])
    }
  }

  /// Finds the cheapest to raise and the dearest to keep at every bus.
  private mutating func rank() {
    for bus in 0..<busCount {
      let end = busStart[bus + 1]
      var place = raisingFrom[bus]
      while place < end, items[raising.ranked[place]].high - items[raising.ranked[place]].value <= Self.tolerance {
        place += 1
      }
      raisingFrom[bus] = place
      cheapest[bus] = place < end ? raising.ranked[place] : -1
      place = loweringFrom[bus]
      while place < end, items[lowering.ranked[place]].value - items[lowering.ranked[place]].low <= Self.tolerance {
        place += 1
      }
      loweringFrom[bus] = place
      dearest[bus] = place < end ? lowering.ranked[place] : -1
    }
  }

  private mutating func findSources(of bus: Int) {
    guard !knowsSources[bus] else { return }
    search(from: bus, incoming: true, lossless: true)
    for other in 0..<busCount { sources[bus * busCount + other] = isReached[other] }
    knowsSources[bus] = true
  }

  /// Buses from which power can still come to a bus, or to which it can go.
  private mutating func search(from bus: Int, incoming: Bool, lossless: Bool = false) {
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
      for index in from.indices where isLossless[index] || !lossless {
        // More flow along the line brings power to its end; less brings power to its start.
        let (entry, exit) = incoming ? (to[index], from[index]) : (from[index], to[index])
        if here == entry, !isReached[exit], isOpen(index, forward: true) { reach(exit, index, true) }
        if here == exit, !isReached[entry], isOpen(index, forward: false) { reach(entry, index, false) }
      }
    }
  }

  /// Whether a line has room, and so has every limit that its flow counts against.
  private func isOpen(_ line: Int, forward: Bool) -> Bool {
    guard (forward ? ahead[line] : behind[line]) > Self.tolerance else { return false }
    if limits.isEmpty { return true }
    for (limit, weight) in limitsOf[line] where weight != 0 {
      if ((weight > 0) == forward ? above[limit] : below[limit]) <= Self.tolerance { return false }
    }
    return true
  }

  private mutating func reach(_ bus: Int, _ line: Int, _ forward: Bool) {
    isReached[bus] = true
    via[bus] = (line, forward)
    queue.append(bus)
  }

  /// The cheapest item to raise, or the dearest to lower, among the buses reached.
  private func best(raise: Bool) -> Int? {
    var found: Int?
    for bus in 0..<busCount where isReached[bus] {
      let k = raise ? cheapest[bus] : dearest[bus]
      guard k >= 0 else { continue }
      if let other = found, raise ? items[k].up >= items[other].up : items[k].down <= items[other].down { continue }
      found = k
    }
    return found
  }

  private mutating func pathRoom(_ bus: Int) -> Double {
    for limit in carried.indices { carried[limit] = 0 }
    var room = Double.infinity
    var here = bus
    while let (line, forward) = via[here] {
      room = min(room, forward ? ahead[line] : behind[line])
      for (limit, weight) in limitsOf[line] { carried[limit] += forward ? weight : -weight }
      here = other(line, here)
    }
    for limit in carried.indices where carried[limit] != 0 {
      room = min(room, carried[limit] > 0 ? above[limit] / carried[limit] : below[limit] / -carried[limit])
    }
    return room
  }

  private mutating func push(_ amount: Double, _ bus: Int, _ values: inout [Double], _ step: Int) {
    var here = bus
    while let (line, forward) = via[here] {
      let signed = forward ? amount : -amount
      let was = (isOpen(line, forward: true), isOpen(line, forward: false))
      let flow = values[lines[line].columns.first + step]
      values[lines[line].columns.first + step] += signed
      for (limit, weight) in limitsOf[line] {
        above[limit] -= weight * signed
        below[limit] += weight * signed
      }
      if let loss = lines[line].loss {
        let column = loss.columns.first + step
        let least = loss.loss(at: flow + signed)
        let more = max(0, values[column] - loss.loss(at: flow))
        let lost = max(least, min(upper[column], least + more))
        drawn[lines[line].from] += (lost - values[column]) / 2
        drawn[lines[line].to] += (lost - values[column]) / 2
        values[column] = lost
      }
      ahead[line] -= signed
      behind[line] += signed
      if !limitsOf[line].isEmpty || was != (isOpen(line, forward: true), isOpen(line, forward: false)) {
        for other in 0..<busCount { knowsSources[other] = false }
      }
      here = other(line, here)
    }
  }

  private func other(_ line: Int, _ bus: Int) -> Int { from[line] == bus ? to[line] : from[line] }
}
