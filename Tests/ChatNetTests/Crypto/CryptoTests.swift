import Testing

@testable import ChatNet

@Suite struct CryptoTests {
  /// RFC 7914, section 12.
  @Test(arguments: [
    (
      "", "", 4, 1, 1,
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
    ),
    (
      "password", "NaCl", 10, 8, 16,
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    ),
    (
      "pleaseletmein", "SodiumChloride", 14, 8, 1,
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
    ),
  ])
  func derivesAsTheStandardDoes(
    _ password: String, _ salt: String, _ logN: Int, _ blockSize: Int, _ parallelism: Int, _ expected: String
  ) throws {
    let key = try Scrypt.derive(
      password: SecretBytes(password.utf8), salt: Array(salt.utf8), logN: logN, blockSize: blockSize,
      parallelism: parallelism, length: 64)
    #expect(hex(key) == expected)
  }

  @Test func allowsTheMemoryOfTheLargestCost() throws {
    let key = try Scrypt.derive(
      password: SecretBytes([1]), salt: [2], logN: 17, blockSize: 8, parallelism: 1, length: 32)
    #expect(key.count == 32)
  }

  @Test(arguments: [(0, 8, 1), (64, 8, 1), (63, 8, 1), (10, 0, 1), (10, 8, 0), (10, 8, 1 << 30)])
  func refusesParameters(_ logN: Int, _ blockSize: Int, _ parallelism: Int) {
    #expect(throws: CryptoError.self) {
      try Scrypt.derive(
        password: SecretBytes([1]), salt: [2], logN: logN, blockSize: blockSize, parallelism: parallelism, length: 32)
    }
  }

  /// FIPS 180-4 examples (NIST, SHA256.pdf) and the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func hashesAsTheStandardDoes(_ text: String, _ expected: String) {
    #expect(hex(SHA256Hasher.hash(Array(text.utf8))) == expected)
    let pieces = SHA256Hasher()
    for byte in text.utf8 { withUnsafeBytes(of: byte) { pieces.update($0) } }
    #expect(hex(pieces.finish()) == expected)
  }

  @Test func comparesSecrets() {
    #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
    #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
    #expect(!ConstantTime.equal([1, 2, 3], [1, 2]))
    #expect(ConstantTime.equal([], []))
  }

  @Test func givesOtherNumbersEachTime() {
    #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(SecureRandom.uint64() != SecureRandom.uint64())
  }

  @Test func keepsSecretBytes() {
    let secret = SecretBytes("wastingtime".utf8)
    #expect(secret.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } == "wastingtime")
    #expect(SecretBytes([]).withUnsafeBytes { $0.count } == 0)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
