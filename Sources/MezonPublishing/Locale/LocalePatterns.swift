// SPDX-License-Identifier: Apache-2.0

/// A text with places for the parts of a date or period: `{d} {months} {y}`.
struct LocalePattern: Sendable, ExpressibleByStringLiteral {
  private let text: PlacedText<DatePart>

  init(stringLiteral text: String) { self.text = PlacedText(text) { DatePart(rawValue: String($0)) } }

  /// The text with its places filled; a place without a value is dropped.
  func filled(with value: (DatePart) -> String?) -> String { text.filled(with: value) }
}

/// A part of a date or period.
enum DatePart: String, CaseIterable {
  case day = "d"
  case twoDigitDay = "dd"
  case twoDigitMonth = "mm"
  case year = "y"
  case nextYear = "yy+1"
  case month = "month"
  case monthAfterDay = "months"
  case lastMonth = "last"
  case lastMonthAfterDay = "lasts"
  case number = "n"
  case roman = "N"
}

/// How one language writes dates and periods.
///
/// Month names and the Russian forms agree with Unicode's CLDR; long dates and periods follow the wording of official documents
/// of each country (`2026-yil 14-iyul`, `2026-жылдын 14-июлу`), which CLDR's short patterns do not.
final class LocalePatterns: Sendable {
  let months: [String]
  let monthsAfterDay: [String]
  let longDate: LocalePattern
  let numericDate: LocalePattern
  let week: LocalePattern
  let month: LocalePattern
  let monthsOfOneYear: LocalePattern
  let quarter: LocalePattern
  let halfYear: LocalePattern
  let year: LocalePattern
  let fiscalYear: LocalePattern

  init(
    months: [String], monthsAfterDay: [String], longDate: LocalePattern, numericDate: LocalePattern,
    week: LocalePattern, month: LocalePattern, monthsOfOneYear: LocalePattern, quarter: LocalePattern,
    halfYear: LocalePattern, year: LocalePattern, fiscalYear: LocalePattern
  ) {
    self.months = months
    self.monthsAfterDay = monthsAfterDay
    self.longDate = longDate
    self.numericDate = numericDate
    self.week = week
    self.month = month
    self.monthsOfOneYear = monthsOfOneYear
    self.quarter = quarter
    self.halfYear = halfYear
    self.year = year
    self.fiscalYear = fiscalYear
  }
}

extension LocaleFormat {
  /// The table of the language.
  var patterns: LocalePatterns {
    switch language {
    case .en: .english
    case .ru: .russian
    case .tg: .tajik
    case .ky: .kyrgyz
    case .uz: .uzbek
    case .kk: .kazakh
    }
  }
}

extension LocalePatterns {
  fileprivate static let english: LocalePatterns = {
    let months = words("January February March April May June July August September October November December")
    return LocalePatterns(
      months: months, monthsAfterDay: months, longDate: "{d} {months} {y}", numericDate: "{y}-{mm}-{dd}",
      week: "week {n} of {y}", month: "{month} {y}", monthsOfOneYear: "{month}–{last} {y}", quarter: "Q{n} {y}",
      halfYear: "H{n} {y}", year: "{y}",
      fiscalYear: "fiscal year {y}/{yy+1}")
  }()

  fileprivate static let russian = LocalePatterns(
    months: words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    monthsAfterDay: words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    longDate: "{d} {months} {y}", numericDate: "{dd}.{mm}.{y}", week: "{n}-я неделя {y}", month: "{month} {y}",
    monthsOfOneYear: "{month}–{last} {y}",
    quarter: "{N} квартал {y}", halfYear: "{n}-е полугодие {y}", year: "{y} год",
    fiscalYear: "{y}/{yy+1} финансовый год")

  fileprivate static let tajik = LocalePatterns(
    months: words("январ феврал март апрел май июн июл август сентябр октябр ноябр декабр"),
    monthsAfterDay: words("январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри"),
    longDate: "{d} {months} {y}", numericDate: "{dd}.{mm}.{y}", week: "ҳафтаи {n}-уми соли {y}", month: "{months} {y}",
    monthsOfOneYear: "{month}–{lasts} {y}",
    quarter: "семоҳаи {N} соли {y}", halfYear: "нимсолаи {n}-уми соли {y}", year: "соли {y}",
    fiscalYear: "соли молиявии {y}/{yy+1}")

  fileprivate static let kyrgyz = LocalePatterns(
    months: words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    monthsAfterDay: words("январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры"),
    longDate: "{y}-жылдын {d}-{months}", numericDate: "{dd}.{mm}.{y}", week: "{y}-жылдын {n}-аптасы",
    month: "{y}-жылдын {month} айы", monthsOfOneYear: "{y}-жылдын {month}–{last} айлары",
    quarter: "{y}-жылдын {n}-чейреги", halfYear: "{y}-жылдын {n}-жарым жылдыгы",
    year: "{y}-жыл", fiscalYear: "{y}/{yy+1} каржы жылы")

  fileprivate static let uzbek: LocalePatterns = {
    let months = words("yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr")
    return LocalePatterns(
      months: months, monthsAfterDay: months, longDate: "{y}-yil {d}-{months}", numericDate: "{dd}.{mm}.{y}",
      week: "{y}-yil {n}-hafta", month: "{y}-yil {month}", monthsOfOneYear: "{y}-yil {month}–{last}",
      quarter: "{y}-yil {N} chorak",
      halfYear: "{y}-yil {n}-yarim yillik", year: "{y}-yil", fiscalYear: "{y}/{yy+1} moliya yili")
  }()

  fileprivate static let kazakh: LocalePatterns = {
    let months = words("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан")
    return LocalePatterns(
      months: months, monthsAfterDay: months, longDate: "{y} жылғы {d} {months}", numericDate: "{dd}.{mm}.{y}",
      week: "{y} жылғы {n}-апта", month: "{y} жылғы {month}", monthsOfOneYear: "{y} жылғы {month}–{last}",
      quarter: "{y} жылғы {N} тоқсан",
      halfYear: "{y} жылғы {n}-жартыжылдық", year: "{y} жыл", fiscalYear: "{y}/{yy+1} қаржы жылы")
  }()

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
