/// Why renewable power was not taken, in the order in which the causes are asked for.
public enum CurtailmentCause: String, Sendable, Codable, CaseIterable {
  /// Something in reach could have made room and was not asked to: curtailing was cheaper.
  case price
  /// Something behind lines at their limits could have made room (断面/网架受限).
  case network
  /// Units hold more than their minimum because they cannot go down and up again faster.
  case ramp
  /// Units at their minimum output, reserve downwards included (调峰受限).
  case minimumOutput = "minimum-output"
  /// Export channels have room that their schedules do not use.
  case channel
  /// None of these: load, storage and channels take no more.
  case saturation
}
