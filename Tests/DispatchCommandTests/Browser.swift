import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A headless Chromium, driven over pipes by its DevTools protocol; it ends with the value.
final class Browser {
  static let program = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap(find).first

  private static func find(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  private let process: ChildProcess
  private let requests: Int32
  private let answers: Int32
  private var received: [UInt8] = []
  private var last = 0
  private var session: String?
  /// What the page complained of: exceptions, errors of the console, and requests besides its own file.
  private(set) var complaints: [String] = []

  /// - Parameter folder: where it may keep its files while it runs.
  init(in folder: URL) throws {
    guard let program = Self.program else { throw ChildProcessError("no Chromium", ENOENT) }
    let pipes = ["requests", "answers"].map { folder.appending(path: $0).path }
    for path in pipes {
      guard mkfifo(path, 0o600) == 0 else { throw ChildProcessError(path) }
    }
    // For both directions, so that opening waits for nobody.
    requests = open(pipes[0], O_RDWR)
    answers = open(pipes[1], O_RDWR)
    guard requests >= 0, answers >= 0 else { throw ChildProcessError("opening pipes") }
    let log = folder.appending(path: "browser.log").path
    process = try ChildProcess(
      URL(filePath: "/bin/sh"),
      [
        "-c", "exec \"$0\" \"$@\" 3<requests 4>answers", program.path, "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--remote-debugging-pipe",
        "--user-data-dir=\(folder.appending(path: "profile").path)", "about:blank",
      ], in: folder, output: log, errors: log)
    let target = try send("Target.createTarget", ["url": "about:blank"])["targetId"] ?? ""
    session = try send("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log", "Network"] { _ = try send("\(domain).enable") }
    _ = try send(
      "Emulation.setDeviceMetricsOverride",
      ["width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false])
  }

  deinit {
    process.send(SIGKILL)
    _ = try? process.exitCode(within: 10)
    close(requests)
    close(answers)
  }

  /// Sends a command and gives its result; events that come before it are noted.
  @discardableResult
  func send(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    last += 1
    var message: [String: Any] = ["id": last, "method": method, "params": parameters]
    message["sessionId"] = session
    let bytes = [UInt8](try JSONSerialization.data(withJSONObject: message)) + [0]
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(requests, $0.baseAddress, $0.count) }
      guard count > 0 else { throw ChildProcessError("writing to Chromium") }
      written += count
    }
    while true {
      let answer = try next()
      if answer["id"] as? Int == last {
        if let error = answer["error"] as? [String: Any] {
          throw ChildProcessError("\(method): \(error["message"] ?? "")", EIO)
        }
        return answer["result"] as? [String: Any] ?? [:]
      }
      note(answer)
    }
  }

  private func next() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[..<end])
        received.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: answers, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 60_000) > 0 else { throw ChildProcessError("Chromium does not answer", ETIMEDOUT) }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(answers, &buffer, buffer.count)
      guard count > 0 else { throw ChildProcessError("reading from Chromium") }
      received += buffer[..<count]
    }
  }

  private func note(_ event: [String: Any]) {
    let details = event["params"] as? [String: Any] ?? [:]
    switch event["method"] as? String {
    case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled": complaints.append("\(details)")
    case "Network.requestWillBeSent":
      let address = (details["request"] as? [String: Any])?["url"] as? String ?? ""
      if !address.hasPrefix("data:"), !address.hasSuffix("/report.html") { complaints.append("request of \(address)") }
    default: break
    }
  }

  /// Opens a report and waits until every figure is drawn.
  func show(_ page: URL) throws {
    try send("Page.navigate", ["url": page.absoluteString])
    try wait(for: "document.readyState === 'complete' && document.documentElement.dataset.drawn === 'true'")
  }

  /// The value of an expression in the page.
  @discardableResult
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try send("Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let exception = answer["exceptionDetails"] as? [String: Any] {
      throw ChildProcessError("\(expression): \(exception)", EINVAL)
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  func number(_ expression: String) throws -> Double? { try evaluate(expression) as? Double }
  func text(_ expression: String) throws -> String { try evaluate(expression) as? String ?? "" }

  func wait(for condition: String) throws {
    for _ in 0..<600 {
      if try evaluate(condition) as? Bool == true { return }
      usleep(50_000)
    }
    throw ChildProcessError("\(condition) stays false", ETIMEDOUT)
  }

  /// Lets the page draw what it has put off to the next frame.
  func settle() throws {
    try evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
  }

  /// A key, pressed as by hand.
  func press(_ key: String) throws {
    let codes = ["ArrowLeft": 37, "ArrowRight": 39, "Escape": 27, "Enter": 13]
    var event: [String: Any] = ["key": key, "type": codes[key] == nil ? "keyDown" : "rawKeyDown"]
    if let code = codes[key] { event["windowsVirtualKeyCode"] = code } else { event["text"] = key }
    try send("Input.dispatchKeyEvent", event)
    event["type"] = "keyUp"
    event["text"] = nil
    try send("Input.dispatchKeyEvent", event)
    try settle()
  }

  /// Presses the pointer at one point of the window, moves it and lets go at another.
  func drag(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) throws {
    func event(_ type: String, _ point: (x: Double, y: Double)) throws {
      try send(
        "Input.dispatchMouseEvent",
        ["type": type, "x": point.x, "y": point.y, "button": "left", "buttons": 1, "clickCount": 1])
    }
    try event("mousePressed", start)
    for part in [0.3, 0.7, 1] { try event("mouseMoved", (start.x + part * (end.x - start.x), end.y)) }
    try event("mouseReleased", end)
    try settle()
  }
}
