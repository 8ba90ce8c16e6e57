import DispatchFormulation
import LinearOptimization
import Testing

@testable import SolutionMethods
