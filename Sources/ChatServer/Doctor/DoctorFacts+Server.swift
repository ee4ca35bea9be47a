import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import Glibc

// The running server, or what is left of one.
extension DoctorFacts {
  func lock(_ contents: Contents) -> DoctorFinding {
    let state: DirectoryLock.State
    do throws(FileError) {
      state = try contents.lock.get()
    } catch {
      return unseen(.lock, error)
    }
    switch state {
    case .absent:
      return DoctorFinding(.lock, .ok, "no server has ever run there")
    case .free(let last):
      return DoctorFinding(
        .lock, .ok, "no server runs there" + (last.pid.map { "; the last one, process \($0), has let go" } ?? ""))
    case .held(let holder) where !contents.isHolderAlive:
      return DoctorFinding(
        .lock, .warning, "\(holder) has it, and can't be seen from here: it may run in another container",
        fix: "fuser -v \("\(path)/lock".shellWord)")
    case .held(let holder):
      return DoctorFinding(.lock, .ok, "\(holder) has it")
    }
  }

  func socket(_ contents: Contents) -> DoctorFinding {
    switch contents.socket {
    case .answers(_, isReadOnly: true):
      return DoctorFinding(
        .socket, .problem, "the server answers, and can't store anything new: status says why",
        fix: "chatctl admin status \(option)")
    case .answers(let version, _) where version != Version.current:
      return DoctorFinding(
        .socket, .warning, "the server answers; it is of version \(version), and this program of \(Version.current)",
        fix: "chatctl admin stop --restart \(option) && \(serve)")
    case .answers(let version, _):
      return DoctorFinding(.socket, .ok, "the server answers; it is of version \(version)")
    case .failed(let failure):
      return socket(failure, contents)
    }
  }

  private func socket(_ failure: ControlClient.Failure, _ contents: Contents) -> DoctorFinding {
    switch failure {
    case .noDirectory, .noServer:
      return DoctorFinding(.socket, .ok, "there is none, because no server runs")
    case .stale:
      return DoctorFinding(
        .socket, .warning, "a server that was killed has left it; the next one removes it", fix: serve)
    case .deadSocket(_, let holder) where holder.port == nil:
      return DoctorFinding(.socket, .ok, "there is none yet: \(holder) is starting, or is an import or a restore")
    case .deadSocket(_, let holder):
      return DoctorFinding(
        .socket, .problem, "\(holder) can't be reached there; it has to be started again",
        fix: "kill \(holder.pid.map { "\($0)" } ?? "PID") && \(serve)")
    case .stranger(_, let peer), .babble(_, let peer), .silent(_, let peer, _):
      return DoctorFinding(.socket, .problem, Self.sentence(failure), fix: Self.show(peer))
    case .notPermitted, .system:
      return DoctorFinding(unseen: .socket, Self.sentence(failure), code: failure.exitCode)
    case .lost:
      return DoctorFinding(
        .socket, .warning, "the server was going while it was asked", fix: "chatctl log tail \(option)")
    }
  }

  func descriptors(_ contents: Contents) -> DoctorFinding {
    let limit = contents.descriptors
    let maxCon = ((try? contents.parameters.get()) ?? Parameters()).maxCon
    let wanted = UInt64(maxCon) + DoctorLimits.spareDescriptors
    let whose = limit.server.map { "the server (process \($0))" } ?? "a server started from here"
    // A server raises its own to what is allowed when it starts.
    let holds = limit.server == nil ? limit.hard : limit.soft
    guard holds < wanted else {
      let count = holds == .max ? "any number of" : String(holds)
      return DoctorFinding(
        .descriptors, .ok, "\(whose) may have \(count) files and connections open, enough for MaxCon \(maxCon)")
    }
    return DoctorFinding(
      .descriptors, .warning,
      "\(whose) may have \(holds) files and connections open; MaxCon \(maxCon) wants \(wanted)",
      fix: limit.server.map { "prlimit --pid \($0) --nofile=\(wanted):\(max(wanted, limit.hard))" }
        ?? "ulimit -n \(wanted) && \(serve)")
  }

  /// The sentence for a person, as one part of a line: what a finding's fix says better is left out.
  private static func sentence(_ failure: ControlClient.Failure) -> String {
    let text = failure.description
    let first = text.firstRange(of: ". ").map { String(text[..<$0.lowerBound]) } ?? text
    return first.hasSuffix(".") ? String(first.dropLast()) : first
  }

  private static func show(_ peer: UnixListener.Peer?) -> String? {
    peer.flatMap { $0.pid > 0 ? "ps -fp \($0.pid)" : nil }
  }
}
