import ChatCore
import ChatTerminal

extension Completion {
  /// What Tab offers for the last word of a half-typed command, by the command table.
  ///
  /// - Parameters:
  ///   - people: names that may be meant, in the order in which they are offered.
  ///   - transfers: the numbers of those that run.
  init(for text: String, people: [String], transfers: [String] = []) {
    // The last element is the word to complete; it is empty when a blank stands before the cursor.
    let words = text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\t" }
    let before = words.dropLast().filter { !$0.isEmpty }
    guard let typed = before.first else {
      let slash = words.last?.hasPrefix("/") == true ? "/" : ""
      self = .words(CommandWord.allCases.map { slash + $0.rawValue })
      return
    }
    guard let word = CommandWord(rawValue: String(typed.hasPrefix("/") ? typed.dropFirst() : typed)) else {
      self = .nothing
      return
    }
    let arguments = CommandTable.row(of: word).arguments
    let place = before.count - 1
    guard place < arguments.count else {
      self = .nothing
      return
    }
    switch arguments[place].completion {
    case .person, .blockedPerson, .waitingSender: self = .words(people)
    case .ownFile: self = .files
    case .transfer: self = .words(transfers)
    case .command: self = .words(CommandWord.allCases.map(\.rawValue))
    case .waitingFile, .none: self = .nothing
    }
  }
}
