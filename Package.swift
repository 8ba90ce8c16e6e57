// swift-tools-version: 6.2
import PackageDescription

/// Every target of our own treats warnings as errors.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Systems and measurements that are not part of the product.
func benchmark(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Benchmarks/\(name)", swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "SeedsAndSnapshots"] + dependencies,
    resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "GridDispatch",
  products: [
    .executable(name: "griddispatch", targets: ["DispatchCommand"]),
    .library(name: "GridDispatch", targets: ["GridDispatch"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/CoreOffice/XMLCoder", from: "0.18.2"),
  ],
  targets: [
    .target(
      name: "CGLPK", cSettings: [.treatAllWarnings(as: .error)], linkerSettings: [.linkedLibrary("glpk")]),
    library("GLPK", ["CGLPK"]),
    library("LinearOptimization", ["GLPK"]),
    .target(name: "CKernels", cSettings: [.treatAllWarnings(as: .error)]),
    library("StagedOptimization", ["CKernels"]),
    library("GridModel"),
    .systemLibrary(name: "CZip", providers: [.apt(["libzip-dev"])]),
    library(
      "CaseFiles",
      [
        "CZip", "GridModel", "Schedules", .product(name: "Yams", package: "Yams"),
        .product(name: "XMLCoder", package: "XMLCoder"),
      ]),
    library("Schedules", ["GridModel"]),
    library("DispatchFormulation", ["GridModel", "Schedules", "LinearOptimization"]),
    library(
      "SolutionMethods",
      ["DispatchFormulation", "GridModel", "Schedules", "LinearOptimization", "StagedOptimization"]),
    .target(
      name: "Reporting", dependencies: ["GridModel", "Schedules", "PeakShaving"],
      resources: [.embedInCode("HTML/Page")], swiftSettings: strict),
    library("SyntheticSeries", ["GridModel"]),
    library("PeakShaving", ["CKernels", "GridModel", "Schedules"]),
    library(
      "GridDispatch",
      ["GridModel", "CaseFiles", "Schedules", "SolutionMethods", "LinearOptimization", "Reporting"]),
    .executableTarget(
      name: "DispatchCommand",
      dependencies: [
        "GridDispatch", "GridModel", "CaseFiles", "Schedules", "DispatchFormulation", "SolutionMethods",
        "LinearOptimization", "Reporting", "SyntheticSeries", "PeakShaving",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    benchmark("YearSystems", ["GridModel", "SyntheticSeries"]),
    benchmark("LevelProgram", ["GridModel", "LinearOptimization", "PeakShaving"]),
    .executableTarget(
      name: "DispatchBenchmark",
      dependencies: [
        "GridModel", "CaseFiles", "DispatchFormulation", "LinearOptimization", "SolutionMethods", "CGLPK",
        "YearSystems", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/DispatchBenchmark", swiftSettings: strict),
    .executableTarget(
      name: "PeakShavingBenchmark",
      dependencies: [
        "GridModel", "CaseFiles", "DispatchFormulation", "LinearOptimization", "PeakShaving", "SolutionMethods",
        "LevelProgram",
      ],
      path: "Benchmarks/PeakShavingBenchmark", swiftSettings: strict),
    .target(name: "SeedsAndSnapshots", path: "Tests/SeedsAndSnapshots", swiftSettings: strict),
    tests("GLPK", ["CGLPK"]),
    tests("LinearOptimization", ["GLPK"]),
    tests("StagedOptimization", ["CKernels", "LinearOptimization"]),
    tests("GridModel"),
    tests(
      "DispatchFormulation", ["CaseFiles", "GridModel", "Schedules", "LinearOptimization", "SolutionMethods", "GLPK"]),
    tests(
      "SolutionMethods",
      ["CaseFiles", "DispatchFormulation", "GridModel", "Schedules", "LinearOptimization", "YearSystems"],
      resources: [.copy("PyPSA/Networks")]),
    tests("Schedules", ["GridModel"]),
    tests("Reporting", ["GridModel", "Schedules"], resources: [.copy("Snapshots")]),
    tests(
      "CaseFiles", ["GridModel"],
      resources: [.copy("Malformed"), .copy("MalformedPyPSA"), .copy("Snapshots"), .copy("Workbooks")]),
    tests(
      "YearSystems",
      ["GridModel", "CaseFiles", "Schedules", "DispatchFormulation", "SolutionMethods", "LinearOptimization"]),
    tests(
      "PeakShaving",
      [
        "CKernels", "GridModel", "Schedules", "CaseFiles", "DispatchFormulation", "LinearOptimization", "LevelProgram",
      ]),
    tests("GridDispatch"),
    tests("SyntheticSeries", ["GridModel", .product(name: "Yams", package: "Yams")]),
    tests(
      "DispatchCommand",
      [
        "GridModel", "CaseFiles", "Schedules", "DispatchFormulation", "SolutionMethods", "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Yams", package: "Yams"),
      ], resources: [.copy("Snapshots")]),
  ]
)
