import ChatCore
import Testing

@Suite("Lines of settings")
struct ConfigurationTextTests {
  private func read(_ text: String) throws -> [[String]] {
    var lines: [[String]] = []
    try ConfigurationText.read(text) { key, value in lines.append([key, value]) }
    return lines
  }

  @Test func keysValuesAndRemarks() throws {
    #expect(try read("# a\n\n Host =  x y \nB=1=2\r\n  # c = d\n") == [["host", "x y"], ["b", "1=2"]])
  }

  @Test(arguments: [("a = 1\nb", 2), ("a=1\n\na = 2", 3), ("a =", 1)])
  func whatIsNoLine(text: String, line: Int) {
    #expect {
      try read(text)
    } throws: { ($0 as? ConfigurationText.Problem)?.line == line }
  }

  @Test func aLineIsReplacedInItsPlace() {
    let text = "# port = 1\nport=2\n\n# last"
    #expect(ConfigurationText.setting("port", to: "3", in: text) == "# port = 1\nport = 3\n\n# last\n")
    #expect(ConfigurationText.setting("cert", to: "x", in: text) == "# port = 1\nport=2\n\n# last\ncert = x\n")
    #expect(ConfigurationText.setting("cert", to: "x", in: "") == "cert = x\n")
    #expect(ConfigurationText.setting("port", to: "3", in: "PORT = 2\r\nx = 1\r\n") == "port = 3\nx = 1\n")
  }
}
