import ArgumentParser
import Foundation

/// What this process has used so far.
enum ProcessUse {
  /// CPU seconds of all threads.
  static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Those of them that the kernel took, nearly all to hand out memory page by page.
  static var kernelSeconds: Double { Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6 }

  static var peakMegabytes: Double { Double(usage.ru_maxrss) / 1024 }

  private static var usage: rusage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage
  }

  /// CPU seconds of some work.
  static func seconds<R>(_ work: () throws -> R) rethrows -> (Double, R) {
    let start = processorSeconds
    let result = try work()
    return (processorSeconds - start, result)
  }
}

/// Runs this command with other arguments, which prints for itself, and waits for it.
func inProcessOfItsOwn(_ arguments: [String]) throws {
  fflush(nil)
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  process.arguments = arguments
  try process.run()
  process.waitUntilExit()
}

/// A list given as `a,b,c`.
struct List<Element: LosslessStringConvertible>: ExpressibleByArgument {
  var values: [Element]

  init(_ values: [Element]) { self.values = values }

  init?(argument: String) {
    values = argument.split(separator: ",").compactMap { Element(String($0)) }
    guard values.count == argument.split(separator: ",").count else { return nil }
  }

  var defaultValueDescription: String { values.map(\.description).joined(separator: ",") }
}
