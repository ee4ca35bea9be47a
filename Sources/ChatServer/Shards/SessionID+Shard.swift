import ChatCore

extension SessionID {
  /// No more shards than the lowest byte can name.
  static let maximumShards = 256

  /// The session of connection `serial` on shard `shard`.
  init(serial: UInt64, shard: Int) {
    self.init(rawValue: serial << 8 | UInt64(shard))
  }

  /// The shard that owns the connection.
  var shard: Int {
    Int(rawValue & 0xFF)
  }
}
