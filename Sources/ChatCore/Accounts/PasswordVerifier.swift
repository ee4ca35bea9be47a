/// What is stored of a password: an scrypt hash as a PHC string, `$scrypt$ln=15,r=8,p=1$SALT$HASH`.
///
/// Source: the PHC string format (github.com/P-H-C/phc-string-format) with standard base64 and no padding; RFC 7914 for
/// the parameters. Parsing and printing only: the hash itself is computed elsewhere.
public struct PasswordVerifier: Hashable, Sendable, CustomStringConvertible {
  /// The work that one check costs.
  public struct Cost: Hashable, Sendable {
    /// The logarithm (base 2) of scrypt's N.
    public let logN: Int
    /// scrypt's block size r.
    public let blockSize: Int
    /// scrypt's parallelism p.
    public let parallelism: Int

    /// What new passwords are stored with: N 2^15, r 8, p 1, which takes 32 MiB.
    public static let standard = Cost(knownLogN: 15, blockSize: 8, parallelism: 1)

    /// A cost within what this server is willing to spend: ln 1 to 17, r 1 to 8, p 1 to 4; nil outside of it.
    public init?(logN: Int, blockSize: Int = 8, parallelism: Int = 1) {
      guard (1...17).contains(logN), (1...8).contains(blockSize), (1...4).contains(parallelism) else { return nil }
      self.init(knownLogN: logN, blockSize: blockSize, parallelism: parallelism)
    }

    /// Whether a guess takes less time or less memory than with `other`.
    public func isBelow(_ other: Cost) -> Bool {
      memory < other.memory || memory * parallelism < other.memory * other.parallelism
    }

    /// Memory, but for a constant factor; the time is that times p (RFC 7914, section 2).
    private var memory: Int {
      blockSize << logN
    }

    private init(knownLogN: Int, blockSize: Int, parallelism: Int) {
      logN = knownLogN
      self.blockSize = blockSize
      self.parallelism = parallelism
    }
  }

  /// The parameters the hash was made with.
  public let cost: Cost
  /// 1 to 64 bytes.
  public let salt: [UInt8]
  /// 16 to 64 bytes.
  public let hash: [UInt8]

  /// What an account has whose password is kept elsewhere: nobody knows a password that leads to this hash.
  public static let unusable = PasswordVerifier(salt: [0], hash: [UInt8](repeating: 0, count: 32))

  private init(salt: [UInt8], hash: [UInt8]) {
    cost = .standard
    self.salt = salt
    self.hash = hash
  }

  /// A verifier of these parts; nil when salt or hash has a length that is not allowed.
  public init?(cost: Cost, salt: [UInt8], hash: [UInt8]) {
    guard (1...64).contains(salt.count), (16...64).contains(hash.count) else { return nil }
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  /// Reads a PHC string; nil when `text` is not one of ours or asks for more work than this server is willing to do.
  public init?(phc text: String) {
    // By bytes: a start reads one of these for each account, and characters take ten times as long.
    let fields = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
    guard fields.count == 5, fields[0].isEmpty, fields[1].elementsEqual("scrypt".utf8),
      let cost = Cost(settings: fields[2]), let salt = Base64.decode(Substring(fields[3])),
      let hash = Base64.decode(Substring(fields[4]))
    else { return nil }
    self.init(cost: cost, salt: salt, hash: hash)
  }

  /// The PHC string.
  public var description: String {
    "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(Base64.encode(salt))$\(Base64.encode(hash))"
  }
}

extension PasswordVerifier.Cost {
  /// Reads `ln=15,r=8,p=1`, in any order.
  fileprivate init?(settings: Substring.UTF8View) {
    var logN: Int?
    var blockSize: Int?
    var parallelism: Int?
    for setting in settings.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let parts = setting.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
        let value = Int(Substring(parts[1]))
      else { return nil }
      switch Substring(parts[0]) {
      case "ln" where logN == nil: logN = value
      case "r" where blockSize == nil: blockSize = value
      case "p" where parallelism == nil: parallelism = value
      default: return nil
      }
    }
    guard let logN, let blockSize, let parallelism else { return nil }
    self.init(logN: logN, blockSize: blockSize, parallelism: parallelism)
  }
}
