// SPDX-License-Identifier: Apache-2.0

/// Which form of a word goes with a number, as Unicode's CLDR names the forms.
package enum PluralCategory: String, CaseIterable, Hashable, Sendable {
  /// As with 1; in Russian also with 21, 31, …
  case one
  /// As with 2, 3 and 4 in Russian.
  case few
  /// As with 5 to 20 in Russian.
  case many
  /// All others; in Russian numbers with a fraction.
  case other
}

extension Language {
  /// The categories that a whole number can fall into, in the order in which a message catalogue lists its forms.
  package var integerCategories: [PluralCategory] {
    switch self {
    case .en, .ky, .uz, .kk: [.one, .other]
    case .ru: [.one, .few, .many]
    case .tg: [.other]
    }
  }

  /// The category of a whole number, by its absolute value (CLDR, plural rules, cardinal).
  package func pluralCategory(of count: Int) -> PluralCategory {
    pluralCategory(ofInteger: count.magnitude)
  }

  /// The category of a number as it is shown with a count of fraction digits: `1,0` and `1,5` are not `1`.
  package func pluralCategory(of value: Double, fractionDigits: Int) -> PluralCategory {
    let shown = DecimalDigits(value, fractionDigits: fractionDigits)
    if shown.fraction.isEmpty {
      return pluralCategory(ofInteger: UInt(shown.integer.suffix(9)) ?? 0, isLarge: shown.integer.utf8.count > 9)
    }
    // In Kyrgyz, Uzbek and Kazakh the value decides (n = 1), in English and Russian also whether digits are shown (v = 0).
    switch self {
    case .ky, .uz, .kk: return shown.integer == "1" && shown.fraction.allSatisfy { $0 == "0" } ? .one : .other
    case .en, .ru, .tg: return .other
    }
  }

  /// The rule for whole numbers; of a larger number the last nine digits are given, which decide in every rule but `n = 1`.
  private func pluralCategory(ofInteger count: UInt, isLarge: Bool = false) -> PluralCategory {
    switch self {
    case .en, .ky, .uz, .kk: return count == 1 && !isLarge ? .one : .other
    case .tg: return .other
    case .ru:
      switch (count % 10, count % 100) {
      case (_, 11...14): return .many
      case (1, _): return .one
      case (2...4, _): return .few
      default: return .many
      }
    }
  }
}

/// The forms of a phrase that go with different numbers.
package struct PluralForms: Hashable, Sendable {
  private let forms: [PluralCategory: String]

  /// Forms by category; nil when one that the language needs for whole numbers is missing.
  package init?(_ forms: [PluralCategory: String], language: Language) {
    guard language.integerCategories.allSatisfy({ forms[$0] != nil }) else { return nil }
    self.forms = forms
  }

  /// The form for a category.
  ///
  /// Where `other` is missing, as in Russian catalogues, `few` serves numbers with a fraction: both take the genitive singular
  /// (`2 встречи`, `1,5 встречи`).
  package subscript(_ category: PluralCategory) -> String {
    forms[category] ?? forms[.few] ?? forms[.other] ?? ""
  }
}
