import ChatCore
import Dispatch

/// The settings as they hold now, and their layers, of which files are edited while the server runs.
///
/// Belongs to the server's control queue, which it asserts.
final class LiveSettings: @unchecked Sendable {  // All state belongs to `queue`.
  private let queue: DispatchQueue
  /// Called with the settings that held before and those that hold from now on.
  private let onChange: @Sendable (_ old: Settings, _ new: Settings) -> Void
  private var layers: SettingLayers
  /// Called when a value has gone back by itself.
  var onReturn: (LiveParameters.Change) -> Void = { _ in }
  /// Values that go back by themselves, to what was held before; nil for what the files and the command line say.
  private let trials: Trials<Setting, Setting.Value?>
  /// What holds: what needs a restart is as it was at the start.
  private(set) var current: Settings

  init(
    _ layers: SettingLayers, queue: DispatchQueue,
    onChange: @escaping @Sendable (_ old: Settings, _ new: Settings) -> Void
  ) {
    self.queue = queue
    self.layers = layers
    self.onChange = onChange
    trials = Trials(on: queue)
    current = layers.settings
  }

  /// Has `text` hold for `setting` at once, unless that needs a restart, and writes it into the data directory's file unless
  /// `keeping` says otherwise.
  ///
  /// - Parameter check: throws where the settings can't be what they would become.
  /// - Throws: `AdminError`; nothing has changed.
  func set(
    _ setting: Setting, to text: String, keeping: AdminCommand.Keeping = .saved,
    check: (Settings) throws(AdminError) -> Void
  ) throws(AdminError) -> LiveParameters.Change {
    dispatchPrecondition(condition: .onQueue(queue))
    guard let value = setting.value(of: text) else { throw .badValue(.setting(setting), text) }
    guard setting != .data else {
      throw .fixed(setting, "a server stays in its directory; say --data at the next start")
    }
    guard keeping == .saved || !setting.needsRestart else {
      throw .fixed(setting, "another value waits for the next start, and so can't be one for a time")
    }
    var new = layers
    // What somebody edited meanwhile comes first.
    do throws(SettingsError) { try new.read() } catch { throw .file("\(error)") }
    let held = new.held(setting)
    if keeping != .runtime { try requireWritable(setting, in: new) }
    new.hold(value, for: setting)
    try check(new.settings)
    if keeping == .saved {
      // What goes back, by itself or with the stop, may be what it depends on.
      var lasting = new.lasting
      lasting.hold(value, for: setting)
      try check(lasting.settings)
    }
    let before = layers
    do throws(SettingsError) {
      try keeping == .saved ? new.write(setting, value) : new.requireHarmony()
    } catch {
      throw .file("\(error) Nothing was changed.")
    }
    // A second trial of one setting goes back to where the first would have gone.
    let past = trials.end(setting) ?? held
    if case .unlessConfirmed(let seconds) = keeping {
      trials.begin(setting, before: past, seconds: seconds) { [weak self] in self?.takeBack(setting, to: $0) }
    }
    take(new)
    return Self.change(of: setting, before, new)
  }

  /// What the files and the command line say: what will hold after a restart.
  var coming: Settings {
    layers.settings
  }

  /// What goes back unless it is confirmed.
  var onTrial: [Setting] {
    trials.keys
  }

  /// Keeps what was set for a time, and writes it, of those that `mayConfirm` tells; no changes where there is nothing.
  ///
  /// - Throws: `AdminError`.
  func confirm(_ mayConfirm: (Setting) -> Bool = { _ in true }) throws(AdminError) -> [LiveParameters.Change] {
    dispatchPrecondition(condition: .onQueue(queue))
    var changes: [LiveParameters.Change] = []
    for setting in trials.keys where mayConfirm(setting) {
      var new = layers
      do throws(SettingsError) {
        try new.read()
        guard let value = new.held(setting) else { continue }
        try new.write(setting, value)
      } catch {
        throw .file("\(error)")
      }
      var before = layers
      before.hold(trials.end(setting) ?? nil, for: setting)
      take(new)
      changes.append(Self.change(of: setting, before, new))
    }
    return changes
  }

  private func takeBack(_ setting: Setting, to before: Setting.Value?) {
    let old = layers
    var new = layers
    new.hold(before, for: setting)
    take(new)
    onReturn(Self.change(of: setting, old, new))
  }

  private func requireWritable(_ setting: Setting, in layers: SettingLayers) throws(AdminError) {
    var layers = layers
    layers.hold(nil, for: setting)
    let layer = layers.layer(of: setting)
    guard layer.rawValue <= SettingLayers.Layer.data.rawValue else {
      let present = layers.text(of: setting)
      throw .fixed(setting, "\(layers.name(of: layer)) says \(present) for this server; change it there")
    }
  }

  /// Reads the files again, and takes over what has changed in them.
  ///
  /// - Throws: `SettingsError`; the old values stay.
  func reload() throws(SettingsError) -> [LiveParameters.Change] {
    dispatchPrecondition(condition: .onQueue(queue))
    let before = layers
    var new = layers
    try new.read()
    take(new)
    return Setting.allCases.filter { before.settings[value: $0] != new.settings[value: $0] }.map {
      Self.change(of: $0, before, new)
    }
  }

  /// What a person reads of `setting`: value, layer, meaning.
  func line(of setting: Setting) -> String {
    layers.line(of: setting, from: origin(of: setting)) + (isPending(setting) ? " \(Self.whenPending)" : "")
  }

  /// The same for programs.
  func json(of setting: Setting) -> JSONValue {
    .object([
      ("value", setting.json(of: layers.settings[value: setting])), ("unit", .string(setting.unit)),
      ("from", .string(origin(of: setting))), ("meaning", .string(setting.meaning)),
      ("in_effect", .bool(!isPending(setting))),
    ])
  }

  /// Where its value comes from, and whether it goes back there.
  private func origin(of setting: Setting) -> String {
    onTrial.contains(setting) ? Self.whenOnTrial : layers.name(of: layers.layer(of: setting))
  }

  /// What is said of a value that goes back by itself.
  static let whenOnTrial = "on trial, goes back unless confirmed"
  /// What is said of a value that does not hold yet.
  static let whenPending = "It takes effect at the next start."

  private func isPending(_ setting: Setting) -> Bool {
    layers.settings[value: setting] != current[value: setting]
  }

  private func take(_ new: SettingLayers) {
    layers = new
    // What somebody has written in a file since is not taken back.
    for setting in trials.keys where new.held(setting) == nil { trials.end(setting) }
    var next = new.settings
    for setting in Setting.allCases where setting.needsRestart {
      next[value: setting] = current[value: setting]
    }
    guard next != current else { return }
    let old = current
    current = next
    onChange(old, next)
  }

  private static func change(
    of setting: Setting, _ before: SettingLayers, _ after: SettingLayers
  ) -> LiveParameters.Change {
    LiveParameters.Change(
      name: setting.rawValue, before: before.text(of: setting), after: after.text(of: setting))
  }
}
