/// A line that must stay within its emergency limits after the outage of another.
public struct OutageLimit: Sendable, Hashable {
  public var line: String
  public var outage: String

  public init(line: String, outage: String) {
    self.line = line
    self.outage = outage
  }

  /// As tables of prices name it.
  public var name: String { "\(line)|\(outage)" }
}

extension PowerSystem {
  /// Lines whose outage is secured against and redistributes: those with a reactance, where flows obey the voltage law.
  public var securedLines: [Line] {
    network == .dc ? lines.filter { $0.isSecured && $0.reactance != nil } : []
  }

  /// Every line with a reactance after every secured outage.
  public var allOutageLimits: [OutageLimit] {
    securedLines.flatMap { outage in
      lines.lazy.filter { $0.reactance != nil && $0.name != outage.name }.map {
        OutageLimit(line: $0.name, outage: outage.name)
      }
    }
  }
}
