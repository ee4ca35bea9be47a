import ChatCore
import ChatStore

extension DataDirectory {
  /// Opens the store, and tells the operator where that may take a while.
  func openStore(console: Console) throws(ServerError) -> SQLiteStore {
    do throws(StoreError) {
      return try SQLiteStore.open(path: store, keepingOldIn: backups) { bytes in
        console.say("Bringing the store up to date (\(ByteText.text(bytes))). This may take a while ...")
      }
    } catch {
      throw .store(error)
    }
  }
}
