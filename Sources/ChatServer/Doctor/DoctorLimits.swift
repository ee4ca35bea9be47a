/// From where on `chatctl doctor` warns.
enum DoctorLimits {
  /// Free bytes below which the disk is called short of room: a backup and some days of logs want it.
  static let scarceBytes: Int64 = 512 << 20
  /// Free bytes below which it is called full: a burst of messages fills the write-ahead log to twice that.
  static let fullBytes: Int64 = 32 << 20
  /// Free inodes below which the file system is called short of them.
  static let scarceNodes: Int64 = 1_000
  /// The age, in seconds, from which a newest backup is called old.
  static let backupAge = 7 * 86_400.0
  /// How far, in seconds, a time may lie in the future before the clock is called wrong: clocks are set by a little all
  /// the time.
  static let clockTolerance = 5.0
  /// The same for the program file's time, which copying may change to another zone's.
  static let programTolerance = 86_400.0
  /// So many descriptors are wanted beside one for each of MaxCon: store, logs, files, shells, people at the log-in.
  static let spareDescriptors: UInt64 = 100
}
