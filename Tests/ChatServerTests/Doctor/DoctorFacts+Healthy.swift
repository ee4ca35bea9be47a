import ChatCore
import ChatStore
import ChatSystem

@testable import ChatServer

extension DoctorFacts {
  static let alice = SystemUser(uid: 1_000, name: "alice")
  static let now = WallTime(seconds: 1_393_986_325)

  /// A server that runs and is well, on a good machine, a day after its last backup.
  static func healthy() -> DoctorFacts {
    let contents = Contents(
      entries: .success([Entry(name: "chat.sqlite", owner: alice, mode: 0o600, isPrivate: true)]),
      lock: .success(.held(DirectoryLock.Holder(pid: 12, port: 1_234))), isHolderAlive: true,
      socket: .answers(version: Version.current, isReadOnly: false),
      disk: .success(Disk(freeBytes: 1 << 40, freeNodes: 1_000_000, isReadOnly: false)),
      clock: Clock(
        now: now, newestRecord: WallTime(seconds: now.seconds - 1), program: WallTime(seconds: now.seconds - 1e6),
        isSynchronised: true, steadyStep: 40),
      store: .success(StoreHealth(flaw: nil, schema: StoreHealth.knownSchema, newest: nil)), isRestorePending: false,
      parameters: .success(Parameters()),
      backups: .success(Backups(newest: "stop_x.tar", time: WallTime(seconds: now.seconds - 86_400), unusable: [])),
      descriptors: Descriptors(soft: 4_096, hard: 8_192, server: 12),
      certificate: .success(
        Certificate(
          key: Entry(name: "tls/key.pem", owner: alice, mode: 0o600, isPrivate: true),
          start: WallTime(seconds: now.seconds - 86_400), end: WallTime(seconds: now.seconds + 365 * 86_400))))
    return DoctorFacts(
      path: "/srv/my chat", uid: alice.uid, directory: .there(owner: alice, mode: 0o700), contents: contents)
  }
}
