import ChatCore

extension Wire_LogQuery {
  init(_ query: LogQuery) {
    text = query.text ?? ""
    person = query.person ?? ""
    before = query.before?.rawValue ?? 0
    limit = UInt32(query.limit)
  }

  var checked: LogQuery {
    get throws(FrameError) {
      LogQuery(
        text: text.isEmpty ? nil : text, person: person.isEmpty ? nil : person,
        before: before == 0 ? nil : try EntryID(wire: before, "LogQuery.before"),
        limit: Int(min(limit, UInt32(LogQuery.maximumLimit))))
    }
  }
}

extension Wire_DownloadPlace {
  init(_ file: FileID, _ offset: Int64) {
    self.file = file.rawValue
    self.offset = offset
  }
}
