/// The measures of a connection loop.
public struct LoopSettings: Sendable {
  /// The bytes read from one connection in one turn, so that nobody starves.
  public var readSize = 4_096
  /// The same for a connection that ``Connection/readsLittle``.
  public var littleReadSize = 512
  /// The same for a connection that ``Connection/expectsBulk``.
  public var bulkReadSize = 16_384
  /// The bytes read from all connections in one turn; what is left is read in the next.
  public var turnReadBudget = 262_144
  /// How many turns are taken before other work of the queue gets its time.
  public var turnsPerWakeUp = 8
  /// Yields the processor to other threads after each turn (sched_yield(2)) while requests pour in: where there is but
  /// one, they would else wait for the end of the loop's time slice, which is several turns.
  public var yieldsProcessor = false
  /// After a turn that read so many bytes the next ones are soon to come: the loop looks ``looksBeforeRest`` times before
  /// it rests, since to rest and to be called again costs four switches to other threads.
  public var busyReadSize = 1_024
  /// So many looks that find nothing take some 50 microseconds. Other work of the queue is done between two of them.
  public var looksBeforeRest = 32
  /// A connection with more chat bytes waiting than this ``Connection/isOverHighWater``.
  public var highWater = 262_144
  /// Below this a connection that was over the high-water mark is reported as drained.
  public var lowWater = 65_536
  /// Below so many waiting bulk bytes more are asked for.
  public var bulkMark = 65_536
  /// About the most bulk bytes in one write; bounds how long chat waits behind them.
  public var bulkWriteLimit = 131_072
  /// TCP_NOTSENT_LOWAT (tcp(7)): the unsent bytes the kernel takes, so that its queue stays short.
  public var notSentLowWater: Int32 = 131_072
  /// Seconds after which a connection whose socket takes nothing while bytes wait is closed.
  public var stallTimeout = 60.0
  /// Seconds after which a connection that sends nothing is closed; nil: never.
  public var silenceTimeout: Double?
  /// Seconds from adoption within which TLS must be agreed on and ``Connection/isSetUp`` be said; nil: any time.
  public var setUpTimeout: Double?
  /// The most handshakes that are gone on with in one turn: one costs up to a millisecond of signing, which those who
  /// are connected already would wait for.
  public var handshakesPerTurn = 2
  /// The most jobs of ``ConnectionLoop/performPatiently(_:)`` that are run in one turn: to take over a connection costs
  /// some 50 microseconds with TLS.
  public var patientJobsPerTurn = 8
  /// Seconds ``Connection/closeAfterWriting()`` waits for the peer to end its side after the last byte is written.
  public var lingerTimeout = 2.0

  /// The usual measures.
  public init() {}
}
