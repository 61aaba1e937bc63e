// SPDX-License-Identifier: Apache-2.0

// What an appraisal says as bytes, so that it can be kept and put on a page later.

extension AppraisalContent {
  /// Adds the content to some bytes. Complexity: linear in the texts.
  package func append(to writer: inout PackedWriter) {
    for text in [language.rawValue, trial, title, officer] { writer.append(text) }
    writer.append(facts) { $1.append(to: &$0) }
    overall.append(to: &writer)
    writer.append(parts) { writer, part in
      writer.append(part.title)
      writer.append(part.items) { $1.append(to: &$0) }
    }
    writer.append(context) { $1.append(to: &$0) }
    for texts in [notes, objections] { writer.append(texts) { $0.append($1) } }
    writer.append(origin) { $1.append(to: &$0) }
    captions.append(to: &writer)
  }

  /// Reads the next content; nil where there is none.
  package init?(_ reader: inout PackedReader) {
    guard let language = reader.text().flatMap(Language.init(rawValue:)), let trial = reader.text(),
      let title = reader.text(), let officer = reader.text(), let facts = reader.list({ FigureContent.Line(&$0) }),
      let overall = FigureContent.Line(&reader),
      let parts = reader.list({ reader -> Part? in
        guard let title = reader.text(), let items = reader.list({ Item(&$0) }) else { return nil }
        return Part(title: title, items: items)
      }),
      let context = reader.list({ FigureContent(&$0) }), let notes = reader.list({ $0.text() }),
      let objections = reader.list({ $0.text() }), let origin = reader.list({ FigureContent.Line(&$0) }),
      let captions = Captions(&reader)
    else { return nil }
    self.init(
      language: language, trial: trial, title: title, officer: officer, facts: facts, overall: overall, parts: parts,
      context: context, notes: notes, objections: objections, origin: origin, captions: captions)
  }
}

extension AppraisalContent.Item {
  fileprivate func append(to writer: inout PackedWriter) {
    figure.append(to: &writer)
    for text in [weight, score, treatment] { writer.append(text) }
    writer.append(judging) { $1.append(to: &$0) }
  }

  fileprivate init?(_ reader: inout PackedReader) {
    guard let figure = FigureContent(&reader), let weight = reader.text(), let score = reader.text(),
      let treatment = reader.text(), let judging = reader.list({ FigureContent.Line(&$0) })
    else { return nil }
    self.init(figure: figure, weight: weight, score: score, treatment: treatment, judging: judging)
  }
}

extension AppraisalContent.Captions {
  private static var all: [KeyPath<AppraisalContent.Captions, String>] {
    [
      \.context, \.contextNote, \.notes, \.objections, \.origin, \.indicator, \.value, \.target, \.status, \.weight,
      \.score, \.version, \.noEvents,
    ]
  }

  fileprivate func append(to writer: inout PackedWriter) {
    writer.append(Self.all) { $0.append(self[keyPath: $1]) }
  }

  fileprivate init?(_ reader: inout PackedReader) {
    guard let texts = reader.list({ $0.text() }), texts.count == Self.all.count else { return nil }
    self.init(
      context: texts[0], contextNote: texts[1], notes: texts[2], objections: texts[3], origin: texts[4],
      indicator: texts[5], value: texts[6], target: texts[7], status: texts[8], weight: texts[9], score: texts[10],
      version: texts[11], noEvents: texts[12])
  }
}

extension FigureContent {
  fileprivate func append(to writer: inout PackedWriter) {
    for text in [id, title, version, value, target, status] { writer.append(text) }
    writer.append(lines) { $1.append(to: &$0) }
    writer.append(roles) { writer, role in
      writer.append(role.heading)
      writer.append(role.lines) { $1.append(to: &$0) }
      writer.append(role.events) { writer, event in
        writer.append(event.time)
        writer.append(event.fields) { $1.append(to: &$0) }
        writer.append(event.place)
      }
    }
    writer.append(isCoarse ? 1 : 0)
  }

  fileprivate init?(_ reader: inout PackedReader) {
    guard let id = reader.text(), let title = reader.text(), let version = reader.text(), let value = reader.text(),
      let target = reader.text(), let status = reader.text(), let lines = reader.list({ Line(&$0) }),
      let roles = reader.list({ Role(&$0) }), let isCoarse = reader.number(), isCoarse <= 1
    else { return nil }
    self.init(
      id: id, title: title, version: version, value: value, target: target, status: status, lines: lines, roles: roles,
      isCoarse: isCoarse == 1)
  }
}

extension FigureContent.Role {
  fileprivate init?(_ reader: inout PackedReader) {
    let event = { (reader: inout PackedReader) -> FigureContent.Event? in
      guard let time = reader.text(), let fields = reader.list({ FigureContent.Line(&$0) }), let place = reader.text()
      else { return nil }
      return FigureContent.Event(time: time, fields: fields, place: place)
    }
    guard let heading = reader.text(), let lines = reader.list({ FigureContent.Line(&$0) }),
      let events = reader.list(event)
    else { return nil }
    self.init(heading: heading, lines: lines, events: events)
  }
}

extension FigureContent.Line {
  fileprivate func append(to writer: inout PackedWriter) {
    writer.append(label)
    writer.append(text)
  }

  fileprivate init?(_ reader: inout PackedReader) {
    guard let label = reader.text(), let text = reader.text() else { return nil }
    self.init(label: label, text: text)
  }
}
