import GridModel
import Schedules

/// Parts of the cost by the key of `CostBreakdown.parts`.
let costTerms: [String: Term] = [
  "fuel": Term("Fuel", "燃料"),
  "co2": Term("CO2", "碳排放"),
  "thermal_variable": Term("Variable cost of thermal units", "火电变动成本"),
  "wear": Term("Wear of deep regulation", "深度调峰损耗"),
  "oil": Term("Oil of deep regulation", "深度调峰投油"),
  "start": Term("Starts", "启动"),
  "curtailment": Term("Curtailment", "弃电"),
  "renewable_variable": Term("Variable cost of renewables", "可再生能源变动成本"),
  "storage_discharge": Term("Storage", "储能放电"),
  "interruption": Term("Interruption", "可中断负荷"),
  "conversion": Term("Conversion", "能量转换"),
  "shift": Term("Shifted load", "可转移负荷"),
  "vehicle_discharge": Term("Wear of vehicles", "电动汽车放电损耗"),
  "vehicle_unmet": Term("Unmet need of vehicles", "电动汽车未满足电量"),
  "unserved": Term("Unserved energy", "失负荷"),
  "surplus": Term("Energy let go", "弃能"),
  "overload": Term("Overload of lines", "线路越限"),
  "reserve_shortfall": Term("Reserve shortfall", "备用缺额"),
  "reserve_offers": Term("Reserve offers", "备用补偿"),
  "missed_rules": Term("Missed rules", "规则超限"),
  "capital": Term("Capacity built", "新建容量"),
  "export_revenue": Term("Export revenue", "外送收入"),
]

/// Sources of energy by the key of `SourceEnergy`; others are shown as they are.
let sourceTerms: [String: Term] = [
  "coal": Term("Coal", "煤电"),
  "gas": Term("Gas", "气电"),
  "oil": Term("Oil", "油电"),
  "nuclear": Term("Nuclear", "核电"),
  "wind": Term("Wind", "风电"),
  "solar": Term("Solar", "光伏"),
  "hydro": Term("Hydro", "水电"),
  "biomass": Term("Biomass", "生物质"),
  "storage-discharge": Term("Storage discharge", "储能放电"),
  "storage-charge": Term("Storage charge", "储能充电"),
  "interruption": Term("Interrupted load", "中断负荷"),
  "shifted": Term("Shifted load", "转移负荷"),
  "vehicle-discharge": Term("Vehicles to grid", "电动汽车放电"),
  "vehicle-charge": Term("Vehicle charging", "电动汽车充电"),
  "process": Term("Processes", "其他过程"),
  "conversion": Term("Converted into heat and hydrogen", "电转热、电转氢"),
  "export": Term("Export", "外送"),
  "import": Term("Import", "受入"),
  "unserved": Term("Unserved", "失负荷"),
  "load": Term("Load", "用电量"),
]

/// How a solve ended, by the status of a summary.
let statusTerms: [String: Term] = [
  "optimal": Term("solved to the gap", "达到间隙要求"),
  "feasible": Term("solved, not proven to the gap", "已求解，未证明达到间隙要求"),
  "infeasible": Term("infeasible", "无可行解"),
  "unbounded": Term("unbounded", "无界"),
  "stoppedWithSolution": Term("stopped early with a schedule", "提前停止，已有可行方案"),
  "stoppedWithoutSolution": Term("stopped early without a schedule", "提前停止，尚无可行方案"),
]

/// Why it stopped early.
let stopTerms: [String: Term] = [
  "timeLimit": Term("time limit", "到达时限"),
  "cancelled": Term("interrupted", "用户中断"),
  "iterationLimit": Term("iteration limit", "到达迭代上限"),
  "nodeLimit": Term("node limit", "到达节点上限"),
  "numericalTrouble": Term("numerical trouble", "数值困难"),
  "relaxationSolved": Term("relaxation solved, no schedule as near to it", "松弛问题已求解，未找到足够接近的方案"),
]

/// Why renewable power was curtailed, by the name of the cause; in the order in which they are asked for.
let causeTerms: [(cause: CurtailmentCause, term: Term)] = [
  (.minimumOutput, Term("minimum output of units that are on", "火电最小出力（调峰受限）")),
  (.ramp, Term("ramps", "爬坡受限（调峰受限）")),
  (.network, Term("lines at their limits", "断面与网架受限")),
  (.channel, Term("schedules of export channels", "外送计划受限")),
  (.saturation, Term("no taker: load and storage are full", "负荷与储能已无消纳空间")),
  (.price, Term("cheaper to curtail", "经济弃电")),
]

let targetTerms: [PolicyTarget.Indicator: Term] = [
  .peakShaving: Term("Peak shaving", "电网削峰能力"),
  .demandResponse: Term("Demand response", "需求侧响应能力"),
  .renewableUtilisation: Term("Wind and solar utilisation", "新能源利用率"),
  .renewableShare: Term("Renewable share of generation", "可再生能源发电量占比"),
  .coalRate: Term("Coal rate", "供电煤耗"),
]

let portfolioTerms: [Portfolio.Kind: Term] = [
  .microgrid: Term("building microgrid", "光储直柔微电网"),
  .vpp: Term("virtual power plant", "虚拟电厂"),
  .captivePlant: Term("captive plant", "自备电厂"),
  .park: Term("park", "园区"),
]

/// What a bus carries, by the raw value of `Carrier`.
let carrierTerms: [String: Term] = [
  "heat": Term("heat", "供热"),
  "hydrogen": Term("hydrogen", "供氢"),
]
