// SPDX-License-Identifier: Apache-2.0

/// A comment on a line of its own.
struct OwnLineComment {
  /// The comment from its `#`, without blanks at its end.
  let text: String
  /// Whether a blank line stands before it.
  let followsBlankLine: Bool
}

/// What the formatter never tears: a keyword with all its words, a name, a literal, a sign.
struct FormattedPiece {
  /// What a piece is, as far as its neighbours ask.
  enum Role: Equatable {
    case keyword(Keyword)
    case name
    case number(Int?)
    case sign(TokenKind)
    case other
  }

  var role: Role
  /// The text as it will be written; of a name, before it is put into backticks.
  var text: String
  /// The index of its first token; -1 for what the formatter adds.
  var token: Int
  /// Whether a blank separates it from the piece before.
  var followsBlank = true
  /// Whether it must stand at the start of a line.
  var opensLine = false
  /// Where a line that is too long is broken first: before the pieces of the least rank; 0 for never.
  var breakRank = 0
  /// Comments on lines of their own before it.
  var comments: [OwnLineComment] = []
  /// Whether a blank line stands before it, behind its comments.
  var followsBlankLine = false
  /// The comment behind it on the same line.
  var trailingComment: String?

  /// The number of characters it takes.
  var width: Int { text.count }
}

/// The blanks and comments before a token, sorted out.
struct Trivia {
  /// The comment that stands on the line of the token before.
  var trailingComment: String?
  /// The comments on lines of their own.
  var comments: [OwnLineComment] = []
  /// Whether a blank line stands directly before the token.
  var followsBlankLine = false

  /// Blanks with so many ends of lines, and no comment.
  init(lineEnds: Int) {
    followsBlankLine = lineEnds > 1
  }

  /// Takes the text before a token. At the start of a file no comment trails a token.
  init(_ text: Substring, atFileStart: Bool) {
    var lineEnds = atFileStart ? 1 : 0
    var blankLines = 0
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      switch scalar {
      case "\n":
        lineEnds += 1
        blankLines += 1
        rest.removeFirst()
      case "#":
        let comment = rest.prefix { $0 != "\n" }
        rest = rest.dropFirst(comment.count)
        add(Trivia.trimmed(comment), lineEnds: lineEnds, blankLines: blankLines)
        lineEnds = 0
        blankLines = 0
      default: rest.removeFirst()
      }
    }
    followsBlankLine = blankLines > 1
  }

  private mutating func add(_ comment: String, lineEnds: Int, blankLines: Int) {
    if lineEnds == 0 {
      trailingComment = comment
    } else {
      comments.append(OwnLineComment(text: comment, followsBlankLine: blankLines > 1))
    }
  }

  private static func trimmed(_ comment: Substring.UnicodeScalarView) -> String {
    var comment = comment
    while let last = comment.last, last.properties.isWhitespace { comment.removeLast() }
    return String(comment)
  }
}
