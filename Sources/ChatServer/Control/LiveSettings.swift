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
  /// What holds: what needs a restart is as it was at the start.
  private(set) var current: Settings

  init(
    _ layers: SettingLayers, queue: DispatchQueue,
    onChange: @escaping @Sendable (_ old: Settings, _ new: Settings) -> Void
  ) {
    self.queue = queue
    self.layers = layers
    self.onChange = onChange
    current = layers.settings
  }

  /// Writes `text` for `setting` into the data directory's file; unless it needs a restart it holds at once.
  ///
  /// - Parameter check: throws where the settings can't be what they would become.
  /// - Throws: `AdminError`; nothing has changed.
  func set(
    _ setting: Setting, to text: String, check: (Settings) throws(AdminError) -> Void
  ) throws(AdminError) -> LiveParameters.Change {
    dispatchPrecondition(condition: .onQueue(queue))
    guard let value = setting.value(of: text) else { throw .badValue(.setting(setting), text) }
    guard setting != .data else {
      throw .fixed(setting, "a server stays in its directory; say --data at the next start")
    }
    var new = layers
    // What somebody edited meanwhile comes first.
    do throws(SettingsError) { try new.read() } catch { throw .file("\(error)") }
    let layer = new.layer(of: setting)
    guard layer.rawValue <= SettingLayers.Layer.data.rawValue else {
      throw .fixed(setting, "\(new.name(of: layer)) says \(new.text(of: setting)) for this server; change it there")
    }
    var wanted = new.settings
    wanted[value: setting] = value
    try check(wanted)
    let before = layers
    do throws(SettingsError) { try new.write(setting, value) } catch { throw .file("\(error) Nothing was changed.") }
    take(new)
    return Self.change(of: setting, before, new)
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
    layers.line(of: setting) + (isPending(setting) ? " \(Self.whenPending)" : "")
  }

  /// The same for programs.
  func json(of setting: Setting) -> JSONValue {
    .object([
      ("value", setting.json(of: layers.settings[value: setting])), ("unit", .string(setting.unit)),
      ("from", .string(layers.name(of: layers.layer(of: setting)))), ("meaning", .string(setting.meaning)),
      ("in_effect", .bool(!isPending(setting))),
    ])
  }

  /// What is said of a value that does not hold yet.
  static let whenPending = "It takes effect at the next start."

  private func isPending(_ setting: Setting) -> Bool {
    layers.settings[value: setting] != current[value: setting]
  }

  private func take(_ new: SettingLayers) {
    layers = new
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
