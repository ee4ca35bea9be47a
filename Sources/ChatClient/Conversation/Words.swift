import ChatCore

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
  static let newPassword = "Please enter your new password:"
  static let passwordAgain = "Please re-enter your password:"
  static let notTheSame = "It's not the same with your previous input."

  static let presentPassword = "Please enter your present password:"
  static let passwordStays = "Your password stays as it was."
  static let passwordChanged = "You have successfully changed your password."
  static let shortPassword =
    "That is a short password; it will be taken, but \(Password.recommendedLength) characters or more are harder to guess."

  static let existingUserName = "Please enter your existing user name:"
  static let yesOrNo = "Please enter \"yes\" or \"no\":"
  static let nothingCancelled = "Nothing has been cancelled."

  static let missedHeader = "The off-line messages during you are not in:"
  static let missedFooter = "Now you can input commands as above instructed:"

  static let uploadBegins = "Now begin transferring, please wait..."
  static let uploadSent = "Transferring process succeeds."
  static let downloadBegins = [
    "server ready, now client receive file",
    "Please wait until the \"receive file success\" notification has raised!...",
  ]
  static let downloadDone = "receive file success!"

  static let nothingSent = "Nothing has been sent."
  static let pastedIntoOneLine =
    "Error! Several lines can't be pasted here. Type \"broadcast \" or \"message USER \" before you paste, and they become "
    + "one message!"

  static let withoutPlaintext =
    "If that server speaks TLS, as chatctl servers do unless they were started with --plaintext, leave --plaintext out "
    + "here too."
  static let serverStopping =
    "The server is going to stop. You will log out from the server automatically."
  static let serverReturns = "It will be back in a moment. Please connect again then!"
  static let loggedOut = "You have logged out! See you again!"
  static let left = "You are leaving the chatting room! See you again!"

  static func messagesGone(_ count: Int64) -> String {
    count == 1
      ? "1 message that you missed is not kept any more." : "\(count) messages that you missed are not kept any more."
  }
}
