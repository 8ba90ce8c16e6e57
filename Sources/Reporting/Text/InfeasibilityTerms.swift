import Schedules

/// How a limit that gives way is said: what kind of device it is of, and what follows the amount.
let limitTerms: [BrokenLimit: (device: Term, phrase: Term)] = {
  let (unit, plant) = (Term("unit", "机组"), Term("plant", "电站"))
  let (storage, channel) = (Term("storage", "储能"), Term("channel", "外送通道"))
  let device = Term("", "")
  let (load, bus, line) = (Term("load", "负荷"), Term("bus", "节点"), Term("line", "线路"))
  return [
    .balanceShort: (bus, Term("short", "缺电力")),
    .balanceSurplus: (bus, Term("too much", "电力过剩")),
    .lineLimit: (line, Term("more flow than its limit", "放宽输送限额")),
    .interfaceLimit: (Term("interface", "断面"), Term("more flow than its limit", "放宽断面限额")),
    .voltageLaw: (Term("loop", "环网"), Term("off the voltage law", "偏离潮流方程")),
    .minimumOutput: (unit, Term("below the minimum output it is set on with", "低于强制开机最小出力")),
    .mustRun: (unit, Term("off although it must run", "取消强制开机")),
    .initialStatus: (unit, Term("off although its initial state keeps it on", "放宽初始状态")),
    .minimumUpTime: (unit, Term("off before its minimum time on is over", "缩短最小开机时间")),
    .minimumDownTime: (unit, Term("on before its minimum time off is over", "缩短最小停机时间")),
    .givenRenewable: (plant, Term("curtailed although it may not be", "允许弃电")),
    .exportSchedule: (channel, Term("less sent out than scheduled", "减少外送计划")),
    .importSchedule: (channel, Term("less taken in than scheduled", "减少受入计划")),
    .lowestLevel: (storage, Term("below its lowest level", "低于最低库容")),
    .highestLevel: (storage, Term("above its capacity", "超过最高库容")),
    .other: (Term("rule", "约束"), Term("off its limit", "放宽")),
    .heatLine: (unit, Term("off the power that its heat asks for", "偏离热电关系")),
    .rampUp: (device, Term("more ramp up", "放宽上爬坡")),
    .rampDown: (device, Term("more ramp down", "放宽下爬坡")),
    .outputLimit: (unit, Term("above what it may give when on, starting or stopping", "超出可用出力或启停爬坡")),
    .reserveRoom: (Term("reserve of", "备用"), Term("more than it has room for", "超出可用容量")),
    .endLevel: (storage, Term("off the level it has to end at", "放宽期末库容")),
    .energyBudget: (device, Term("beyond its budget of energy", "超出电量限额")),
    .shiftWindow: (load, Term("not made up for in its window", "窗口内未补回")),
    .startLimit: (unit, Term("started more often than it may", "放宽启动次数")),
    .callRules: (load, Term("against its rules of calls", "放宽调用规则")),
    .reserveRequirement: (Term("reserve", "备用"), Term("less than required", "低于备用要求")),
  ]
}()
