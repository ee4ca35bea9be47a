import ChatCore
import ChatStore
import ChatSystem
import Glibc

/// The settings of a server as they stand in layers, laid over each other key by key: built-in, the machine's file, the
/// data directory's, the one that was named, the command line, what the operator has set until the server stops.
public struct SettingLayers: Sendable {
  /// A layer; later ones win.
  public enum Layer: Int, CaseIterable, Sendable {
    /// The values of the program itself.
    case builtIn
    /// `/etc/chatctl/serve.conf`.
    case machine
    /// `serve.conf` of the data directory: the one that the server writes.
    case data
    /// The file that `--config` names.
    case named
    /// The command line.
    case commandLine
    /// The values that the operator has set until the server stops.
    case runtime
  }

  /// The machine's file.
  public static let machinePath = "/etc/chatctl/serve.conf"

  /// The data directory: what the layers but its own say, else `$CHATCTL_DATA`, else the person's.
  public let directory: DataDirectory
  /// The machine's room, where it was passed over because this process may not pass through it.
  public let closedRoom: DataDirectory?
  private let paths: [Layer: String]
  private var values: [Layer: [Setting: Setting.Value]]

  /// The layers over `commandLine`, as far as they may be read before the data directory is the server's: its own file is
  /// read by `read`.
  public init(
    commandLine: [Setting: Setting.Value] = [:], named: String? = nil, environment: [String: String] = [:],
    machinePath: String = Self.machinePath
  ) throws(SettingsError) {
    try self.init(
      commandLine: commandLine, named: named, environment: environment, machinePath: machinePath,
      machine: try Self.values(in: machinePath, of: .machine))
  }

  /// The layers as far as they say where the data directory is, for whoever looks for a room: what else is wrong in the
  /// machine's file is told by the server, who lives on it, and hides no room.
  ///
  /// - Throws: `SettingsError` where the file can't be read for what is wrong in it, and nothing else names the room.
  public static func locating(
    environment: [String: String], machinePath: String = Self.machinePath
  ) throws(SettingsError) -> SettingLayers {
    do throws(SettingsError) {
      return try SettingLayers(environment: environment, machinePath: machinePath)
    } catch {
      var machine: [Setting: Setting.Value] = [:]
      if let path = try? text(of: machinePath).flatMap({ ConfigurationText.value(of: Setting.data.rawValue, in: $0) }) {
        machine[.data] = .word(path)
      } else if environment["CHATCTL_DATA"]?.isEmpty ?? true, !error.isClosedFile {
        throw error
      }
      return try SettingLayers(environment: environment, machinePath: machinePath, machine: machine)
    }
  }

  private init(
    commandLine: [Setting: Setting.Value] = [:], named: String? = nil, environment: [String: String],
    machinePath: String, machine: [Setting: Setting.Value]
  ) throws(SettingsError) {
    var values = [Layer.commandLine: commandLine]
    values[.machine] = machine
    if let named { values[.named] = try Self.values(in: named, of: .named) }
    var written: String?
    var closed: String?
    for layer in [Layer.machine, .named] {
      guard case .word(let path)? = values[layer]?[.data] else { continue }
      // The machine's room is for those who may pass through to its socket; anybody else has one of their own.
      guard layer == .named || !Self.isClosed(path) else {
        closed = path
        continue
      }
      written = path
    }
    var typed = environment["CHATCTL_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    if case .word(let path)? = commandLine[.data] { typed = path }
    closedRoom = (typed ?? written) == nil ? closed.map(DataDirectory.init) : nil
    directory = DataDirectory.resolve(option: typed ?? written, environment: environment)
    var paths: [Layer: String] = [.machine: machinePath, .data: directory.settings]
    paths[.named] = named
    // A file that says where the machine's room is speaks of that room, and not of those that people make for themselves.
    if case .word(let path)? = values[.machine]?[.data], DataDirectory(path: path) != directory,
      FileIdentity(path: path) == nil || FileIdentity(path: path) != FileIdentity(path: directory.path)
    {
      paths[.machine] = nil
      values[.machine] = nil
    }
    self.paths = paths
    self.values = values
  }

  /// True when this process may not pass through the directory at `path`.
  private static func isClosed(_ path: String) -> Bool {
    faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0 && errno == EACCES
  }

  /// Reads all files again.
  ///
  /// - Throws: `SettingsError`; nothing has changed.
  public mutating func read() throws(SettingsError) {
    var read = self
    for (layer, path) in paths {
      read.values[layer] = try Self.values(in: path, of: layer)
    }
    // What was edited since is what somebody wants.
    for setting in (values[.runtime] ?? [:]).keys where read.written(setting) != written(setting) {
      read.hold(nil, for: setting)
    }
    try read.requireHarmony()
    self = read
  }

  /// Writes `value` for `setting` into the data directory's file, mode 0600, in the place of the line that had it;
  /// all other lines stay as they are. Nothing else is held of it any more.
  ///
  /// - Throws: `SettingsError`; nothing has changed.
  public mutating func write(_ setting: Setting, _ value: Setting.Value) throws(SettingsError) {
    let path = directory.settings
    let text = try Self.text(of: path) ?? ""
    let new = ConfigurationText.setting(setting.rawValue, to: setting.text(of: value), in: text)
    var written = self
    written.hold(nil, for: setting)
    written.values[.data] = try Self.values(of: new, in: path, layer: .data)
    try written.requireHarmony()
    try rethrow(AtomicFile.write(Array(new.utf8), to: path), as: SettingsError.file)
    self = written
  }

  /// Has `value` hold for `setting` until the server stops, over all files; nil ends that.
  mutating func hold(_ value: Setting.Value?, for setting: Setting) {
    values[.runtime, default: [:]][setting] = value
  }

  /// The value of `setting` that holds until the server stops; nil for what is written.
  func held(_ setting: Setting) -> Setting.Value? {
    values[.runtime]?[setting]
  }

  /// The same without what holds only until the server stops.
  var lasting: SettingLayers {
    var layers = self
    layers.values[.runtime] = nil
    return layers
  }

  private func written(_ setting: Setting) -> Setting.Value? {
    Layer.allCases.last { $0 != .runtime && values[$0]?[setting] != nil }.flatMap { values[$0]?[setting] }
  }

  /// The settings that hold.
  public var settings: Settings {
    var settings = Settings()
    for layer in Layer.allCases {
      for (setting, value) in values[layer] ?? [:] { settings[value: setting] = value }
    }
    settings[value: .data] = .word(directory.path)
    return settings
  }

  /// The layer that the value of `setting` comes from.
  public func layer(of setting: Setting) -> Layer {
    Layer.allCases.last { values[$0]?[setting] != nil } ?? .builtIn
  }

  /// The file that the value of `setting` comes from; nil where none has it.
  func file(of setting: Setting) -> String? {
    paths[layer(of: setting)]
  }

  /// The name of `layer`: `built-in`, a path, `the command line`.
  public func name(of layer: Layer) -> String {
    switch layer {
    case .builtIn: "built-in"
    case .commandLine: "the command line"
    case .runtime: "until the server stops"
    case .machine, .data, .named: paths[layer] ?? ""
    }
  }

  /// The value of `setting` as a person writes it.
  public func text(of setting: Setting) -> String {
    setting.text(of: settings[value: setting])
  }

  /// `max-file-size: 2G (/etc/chatctl/serve.conf). The largest file that is taken.`
  public func line(of setting: Setting) -> String {
    line(of: setting, from: name(of: layer(of: setting)))
  }

  /// The same where something else is to be said of where the value comes from.
  func line(of setting: Setting, from origin: String) -> String {
    "\(setting.rawValue): \(text(of: setting)) (\(origin)). \(setting.meaning)"
  }

  /// Looks whether the settings go together.
  ///
  /// - Throws: `SettingsError.conflict`.
  func requireHarmony() throws(SettingsError) {
    guard let conflict = settings.conflict else { return }
    let layers = [Setting.cert, .plaintext].map(layer).filter { $0 != .builtIn }
    throw .conflict(conflict, isTyped: layers.allSatisfy { $0 == .commandLine })
  }

  private static func text(of path: String) throws(SettingsError) -> String? {
    let bytes = try rethrow(FileBytes.read(path), as: SettingsError.file)
    guard let bytes else { return nil }
    guard let text = String(validating: bytes.behindByteOrderMark, as: UTF8.self) else {
      throw .line(path: path, .init(line: 1, what: "the file is not valid UTF-8."))
    }
    return text
  }

  private static func values(in path: String, of layer: Layer) throws(SettingsError) -> [Setting: Setting.Value] {
    guard let text = try text(of: path) else {
      guard layer == .named else { return [:] }
      throw .file(FileError(.open, path, code: ENOENT))
    }
    return try values(of: text, in: path, layer: layer)
  }

  private static func values(
    of text: String, in path: String, layer: Layer
  ) throws(SettingsError) -> [Setting: Setting.Value] {
    var values: [Setting: Setting.Value] = [:]
    do throws(ConfigurationText.Problem) {
      try ConfigurationText.read(text) { (key, text) throws(ConfigurationText.Fault) in
        guard let setting = Setting(key: key) else { throw .init(unknown(key)) }
        guard layer != .data || setting != .data else {
          throw .init("the data directory can't be named in its own file. Say --data, or write it to \(machinePath).")
        }
        guard let value = setting.value(of: text) else {
          throw .init("\(key) can't be \"\(TerminalSanitizer.line(text))\": it takes \(setting.taken).")
        }
        values[setting] = value
      }
    } catch {
      throw .line(path: path, error)
    }
    return values
  }

  private static func unknown(_ key: String) -> String {
    if let parameter = Parameter(named: key) {
      return "\(parameter.rawValue) stands in para.txt. Write it there, or say \"chatctl admin set "
        + "\(parameter.rawValue) VALUE\"."
    }
    let nearest = EditDistance.nearest(to: key, in: Setting.allCases.filter(\.isShown), spelling: \.rawValue)
    return "there is no setting \"\(TerminalSanitizer.line(key))\"."
      + (nearest.map { " The nearest is \"\($0.rawValue)\"." } ?? "")
  }
}
