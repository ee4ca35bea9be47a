import ArgumentParser
import ChatCore

/// A part of the settings that has a title of its own in the help.
protocol SettingSection: Sendable {
  /// Its settings, in order.
  static var settings: [Setting] { get }
}

/// What bounds what strangers and users may take.
enum LimitSection: SettingSection {
  static let settings = Setting.limits
}

/// All others but the port, which needs no name, and the data directory, which every subcommand has.
enum GeneralSection: SettingSection {
  static let settings = Setting.allCases.filter { !$0.isLimit && $0 != .port && $0 != .data }
}

/// The options of `chatctl serve` that set settings: one for each row of a part of the table.
///
/// The parser finds the options of a type by its mirror, and their values by its decoder; both are made of the table here.
struct SettingOptions<Section: SettingSection>: ParsableArguments, CustomReflectable {
  /// What was said, not checked yet.
  private let texts: [Setting: String]

  init() {
    texts = [:]
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var texts: [Setting: String] = [:]
    for setting in Section.settings {
      if setting.kind == .flag {
        if try container.decode(Flag<Bool>.self, forKey: Key(setting)).wrappedValue { texts[setting] = "yes" }
        let opposite = Key(stringValue: setting.opposite)
        if try container.decode(Flag<Bool>.self, forKey: opposite).wrappedValue {
          guard texts[setting] == nil else {
            throw ValidationError("--\(setting.rawValue) and --\(setting.opposite) are opposites. Say one of them.")
          }
          texts[setting] = "no"
        }
      } else {
        let said = try container.decode(Option<Said>.self, forKey: Key(setting)).wrappedValue
        if said.isTyped { texts[setting] = said.text }
      }
    }
    self.texts = texts
  }

  var customMirror: Mirror {
    Mirror(
      self,
      children: Section.settings.flatMap { setting -> [Mirror.Child] in
        let help = ArgumentHelp(
          "\(setting.meaning)", valueName: setting.valueName, visibility: setting.isShown ? .default : .hidden)
        let name = NameSpecification.customLong(setting.rawValue)
        guard setting.kind != .flag else {
          // Not listed: it is there to say no to a file.
          let opposite = Flag<Bool>(wrappedValue: false, name: .customLong(setting.opposite), help: .hidden)
          return [
            (setting.rawValue, Flag<Bool>(wrappedValue: false, name: name, help: help)), (setting.opposite, opposite),
          ]
        }
        let builtIn = Said(text: setting.text(of: setting.builtIn), isTyped: false)
        let completion: CompletionKind? = setting.kind == .word("file") ? .file() : nil
        return [(setting.rawValue, Option(wrappedValue: builtIn, name: name, help: help, completion: completion))]
      })
  }

  func validate() throws {
    for (setting, text) in texts where setting.value(of: text) == nil {
      throw ValidationError("--\(setting.rawValue) takes \(setting.taken).")
    }
  }

  /// What was said. After `validate`.
  var values: [Setting: Setting.Value] {
    texts.reduce(into: [:]) { values, said in values[said.key] = said.key.value(of: said.value) }
  }
}

extension Setting {
  /// The flag that turns it off: `no-plaintext`, `console`.
  fileprivate var opposite: String {
    rawValue.hasPrefix("no-") ? String(rawValue.dropFirst(3)) : "no-" + rawValue
  }
}

/// A value of an option, and whether somebody typed it.
private struct Said: ExpressibleByArgument {
  let text: String
  let isTyped: Bool

  init(text: String, isTyped: Bool) {
    self.text = text
    self.isTyped = isTyped
  }

  init(argument: String) {
    self.init(text: argument, isTyped: true)
  }

  var defaultValueDescription: String { text }
}

private struct Key: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(_ setting: Setting) {
    stringValue = setting.rawValue
  }

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) {
    return nil
  }
}
