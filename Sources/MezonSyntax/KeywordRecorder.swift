// SPDX-License-Identifier: Apache-2.0

/// Remembers which keywords the parser looked for at which tokens, so that the formatter knows where a name without
/// backticks would be read as a keyword, and at which tokens it asked whether a line begins.
final class KeywordRecorder {
  private enum Wanted {
    case one(Keyword)
    case anyOf([Keyword])
  }

  private struct Note {
    let wanted: Wanted
    /// The note made before at the same token; -1 for none.
    let earlier: Int
  }

  private var notes: [Note] = []
  /// By token, the last note made there; -1 for none.
  private var last: [Int] = []
  /// By token, whether it was asked if a line begins there.
  private var areLinesWanted: [Bool] = []

  func note(_ keyword: Keyword, at index: Int) { note(.one(keyword), at: index) }

  func note(anyOf keywords: [Keyword], at index: Int) { note(.anyOf(keywords), at: index) }

  private func note(_ wanted: Wanted, at index: Int) {
    guard index >= 0 else { return }
    while last.count <= index { last.append(-1) }
    notes.append(Note(wanted: wanted, earlier: last[index]))
    last[index] = notes.count - 1
  }

  func noteLine(at index: Int) {
    guard index >= 0 else { return }
    while areLinesWanted.count <= index { areLinesWanted.append(false) }
    areLinesWanted[index] = true
  }

  /// Whether it was asked if a line begins at a token.
  func isLineWanted(at index: Int) -> Bool { areLinesWanted.indices.contains(index) && areLinesWanted[index] }

  /// Whether a keyword was looked for at a token.
  func isWanted(_ keyword: Keyword, at index: Int) -> Bool {
    guard last.indices.contains(index) else { return false }
    var place = last[index]
    while place >= 0 {
      switch notes[place].wanted {
      case .one(keyword): return true
      case .anyOf(let keywords) where keywords.contains(keyword): return true
      default: place = notes[place].earlier
      }
    }
    return false
  }
}
