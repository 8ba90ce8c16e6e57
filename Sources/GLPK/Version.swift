internal import CGLPK

/// Version of the GLPK library that is linked, such as `5.0`.
public var glpkVersion: String { String(cString: glp_version()) }
