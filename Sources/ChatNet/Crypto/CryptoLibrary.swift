import COpenSSL

/// OpenSSL as a whole.
public enum CryptoLibrary {
  /// Keeps OpenSSL from tidying up in exit(3) (OPENSSL_init_crypto(3), OPENSSL_INIT_NO_ATEXIT): the threads of connections
  /// go on until the process is gone, and what they used would be pulled from under them. Before any other use of it.
  public static func stayUntilTheEnd() {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
  }
}
