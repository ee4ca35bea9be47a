import ChatCore

extension Wire_ClientHello {
  init(_ hello: ClientHello) {
    version = hello.version
    software = hello.software.fitting(FrameLimit.software)
    run = hello.run
  }
}

extension ClientHello {
  init(_ wire: Wire_ClientHello) {
    // It goes to the log, which a stranger must not be able to fill.
    self.init(version: wire.version, software: wire.software.fitting(FrameLimit.software), run: wire.run)
  }
}

extension Wire_ServerHello {
  init(_ hello: ServerHello) {
    version = hello.version
    software = hello.software.fitting(FrameLimit.software)
    keepAliveSeconds = hello.keepAliveSeconds
    if let refusal = hello.refusal {
      refused = Wire_Refusal(refusal)
    }
  }
}

extension ServerHello {
  init(_ wire: Wire_ServerHello) throws(FrameError) {
    let seconds = try WireRange.seconds.check(wire.keepAliveSeconds, "ServerHello.keep_alive_seconds")
    // Pings without a pause between them would be the server's whim; one that closes at once need not say any.
    guard seconds > 0 || wire.hasRefused else { throw .outOfRange(field: "ServerHello.keep_alive_seconds") }
    self.init(
      version: wire.version, software: wire.software.fitting(FrameLimit.software), keepAliveSeconds: seconds,
      refusal: wire.hasRefused ? Refusal(wire.refused) : nil)
  }
}
