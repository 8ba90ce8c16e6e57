/// Doubles for the vectors of one solve, taken from one allocation that is kept for the next.
struct Slab: ~Copyable {
  private var memory = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private var capacity = 0
  private var used = 0

  init() {}

  deinit { memory.deallocate() }

  /// Forgets what was taken, and has room for `count` doubles.
  mutating func reserve(_ count: Int) {
    used = 0
    guard count > capacity else { return }
    memory.deallocate()
    memory = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64).assumingMemoryBound(to: Double.self)
    capacity = count
  }

  /// The next `count` doubles, rounded up to whole vectors.
  mutating func take(_ count: Int, filledWith value: Double = 0) -> UnsafeMutablePointer<Double> {
    let taken = take(unwritten: count)
    taken.update(repeating: value, count: (count + 3) & ~3)
    return taken
  }

  /// The next `count` doubles as they are.
  mutating func take(unwritten count: Int) -> UnsafeMutablePointer<Double> {
    let taken = memory + used
    let padded = (count + 3) & ~3
    precondition(used + padded <= capacity)
    used += padded
    return taken
  }
}
