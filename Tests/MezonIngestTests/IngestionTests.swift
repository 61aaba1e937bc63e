// SPDX-License-Identifier: Apache-2.0

import MezonCalendar
import MezonColumns
import MezonDiagnostics
import MezonIngest
import MezonSemantics
import MezonSyntax
import Testing

@Suite("Files become events")
struct IngestionTests {
  static let definitions = """
    programme "Test" { time zone "Asia/Dushanbe" levels country > district }
    choice sex one of female, male
    domain matter
    event dispute "Dispute" {
      opened   time
      closed   time?
      at       unit
      by       list of officer
      matter   reference matter?
      kind     one of land, neighbour, other
      heard    yes or no?
      parties  list of person { sex sex sensitive, name text? identifying }
    }
    source disputes gives dispute "Journal" {
      delimiter ";"
      missing are "", "NA"
      time format "dd.MM.yyyy HH:mm"
      opened from column "date", "time"
      closed from column "closed"
      at from column "unit" as whole number
      by from column "officers" separated by ","
      matter from column "matter"
      kind from column "kind" recode "L" -> land, "N" -> neighbour others refuse
      heard from column "heard"
      sex of parties from column "sexes" separated by "/" recode "F" -> female, "M" -> male
      name of parties from column "names" separated by "/"
      set aside where column "matter" matches "*test*" because "a test entry"
      set aside exact duplicates because "handed in twice"
      refuse where closed < opened because "it closed before it opened"
    }
    """
  static let header = "date;time;closed;unit;officers;matter;kind;heard;sexes;names\n"
  static let units =
    "code,name,level,parent,from,until\nC,Country,country,,,\n7,Seven,district,C,2020-01-01,2026-06-30\n"

  private func reading(_ rows: String) throws -> Reading {
    var handIn = try HandIn(Self.definitions)
    try handIn.add("disputes", Self.header + rows)
    handIn.add(.units, Self.units)
    return handIn.read()
  }

  @Test func aRowBecomesAnEvent() throws {
    let read = try reading("05.01.2026;09:30;NA;007;O1,O2;m1;L;ДА;F/M;Ann/\n")
    #expect(read.codes == [])
    #expect(read.rejected == [])
    #expect(read.values("dispute", "opened") == ["2026-01-05T04:30:00Z"])
    #expect(read.values("dispute", "closed") == ["-"])
    #expect(read.values("dispute", "at") == ["7"])
    #expect(read.values("dispute", "by") == ["[O1 O2]"])
    #expect(read.values("dispute", "matter") == ["m1"])
    #expect(read.values("dispute", "kind") == ["land"])
    #expect(read.values("dispute", "heard") == ["yes"])
    #expect(read.values("dispute", "parties") == ["[female+Ann male+-]"])
    #expect(read.dataset.events[0].lines == [2])
    #expect(read.dataset.files == ["units.csv", "disputes.csv"])
  }

  private static let lists = """
    programme "Test" { time zone "UTC" levels district }
    domain beat
    event visit {
      at time
      beats list of reference beat
      maybe list of reference beat?
      guests list of person { name text identifying, age whole number? }
    }
    source visits gives visit {
      at from column "at"
      beats from numbers of 3 to 4 digits in column "title" as whole number
      maybe from column "codes" separated by "+"
      name of guests from column "names" separated by ", "
      age of guests from column "ages" separated by ", "
      set aside where beats is missing because "names no beat"
    }
    """

  @Test(arguments: [
    ("0123 and 123 or 99 or 2514's 12345", "", "", "", "[123 2514]", "-", "[]"),
    ("1a234", "x+ y +", "Ann", "", "[234]", "[x y]", "[Ann+-]"),
    ("999", "+", "Ann, Bob", "20, ", "[999]", "[]", "[Ann+20 Bob+-]"),
    ("999", "x", "Ann", "7", "[999]", "[x]", "[Ann+7]"), ("\u{A0}111\u{A0}", " ", " ", " ", "[111]", "-", "[]"),
  ])
  func listsAreReadElementByElement(
    title: String, codes: String, names: String, ages: String, beats: String, maybe: String, guests: String
  ) throws {
    var handIn = try HandIn(Self.lists)
    try handIn.add("visits", "at|title|codes|names|ages\n2026-01-05|\(title)|\(codes)|\(names)|\(ages)\n")
    let read = handIn.read()
    #expect(read.codes == [])
    #expect(read.rejected == [])
    #expect(read.values("visit", "beats") == [beats])
    #expect(read.values("visit", "maybe") == [maybe])
    #expect(read.values("visit", "guests") == [guests])
  }

  @Test(arguments: [
    ("12", "", "", "MZ3302"), ("123", ", Ann", "", "MZ3201"), ("123", "", "5", "MZ3201"),
    ("123", "Ann, Bob", "5", "MZ3213"),
  ])
  func listsThatCannotBeRead(title: String, names: String, ages: String, code: String) throws {
    var handIn = try HandIn(Self.lists)
    try handIn.add("visits", "at|title|codes|names|ages\n2026-01-05|\(title)||\(names)|\(ages)\n")
    #expect(handIn.read().rejected == ["\(code):2"])
  }

  @Test func whatOnlyTheFilesShow() throws {
    var handIn = try HandIn(
      """
      programme "Test" { time zone "UTC" levels district
        unit attribute area number
      }
      event visit { at time }
      source visits gives visit { time format "dd.MM.yy" at from column "at" }
      """)
    try handIn.add("visits", "at\n01.02.26\n")
    handIn.add(.units, "code,level,area\nP,district,1.5\n")
    #expect(handIn.read().codes == ["MZ3015", "MZ3008"])
  }
}
