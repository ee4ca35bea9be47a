import ChatCore
import ChatStore
import Glibc

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
