/// Items of a step bus by bus in order of a key; of equals the first is first.
struct ItemRanking {
  /// Positions of the items, those of each bus together.
  private(set) var ranked: [Int] = []
  /// By item, its place in `ranked`.
  private(set) var places: [Int] = []
  /// All items in order, whatever their bus: from one step to the next it changes little.
  private var order: [Int] = []
  private var keys: [Double] = []
  /// The next free place of each bus.
  private var next: [Int] = []

  /// - Parameter start: first place of each bus.
  mutating func lay(_ items: [StepBalancer.Item], _ start: [Int], by key: (StepBalancer.Item) -> Double) {
    let count = items.count
    if order.count != count {
      order.removeAll { $0 >= count }
      order.append(contentsOf: order.count..<count)
      ranked = Array(repeating: 0, count: count)
      places = ranked
    }
    keys.removeAll(keepingCapacity: true)
    for item in items { keys.append(key(item)) }
    if !sortByInsertion() {
      let keys = keys
      order.sort { (keys[$0], $0) < (keys[$1], $1) }
    }
    next.removeAll(keepingCapacity: true)
    next.append(contentsOf: start)
    for item in order {
      let bus = items[item].bus
      ranked[next[bus]] = item
      places[item] = next[bus]
      next[bus] += 1
    }
  }

  /// - Returns: whether that was quick because the order of the step before was near; otherwise it is sorted in part only.
  private mutating func sortByInsertion() -> Bool {
    var moves = 16 * order.count
    return order.withUnsafeMutableBufferPointer { order in
      keys.withUnsafeBufferPointer { keys in
        for i in order.indices.dropFirst() {
          let item = order[i]
          let key = keys[item]
          var place = i
          while place > 0, isBehind(order[place - 1]) {
            order[place] = order[place - 1]
            place -= 1
          }
          order[place] = item
          moves -= i - place
          if moves < 0 { return false }

          func isBehind(_ other: Int) -> Bool { keys[other] > key || (keys[other] == key && other > item) }
        }
        return true
      }
    }
  }
}
