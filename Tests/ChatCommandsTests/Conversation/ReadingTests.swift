import ChatTestSupport
import Testing

/// The past, receipts and what was missed, in terminal windows and pipes, with a real server and its store.
@Suite(.waiting) struct ReadingTests {
  @Test func whatWasMissedIsSummedUpOnATerminal() throws {
    let server = try SampleRoom().server
    let facebook = try Window(to: server)
    try facebook.logIn("facebook")
    facebook.send("message Columbia hi, are you there?")
    try facebook.expect(
      "The user \"Columbia\" is unfortunately not online. But the server has stored your message.", "facebook>")
    facebook.send("broadcast has anybody seen columbia?")
    try facebook.expect("facebook(broadcast): has anybody seen columbia?", "facebook>")
    #expect(facebook.screen.lines.contains("to Columbia: stored"))
    let columbia = try Window(to: server, environment: ["NO_COLOR="])
    try columbia.expect(">>")
    columbia.send("Columbia")
    try columbia.expect("Please enter your password:", ">>")
    columbia.send(try Samples.password(of: "Columbia"))
    try columbia.expect(
      "While you were away: 1 private message from facebook, 1 broadcast from facebook. 1 message has your name in it.",
      "The off-line messages during you are not in:", "facebook(private): hi, are you there?",
      "facebook(broadcast): has anybody seen columbia?", "Now you can input commands as above instructed:", "Columbia>")
    // The name is marked, and the sender's colour is always the same.
    #expect(columbia.terminal.text.contains("seen \u{1B}[1m\u{1B}[7mcolumbia\u{1B}[0m?"))
    try facebook.terminal.read { text in text.contains("to Columbia: delivered") }
  }

  @Test func thePastIsFoundAfterARestart() throws {
    let data = try TemporaryDirectory()
    var server = try ServerProcess(data: data)
    let alice = try server.member("alice")
    let bob = try server.member("bob")
    try alice.expectLines("System(broadcast): \"bob\" has just logged in.")
    try alice.expectAnswer(to: "message bob the Größe of the box", [])
    try alice.expectAnswer(to: "broadcast one more Box", ["alice(broadcast): one more Box"])
    try bob.expectLines("alice(private): the Größe of the box", "alice(broadcast): one more Box")
    try alice.expectAnswer(to: "search grosse", ["There is no such message."])
    let found = try alice.answer(to: "search BOX the")
    #expect(found.count == 1)
    #expect(found[0].hasSuffix("] alice(private to bob): the Größe of the box"))
    #expect(try bob.answer(to: "search große")[0].hasSuffix("] alice(private): the Größe of the box"))
    try bob.expectAnswer(to: "search \" OR *", ["There is no such message."])
    try bob.expectAnswer(to: "search !", ["Error! There is no word to search for. Please type one after the command!"])
    try alice.expectAnswer(to: "block bob", ["You have successfully blocked bob from sending you messages."])
    try alice.expectAnswer(to: "blocked", ["You have blocked:", "bob"])
    try bob.expectAnswer(to: "broadcast box for bob", ["bob(broadcast): box for bob"])
    try alice.expectAnswer(to: "seen bob", ["\"bob\" is online now."])
    try alice.expectAnswer(to: "files", ["No file waits for you."])
    alice.send("logout")
    try alice.expectEnd(["You have logged out! See you again!"], 0)
    #expect(try server.admin("stop").code == 0)
    #expect(try server.process.wait() == 0)
    server = try ServerProcess(data: data)
    let again = try server.client()
    again.write("alice\nsecret-password\n")
    try again.expect("Welcome to the Chatting room user \"alice\"!")
    try again.expect("alice> \n")
    let past = try again.answer(to: "history")
    #expect(
      past.map { $0.split(separator: "] ").last.map(String.init) } == [
        "alice(private to bob): the Größe of the box", "alice(broadcast): one more Box",
      ])
    #expect(try again.answer(to: "search box").count == 2)
    #expect(try again.answer(to: "seen bob")[0].hasPrefix("\"bob\" was online last at 20"))
    try again.expectAnswer(to: "more", ["There is nothing older to show."])
    // Page by page.
    let newest = try again.answer(to: "history 1")
    #expect(newest.last == "Type \"more\" to see what is older.")
    let older = try again.answer(to: "more")
    #expect(older.first?.hasSuffix("the Größe of the box") == true)
  }

  @Test func plainLinesAreBroadcastsInChatMode() throws {
    let server = try SampleRoom().server
    let facebook = try Window(to: server)
    try facebook.logIn("facebook")
    facebook.send("chat")
    try facebook.expect("facebook (chat)>")
    facebook.send("hello all")
    try facebook.expect("facebook(broadcast): hello all", "facebook (chat)>")
    facebook.send("/chat")
    try facebook.expect("Now a line is a command again.", "facebook>")
  }
}
