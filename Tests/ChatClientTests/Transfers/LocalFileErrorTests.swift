import Testing

@testable import ChatClient

@Suite struct LocalFileErrorTests {
  @Test(arguments: [
    ("photos", "tar czf photos.tar.gz photos"), ("photos/", "tar czf photos.tar.gz photos"),
    ("../up/photos", "tar czf photos.tar.gz ../up/photos"), (".", "tar czf packed.tar.gz ."),
    ("/", "tar czf packed.tar.gz /"), ("my photos", "tar czf 'my photos.tar.gz' 'my photos'"),
    ("it's", "tar czf 'it'\\''s.tar.gz' 'it'\\''s'"),
  ])
  func aDirectoryComesWithTheCommandThatPacksIt(path: String, command: String) {
    #expect(LocalFileError.directory(path: path).sentence.hasSuffix("send the packed file: \(command)"))
  }
}
