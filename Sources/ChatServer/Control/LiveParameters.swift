import ChatCore
import ChatStore
import ChatSystem
import Dispatch

/// The four parameters as they hold now, and para.txt, which people edit while the server runs.
///
/// Belongs to the server's control queue, which it asserts.
final class LiveParameters: @unchecked Sendable {  // All state belongs to `queue`.
  private let queue: DispatchQueue
  private let path: String
  /// Called with the parameters whenever one has changed.
  private let onChange: @Sendable (Parameters) -> Void
  /// Called when a value has gone back by itself.
  var onReturn: (Change) -> Void = { _ in }
  /// The file as it was last read.
  private var file: ParameterFile
  private var stamp: FileStamp?
  /// Values that go back by themselves.
  private let trials: Trials<Parameter, String>

  /// What holds now, changes that were never written included.
  private(set) var current: Parameters

  /// What a change did, for people.
  struct Change {
    let name: String
    let before: String
    let after: String
    /// What stands behind the new value.
    var unit = ""

    /// `TIME_OUT: 600.0 -> 500.0 seconds`.
    var text: String {
      "\(name): \(before) -> \(after)\(unit)"
    }
  }

  /// Reads para.txt at `path`, and writes one with the defaults when there is none.
  ///
  /// - Throws: `ParameterFile.Failure`.
  init(
    path: String, queue: DispatchQueue, onChange: @escaping @Sendable (Parameters) -> Void
  ) throws(ParameterFile.Failure) {
    self.queue = queue
    self.path = path
    self.onChange = onChange
    trials = Trials(on: queue)
    stamp = FileStamp(of: path)
    file = try ParameterFile.read(from: path)
    current = file.parameters
    if stamp == nil {
      do throws(FileError) {
        try AtomicFile.write(ParameterFile.bytes(of: current), to: path)
      } catch {
        throw .file(error)
      }
      stamp = FileStamp(of: path)
      file = try ParameterFile.read(from: path)
    }
  }

  /// Sets `parameter` at once, and in the file unless `keeping` says otherwise.
  ///
  /// - Throws: `AdminError`; nothing has changed.
  func set(
    _ parameter: Parameter, to text: String, keeping: AdminCommand.Keeping
  ) throws(AdminError) -> Change {
    dispatchPrecondition(condition: .onQueue(queue))
    var changed = current
    guard changed.set(parameter, to: text) else { throw .badValue(.parameter(parameter), text) }
    // What somebody edited meanwhile comes first, so that writing our line does not take it back.
    try readFirst()
    let change = Self.change(of: parameter, current.text(of: parameter), changed.text(of: parameter))
    changed = current
    _ = changed.set(parameter, to: text)
    if case .saved = keeping {
      try save(parameter, of: changed)
    }
    // A second trial of one parameter goes back to where the first would have gone.
    let before = trials.end(parameter) ?? change.before
    if case .unlessConfirmed(let seconds) = keeping {
      trials.begin(parameter, before: before, seconds: seconds) { [weak self] in self?.takeBack(parameter, to: $0) }
    }
    current = changed
    onChange(changed)
    return change
  }

  /// Whether its value goes back unless it is confirmed.
  func isOnTrial(_ parameter: Parameter) -> Bool {
    trials.keys.contains(parameter)
  }

  /// Keeps what was set for a time, and writes it; no changes where there is nothing.
  ///
  /// - Throws: `AdminError`.
  func confirm() throws(AdminError) -> [Change] {
    dispatchPrecondition(condition: .onQueue(queue))
    try readFirst()
    var changes: [Change] = []
    for parameter in trials.keys {
      try save(parameter, of: current)
      let before = trials.end(parameter) ?? ""
      changes.append(Self.change(of: parameter, before, current.text(of: parameter)))
    }
    return changes
  }

  /// Reads the file again and takes over the values that changed in it since it was last read.
  ///
  /// - Throws: `ParameterFile.Failure`; the old values stay.
  func reload() throws(ParameterFile.Failure) -> [Change] {
    dispatchPrecondition(condition: .onQueue(queue))
    stamp = FileStamp(of: path)
    let read = try ParameterFile.read(from: path)
    var changes: [Change] = []
    var changed = current
    for parameter in read.changes(since: file) {
      let text = read.parameters.text(of: parameter)
      changes.append(Self.change(of: parameter, current.text(of: parameter), text))
      _ = changed.set(parameter, to: text)
      // What somebody has written there since is not taken back.
      trials.end(parameter)
    }
    file = read
    if changed != current {
      current = changed
      onChange(changed)
    }
    return changes
  }

  /// Whether somebody has edited the file since it was last looked at.
  var isEdited: Bool {
    dispatchPrecondition(condition: .onQueue(queue))
    return FileStamp(of: path) != stamp
  }

  private static func change(of parameter: Parameter, _ before: String, _ after: String) -> Change {
    Change(name: parameter.rawValue, before: before, after: after, unit: parameter.unit)
  }

  private func readFirst() throws(AdminError) {
    do throws(ParameterFile.Failure) {
      _ = try reload()
    } catch {
      throw .file(error.description)
    }
  }

  private func save(_ parameter: Parameter, of parameters: Parameters) throws(AdminError) {
    do throws(FileError) {
      try ParameterFile.save(parameter, of: parameters, to: path)
    } catch {
      throw .file("\(error). Nothing was changed.")
    }
    stamp = FileStamp(of: path)
    if let read = try? ParameterFile.read(from: path) {
      file = read
    }
  }

  private func takeBack(_ parameter: Parameter, to before: String) {
    let change = Self.change(of: parameter, current.text(of: parameter), before)
    _ = current.set(parameter, to: before)
    onChange(current)
    onReturn(change)
  }
}

extension Parameter {
  /// What stands behind a value.
  var unit: String {
    self == .maxCon ? "" : " seconds"
  }
}
