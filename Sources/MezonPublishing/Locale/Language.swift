// SPDX-License-Identifier: Apache-2.0

/// A language that publications are written in, by its ISO 639-1 code.
package enum Language: String, CaseIterable, Hashable, Sendable {
  /// English.
  case en
  /// Russian.
  case ru
  /// Tajik, in Cyrillic letters.
  case tg
  /// Kyrgyz, in Cyrillic letters.
  case ky
  /// Uzbek, in Latin letters.
  case uz
  /// Kazakh, in Cyrillic letters.
  case kk

  /// The code for the `lang` attribute of a page and the language of a document.
  package var code: String { rawValue }
}
