import ChatCore
import ChatSystem

// What the machine gives: room and time.
extension DoctorFacts {
  func disk(_ contents: Contents) -> DoctorFinding {
    let disk: Disk
    do throws(FileError) {
      disk = try contents.disk.get()
    } catch {
      return unseen(.disk, error)
    }
    guard !disk.isReadOnly else {
      return DoctorFinding(.disk, .problem, "nothing can be written to it", fix: "findmnt -T \(word)")
    }
    let free = ByteText.binary(disk.freeBytes)
    if disk.freeBytes < DoctorLimits.scarceBytes {
      let isFull = disk.freeBytes < DoctorLimits.fullBytes
      let limit = ByteText.binary(isFull ? DoctorLimits.fullBytes : DoctorLimits.scarceBytes)
      return DoctorFinding(
        .disk, isFull ? .problem : .warning, "\(free) are free, less than \(limit)",
        fix: "du -xh \(word) | sort -h | tail")
    }
    if let nodes = disk.freeNodes, nodes < DoctorLimits.scarceNodes {
      return DoctorFinding(
        .disk, .warning, "\(nodes) files more can be made on it, fewer than \(DoctorLimits.scarceNodes)",
        fix: "df -i \(word)")
    }
    return DoctorFinding(.disk, .ok, "\(free) are free")
  }

  func clock(_ contents: Contents) -> DoctorFinding {
    let clock = contents.clock
    let now = LocalTime(clock.now).original
    guard clock.steadyStep >= 0 else {
      return DoctorFinding(.clock, .problem, "this machine's steady clock (CLOCK_MONOTONIC) goes back")
    }
    if let newest = clock.newestRecord, clock.now.seconds < newest.seconds - DoctorLimits.clockTolerance {
      return DoctorFinding(
        .clock, .warning, "it is \(now) here, before the newest record, which is of \(LocalTime(newest).original)",
        fix: "timedatectl set-ntp true")
    }
    if let program = clock.program, clock.now.seconds < program.seconds - DoctorLimits.programTolerance {
      return DoctorFinding(
        .clock, .warning, "it is \(now) here, before this program was made, at \(LocalTime(program).original)",
        fix: "timedatectl set-ntp true")
    }
    guard clock.isSynchronised != false else {
      return DoctorFinding(
        .clock, .warning, "it is \(now) here, and no time server keeps that right", fix: "timedatectl set-ntp true")
    }
    return DoctorFinding(.clock, .ok, "it is \(now) here")
  }
}
