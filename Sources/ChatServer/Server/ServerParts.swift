import ChatCore
import ChatNet
import ChatStore
import ChatSystem
import ChatWire
import Dispatch
import Glibc

/// Builds the running parts of a server and connects them: shards, the room's queue, journal, passwords, depot.
struct ServerParts: Sendable {
  let room: RoomQueue
  let shards: ShardDirectory
  let depot: Depot
  let gate: ConnectionGate

  /// Builds everything around what `storage` holds, whose next block of ids is committed here. Nothing is listened on yet.
  ///
  /// - Parameter shards: filled here.
  /// - Throws: `ServerError.store` and `.system`.
  init(
    settings: Settings, parameters: Parameters, storage: any ChatStorage, depotPath: String, log: ServerLog,
    shards: ShardDirectory = ShardDirectory()
  ) throws(ServerError) {
    let state = try rethrow(storage.load(), as: ServerError.store)
    var ids = EntryIDAllocator(after: state.idBound)
    let trouble = try Self.commitFirstBound(of: &ids, to: storage)
    let directory = DepotDirectory(path: depotPath)
    directory.sweep(keeping: Set(state.files.map(\.id)))
    depot = Depot(
      directory: directory,
      outlets: Depot.Outlets(
        send: { session, frame in shards[session].send(frame, to: session) },
        sendBulk: { session, frames in shards[session].sendBulk(frames, to: session) },
        hasRoom: { session in shards[session].depotHasRoom(for: session) }, tell: { shards.room?.submit($0) }))
    self.shards = shards
    gate = ConnectionGate(settings, descriptors: DescriptorLimit.raise(), log: log)

    let count = min(ProcessorCount.usable, SessionID.maximumShards)
    do throws(NetError) {
      let parts = RoomQueue.Parts(
        journal: Journal(storage: storage), reader: PageReader(storage: storage),
        passwords: try PasswordQueue(settings), depot: depot, log: log, shards: shards,
        hello: ServerHello(software: Version.software, keepAliveSeconds: settings[.keepAlive]))
      var measures = LoopSettings()
      measures.silenceTimeout = 4 * settings[.keepAlive]
      measures.setUpTimeout = settings.seconds(of: .helloTime)
      measures.yieldsProcessor = count == 1
      var loops: [ConnectionLoop] = []
      for number in 0..<count {
        loops.append(try ConnectionLoop(label: "chatctl.shard.\(number)", settings: measures, qos: .userInitiated))
      }
      let now = SystemClock.now()
      let secrets = Secrets(random: SecureRandom.bytes, digest: { TokenDigest(SHA256Hasher.hash($0)) })
      let engine = Engine(
        state, parameters: parameters, settings: settings, ids: ids, secrets: secrets, trouble: trouble, at: now)
      // On a single core two threads would only take turns: the room works on the thread of the one shard.
      let target = count == 1 ? loops[0].queue : nil
      let room = RoomQueue(engine, shardCount: count, target: target, parts: parts)
      self.room = room
      shards.install(
        room,
        loops.enumerated().map { number, loop in
          Shard(
            number: number, loop: loop, room: room, depot: depot, gate: gate, log: log, keepAlive: settings[.keepAlive])
        })
    } catch {
      throw .system(error)
    }
  }

  /// Takes new settings. From any queue.
  func change(_ settings: Settings) {
    gate.change(settings)
    room.passwords.change(settings)
    room.change(settings)
  }

  /// Commits the first block of ids.
  ///
  /// - Returns: why that can't be done now, so that the room begins without taking anything; nil when it is done.
  /// - Throws: `ServerError.store` where waiting does not help.
  private static func commitFirstBound(
    of ids: inout EntryIDAllocator, to storage: any ChatStorage
  ) throws(ServerError) -> StorageTrouble? {
    guard let bound = ids.boundToCommit() else { return nil }
    var batch = LogBatch()
    batch.idBound = bound
    do throws(StoreError) {
      try storage.commit(batch)
      ids.grant(bound)
      return nil
    } catch {
      guard error.mayPass else { throw .store(error) }
      ids.requestFailed()
      return error.trouble
    }
  }
}

extension DataDirectory {
  /// Opens the store, and tells the operator where that may take a while. One that nothing can be written to for now is
  /// opened to be read: the room begins without taking anything.
  func openStore(console: Console) throws(ServerError) -> SQLiteStore {
    do throws(StoreError) {
      return try SQLiteStore.open(path: store, keepingOldIn: backups) { bytes in
        console.say("Bringing the store up to date (\(ByteText.text(bytes))). This may take a while ...")
      }
    } catch {
      guard error.mayPass, access(store, F_OK) == 0 else { throw .store(error) }
      do throws(StoreError) {
        return try SQLiteStore.openStandIn(path: store, keepingOldIn: backups)
      } catch _ {
        throw .store(error)
      }
    }
  }
}
