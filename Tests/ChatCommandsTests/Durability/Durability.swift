import Testing

/// What DESIGN.md promises about messages, ids, files and order, held against the real executable: killed, slowed down,
/// without room on its disk, with its clock set back.
///
/// One after the other, since each loads the machine. With CHATCTL_TEST_EXECUTABLE naming an optimized build of chatctl
/// the large cases run at their full size: `swift build -c release --product chatctl`, then
/// `CHATCTL_TEST_EXECUTABLE=$PWD/.build/release/chatctl swift test --filter Durability`.
@Suite(.waiting, .serialized)
enum Durability {}
