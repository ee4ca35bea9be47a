/// Where bytes of strangers are taken apart. Each target takes any bytes, and traps when a promise about them is broken.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// A stream of frames, cut by the network as it likes.
  case frames
  /// One frame's message, from a client and from a server.
  case messages
  /// Whole conversations of a stranger and of somebody logged in with the rules of the room.
  case conversation
  /// A line on the control socket, and what was typed in it.
  case controlLine = "control-line"
  /// The original's six text files.
  case textFiles = "text-files"
  /// An import of them, whatever ends their lines.
  case imports
  /// A store that somebody has damaged.
  case store
  /// para.txt.
  case parameters
  /// A backup's archive.
  case archive
  /// A backup's manifest.
  case manifest
  /// Text on its way to a terminal.
  case terminalText = "terminal-text"
  /// A line of a server log.
  case logLine = "log-line"
  /// The client's known_hosts.
  case knownHosts = "known-hosts"

  /// Runs the target on `input`. From any thread.
  public func run(_ input: UnsafeRawBufferPointer) {
    switch self {
    case .frames: FrameFuzzing.run(input)
    case .messages: MessageFuzzing.run(input)
    case .conversation: ConversationFuzzing.run(input)
    case .controlLine: ControlLineFuzzing.run(input)
    case .textFiles: TextFileFuzzing.run(input)
    case .imports: ImportFuzzing.run(input)
    case .store: StoreFuzzing.run(input)
    case .parameters: ParameterFuzzing.run(input)
    case .archive: ArchiveFuzzing.run(input)
    case .manifest: ManifestFuzzing.run(input)
    case .terminalText: TerminalTextFuzzing.run(input)
    case .logLine: LogLineFuzzing.run(input)
    case .knownHosts: KnownHostsFuzzing.run(input)
    }
  }
}
