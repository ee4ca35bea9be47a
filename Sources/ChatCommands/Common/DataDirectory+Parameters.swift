import ChatCore
import ChatServer
import ChatStore

extension DataDirectory {
  /// The parameters as para.txt has them; the defaults when there is none.
  func savedParameters() throws(Failure) -> Parameters {
    do throws(ParameterFile.Failure) {
      return try ParameterFile.read(from: parameters).parameters
    } catch {
      throw Failure(message: error.description, code: error.exitCode)
    }
  }
}
