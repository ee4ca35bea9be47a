import ChatCore
import ChatWire

/// The sentences of the conversation that depend on nothing: the original's, its typing errors mended.
enum Words {
  static let connected =
    "Now you are trying to connect to the Chatting room! You should log in first. Type required information and hit "
    + "enter!"
  static let start =
    "Please enter your username: (or you can \"quit\" or \"register\" or \"de-register\" by those commands)"
  static let userName = "Please enter your username:"
  static let password = "Please enter your password:"

  static let newUserName = "Please enter your new user name:"
  static let invitationCode = "This room takes new members by invitation. Please enter the code of yours:"
  static let newPassword = "Please enter your new password:"
  static let passwordAgain = "Please re-enter your password:"
  static let notTheSame = "It's not the same with your previous input."

  static let presentPassword = "Please enter your present password:"
  static let passwordStays = "Your password stays as it was."
  static let passwordChanged = "You have successfully changed your password."
  static let shortPassword =
    "That is a short password; \(Password.recommendedLength) characters or more are harder to guess."

  static let existingUserName = "Please enter your existing user name:"
  static let yesOrNo = "Please enter \"yes\" or \"no\":"
  static let nothingCancelled = "Nothing has been cancelled."
  static let nothingRegistered = "Nobody has been registered."
  static let stillRegistering = "You are still registering a new user; an empty line leads back to the log-in."
  static let stillCancelling = "You are still cancelling a registration; an empty line leads back to the log-in."

  static let missedHeader = "The off-line messages during you are not in:"
  static let missedFooter = "Now you can input commands as above instructed:"

  static let uploadBegins = "Now begin transferring, please wait..."
  static let uploadSent = "Transferring process succeeds."
  static let downloadBegins = [
    "server ready, now client receive file",
    "Please wait until the \"receive file success\" notification has raised!...",
  ]
  static let downloadDone = "receive file success!"
  static let disarmedName =
    "A name that begins with \".\" or \"-\" gets a \"_\" in front, so that no program takes it for its own."

  static let noTransfers = "No file is being sent or received."

  static func noSuchTransfer(_ text: String) -> String {
    "Error! There is no transfer \"\(TerminalSanitizer.line(text))\". Type \"transfers\" to see those that run, with their "
      + "numbers."
  }

  static let nothingSent = "Nothing has been sent."
  static let pasteNeedsConnection =
    "Several lines can be pasted again when the connection is back; they have not been kept."
  static let pastedIntoOneLine =
    "Error! Several lines can't be pasted here. Type \"broadcast \" or \"message USER \" before you paste, and they become "
    + "one message!"

  static let withoutPlaintext =
    "If that server speaks TLS, as chatctl servers do unless they were started with --plaintext, leave --plaintext out "
    + "here too."
  static func timeOutNear(_ seconds: Double) -> String {
    "You will be logged out in \(max(1, Int(seconds.rounded()))) s, because nothing was typed. Press any key to stay."
  }
  static let serverStopping =
    "The server is going to stop. You will log out from the server automatically."
  static let serverReturns = "It will be back in a moment. Please connect again then!"
  static let loggedOut = "You have logged out! See you again!"
  static let left = "You are leaving the chatting room! See you again!"
  static let farewellAwaited =
    "The server is late in reading that you go, and you count as online until then. Ctrl+C waits no longer."
  static let farewellUnanswered =
    "The server has not confirmed in time that you have logged out. You may count as online for a while."
  static let farewellLost =
    "The connection was lost before the server had confirmed that you have logged out. You may count as online for a "
    + "while."
  static let inputEndedTooEarly =
    "The input has ended before a log-in. Please write the user name and the password first, a line each, or use --user "
    + "and --password-file!"

  static let chatBegins =
    "Now every line that you type goes to everybody. A command has a \"/\" before it: \"/chat\" ends this."
  static let chatEnds = "Now a line is a command again."
  static let nothingFound = "There is no such message."
  static let nothingOlder = "There is nothing older to show."
  static let moreHint = "Type \"more\" to see what is older."
  static let connectionLost =
    "The connection to the server is lost. This program tries to come back, and keeps what you type meanwhile."
  static let connectionSilent =
    "The connection to the server is lost: it has been silent for too long. This program tries to come back, and keeps "
    + "what you type meanwhile."
  static let comesBack = "It will be back in a moment, and so will you. What you type meanwhile is kept."
  static let connectionBack = "The connection to the server is back."
  static let away = "[not connected, trying again]"
  static let lineKept = "Not connected: this will be sent when the connection is back."
  static let lineNotKept =
    "Error! Not connected, and as many lines wait as are kept. Please type this again when the connection is back!"
  static let unsure = "What you typed last may not have reached the server."
  static let passwordNeedsConnection =
    "Error! Not connected. Please change your password when the connection is back!"
  static let passwordUnsure =
    "Your password may have been changed or not. Please try the new one first at the next log-in!"

  static func givenUp(afterSeconds seconds: Double) -> String {
    "The server could not be reached again within \(Parameters.text(ofSeconds: seconds)) seconds. Please check that it "
      + "runs, and connect again!"
  }

  static func messagesGone(_ count: Int64) -> String {
    count == 1
      ? "1 message that you missed is not kept any more." : "\(count) messages that you missed are not kept any more."
  }

  static func otherVersion(_ version: UInt32) -> String {
    "The server speaks version \(version) of the protocol, this program version \(ProtocolVersion.current). Please use a "
      + "chatctl of the same age as the server's!"
  }
}
