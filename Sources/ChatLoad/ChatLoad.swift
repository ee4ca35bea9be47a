import ArgumentParser

/// The command `chatload`.
public struct ChatLoad: ParsableCommand {
  /// Its subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "chatload",
    abstract: "Measure how much a chat server bears.",
    discussion: """
      Every scenario logs in to accounts that "chatload seed" has made, on a server on this machine that was started \
      with its limits lifted:

        chatload seed --data room --accounts 1000
        chatctl serve 1234 --listen 127.0.0.1 --data room --plaintext \\
          --password-cost 1 --message-rate 0 \\
          --max-connections-per-address 0 --max-unauthenticated 0 \\
          --max-failed-log-ins 0 --max-password-backlog 0 \\
          --max-mailbox-messages 0 --max-mailbox-bytes 0
        chatload fanout 1234 --plaintext --members 100 --window 64

      "chatload compare" does all that by itself, against the limit of the machine.

      A message that was lost, came twice or out of order ends a scenario with an error (exit code 1).
      """,
    subcommands: [
      FanOut.self, Private.self, Idle.self, Churn.self, Resume.self, Transfer.self, Search.self, Seed.self,
      Limit.self, Compare.self, Survey.self, Soak.self, Grow.self,
    ])

  /// An empty command line.
  public init() {}
}
