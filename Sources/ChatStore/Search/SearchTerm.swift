import ChatCore

/// The terms of the index in one part of the log: a word together with whose it is.
///
/// One list per word would hold everybody's private messages, and a search for a word that others use would have to go
/// through all of them. So each term belongs to a reader: the newest of its messages are the newest that this reader may
/// see. A private message stands under both of its people.
struct SearchTerm {
  /// In front of each of them.
  private let prefix: String

  init(in part: SearchPart) {
    prefix = part.prefix
  }

  /// The owner of what everybody may read.
  var everyone: String {
    "\(prefix)b"
  }

  /// The owner of what is private to `account`; alone it is the term of all private messages from and to it.
  func participant(_ account: AccountID) -> String {
    "\(prefix)a\(account.rawValue)"
  }

  /// The term of all private messages from `account`.
  func sender(_ account: AccountID) -> String {
    "\(prefix)s\(account.rawValue)"
  }

  /// `word`, which holds neither blanks nor a `_`, in what `owner` may read.
  static func word(_ word: String, of owner: String) -> String {
    "\(owner)_\(word)"
  }

  /// The terms by which `message`, whose body has these words, is found, divided by blanks.
  func text(of message: ChatMessage, words: [String]) -> String {
    var owners: [String] = []
    var terms: [String] = []
    if let recipient = message.recipient {
      owners = [participant(recipient)]
      if message.sender != .system {
        owners.append(participant(message.sender))
        terms.append(sender(message.sender))
      }
      terms += owners
    } else {
      owners = [everyone]
    }
    for owner in owners {
      terms += words.map { Self.word($0, of: owner) }
    }
    return terms.joined(separator: " ")
  }
}
