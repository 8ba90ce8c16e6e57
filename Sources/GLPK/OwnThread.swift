internal import CGLPK

/// Runs work on a thread of its own and waits for it: what it asks of GLPK lives in an environment that ends with the
/// thread, so that a fault or a stop of it leaves the caller's problems alive.
public func onOwnThread<R>(_ body: () throws(SolverFault) -> R) throws(SolverFault) -> R {
  var result: Result<R, SolverFault>?
  let code = withoutActuallyEscaping(body) { body in
    var errand = {
      do throws(SolverFault) { result = .success(try body()) } catch { result = .failure(error) }
    }
    return withUnsafeMutablePointer(to: &errand) { errand in
      cglpk_on_own_thread({ $0?.assumingMemoryBound(to: (() -> Void).self).pointee() }, errand)
    }
  }
  try Problem.check(code)
  guard let result else { throw .memoryLimit }
  return try result.get()
}
