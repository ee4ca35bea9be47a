import ArgumentParser
import ChatCore

/// The options of `chatctl serve` that set limits: one for each row of the table `Limit`.
struct ServeLimitOptions: ParsableArguments {
  @Option(name: .limit(.connectionsPerAddress), help: .limit(.connectionsPerAddress))
  var connectionsPerAddress = Limit.connectionsPerAddress.defaultValue

  @Option(name: .limit(.unauthenticated), help: .limit(.unauthenticated))
  var unauthenticated = Limit.unauthenticated.defaultValue

  @Option(name: .limit(.helloTime), help: .limit(.helloTime))
  var helloTime = Limit.helloTime.defaultValue

  @Option(name: .limit(.promptTime), help: .limit(.promptTime))
  var promptTime = Limit.promptTime.defaultValue

  @Option(name: .limit(.failedLogIns), help: .limit(.failedLogIns))
  var failedLogIns = Limit.failedLogIns.defaultValue

  @Option(name: .limit(.failedLogInTime), help: .limit(.failedLogInTime))
  var failedLogInTime = Limit.failedLogInTime.defaultValue

  @Option(name: .limit(.passwordBacklog), help: .limit(.passwordBacklog))
  var passwordBacklog = Limit.passwordBacklog.defaultValue

  @Option(name: .limit(.messageRate), help: .limit(.messageRate))
  var messageRate = Limit.messageRate.defaultValue

  @Option(name: .limit(.messageBurst), help: .limit(.messageBurst))
  var messageBurst = Limit.messageBurst.defaultValue

  @Option(name: .limit(.waitingBytesPerUser), help: .limit(.waitingBytesPerUser))
  var waitingBytesPerUser = Limit.waitingBytesPerUser.defaultValue

  @Option(name: .limit(.waitingBytes), help: .limit(.waitingBytes))
  var waitingBytes = Limit.waitingBytes.defaultValue

  @Option(name: .limit(.filesPerUser), help: .limit(.filesPerUser))
  var filesPerUser = Limit.filesPerUser.defaultValue

  @Option(name: .limit(.mailboxMessages), help: .limit(.mailboxMessages))
  var mailboxMessages = Limit.mailboxMessages.defaultValue

  @Option(name: .limit(.mailboxBytes), help: .limit(.mailboxBytes))
  var mailboxBytes = Limit.mailboxBytes.defaultValue

  @Option(name: .limit(.spareDescriptors), help: .limit(.spareDescriptors))
  var spareDescriptors = Limit.spareDescriptors.defaultValue

  @Flag(help: ArgumentHelp("Count each loopback address by itself, for tests.", visibility: .hidden))
  var tellLoopbackApart = false

  func validate() throws {
    for limit in Limit.allCases where !limit.range.contains(value(of: limit)) {
      throw ValidationError(
        "--\(limit.rawValue) takes a whole number from \(limit.range.lowerBound) to \(limit.range.upperBound).")
    }
  }

  /// What the server takes. After `validate`.
  var settings: LimitSettings {
    var settings = LimitSettings()
    for limit in Limit.allCases {
      settings[limit] = value(of: limit)
    }
    return settings
  }

  private func value(of limit: Limit) -> Int64 {
    switch limit {
    case .connectionsPerAddress: connectionsPerAddress
    case .unauthenticated: unauthenticated
    case .helloTime: helloTime
    case .promptTime: promptTime
    case .failedLogIns: failedLogIns
    case .failedLogInTime: failedLogInTime
    case .passwordBacklog: passwordBacklog
    case .messageRate: messageRate
    case .messageBurst: messageBurst
    case .waitingBytesPerUser: waitingBytesPerUser
    case .waitingBytes: waitingBytes
    case .filesPerUser: filesPerUser
    case .mailboxMessages: mailboxMessages
    case .mailboxBytes: mailboxBytes
    case .spareDescriptors: spareDescriptors
    }
  }
}

extension NameSpecification {
  fileprivate static func limit(_ limit: Limit) -> NameSpecification {
    .customLong(limit.rawValue)
  }
}

extension ArgumentHelp {
  fileprivate static func limit(_ limit: Limit) -> ArgumentHelp {
    ArgumentHelp(
      "\(limit.help)" + (limit.canBeLifted ? " 0: no limit." : ""), valueName: limit.unit.rawValue)
  }
}
