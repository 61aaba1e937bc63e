// SPDX-License-Identifier: Apache-2.0

/// The rosters of the sample programme, with columns named as the fields of their tables.
struct SampleRosters: Sendable {
  private let country: SampleCountry
  private let gaps: HandInGaps

  init(_ world: SampleWorld) {
    country = world.country
    gaps = world.gaps
  }

  /// Units with their dates: `code,name,level,parent,from,until,settlement`.
  func units() -> [UInt8] {
    var out = RowBuffer(delimiter: 0x2C, capacity: 1 << 16)
    out.append("code,name,level,parent,from,until,settlement\n")
    out.append("ZV,Republic of Zarvodiya,country,,,,\n")
    for region in 0..<country.regionCount {
      out.code(0x52, region + 1, width: 1)
      out.text("\(PlaceNames.name(region, of: .region)) Region")
      out.append(",region,ZV,,,")
      out.endRow()
    }
    for district in 0..<country.districtCount {
      out.code(0x44, district + 1, width: 2)
      out.text("\(PlaceNames.name(district, of: .district)) District")
      out.text("district")
      out.code(0x52, country.region(ofDistrict: district) + 1, width: 1)
      out.append(",,,")
      out.endRow()
    }
    for subdistrict in 0..<country.subdistrictCount {
      out.code(0x53, subdistrict + 1, width: 3)
      out.text("\(PlaceNames.name(subdistrict, of: .subdistrict)) Jamoat")
      out.text("subdistrict")
      out.code(0x44, country.district(ofSubdistrict: subdistrict) + 1, width: 2)
      out.append(",,,")
      out.endRow()
    }
    for precinct in country.precincts.indices { appendPrecinct(precinct, to: &out) }
    return out.take()
  }

  /// One row, or two where the precinct moves from one sub-district to another.
  private func appendPrecinct(_ index: Int, to out: inout RowBuffer) {
    let precinct = country.precincts[index]
    let change = SampleTime.reorganisation
    var terms: [(subdistrict: Int, from: Int?, until: Int?)] = []
    if precinct.subdistricts[0] != precinct.subdistricts[1] {
      terms = [(precinct.subdistricts[0], nil, change - 1), (precinct.subdistricts[1], change, nil)]
    } else {
      let until = precinct.last == SampleCountry.noEnd ? nil : precinct.last
      terms = [(precinct.subdistricts[0], precinct.first == 0 ? nil : precinct.first, until)]
    }
    for term in terms {
      out.precinct(index, .none)
      out.text("\(PlaceNames.name(index, of: .precinct)) precinct")
      out.text("precinct")
      out.code(0x53, term.subdistrict + 1, width: 3)
      appendTerm(term.from, term.until, to: &out)
      out.text(precinct.isUrban ? "urban" : "rural")
      out.endRow()
    }
  }

  private func appendTerm(_ from: Int?, _ until: Int?, to out: inout RowBuffer) {
    if let from { out.isoDay(from) } else { out.text("") }
    if let until, until != SampleCountry.noEnd { out.isoDay(until) } else { out.text("") }
  }

  /// Posts: `officer,unit,post,from,until`; inspectors of precincts, then heads of districts.
  func posts() -> [UInt8] {
    var out = RowBuffer(delimiter: 0x2C, capacity: 1 << 16)
    out.append("officer,unit,post,from,until\n")
    for (precinct, posts) in country.posts.enumerated() {
      for post in posts {
        out.field()
        out.appendOfficer(post.officer)
        out.precinct(precinct, .none)
        out.text("precinct_inspector")
        // Of posts that began before the sample only that they had begun matters.
        appendTerm(max(post.from, SampleTime.first), post.until, to: &out)
        out.endRow()
      }
    }
    for district in 0..<country.districtCount {
      out.field()
      out.appendOfficer(country.head(ofDistrict: district))
      out.code(0x44, district + 1, width: 2)
      out.text("district_head")
      appendTerm(SampleTime.first, nil, to: &out)
      out.endRow()
    }
    return out.take()
  }

  /// Residents of each precinct by year: `unit,from,until,residents`.
  func population() -> [UInt8] {
    var out = RowBuffer(delimiter: 0x2C, capacity: 1 << 16)
    out.append("unit,from,until,residents\n")
    let years = [SampleTime.first, SampleTime.reorganisation, SampleTime.last + 1]
    for (index, precinct) in country.precincts.enumerated() {
      for (year, start) in years.enumerated() where precinct.first <= start && start <= precinct.last {
        out.precinct(index, .none)
        appendTerm(start, year + 1 < years.count ? years[year + 1] - 1 : nil, to: &out)
        // Towns grow by 1.8, villages by 0.6 per cent a year.
        out.number(precinct.residents * (1000 + year * (precinct.isUrban ? 18 : 6)) / 1000)
        out.endRow()
      }
    }
    return out.take()
  }

  /// What was handed in: `event,unit,from,until,nil`, one row for each log, unit and quarter but the ones that are missing.
  func handIns() -> [UInt8] {
    var out = RowBuffer(delimiter: 0x2C, capacity: 1 << 20)
    out.append("event,unit,from,until,nil\n")
    for log in SampleLogName.allCases {
      for quarter in 0..<SampleTime.quarters {
        appendHandIns(of: log, quarter, to: &out)
      }
    }
    return out.take()
  }

  /// Teams hand in for their sub-district, heads for their district, and everybody else for a precinct.
  private func appendHandIns(of log: SampleLogName, _ quarter: Int, to out: inout RowBuffer) {
    switch log {
    case .cpptSessions:
      for subdistrict in 0..<country.subdistrictCount {
        out.text(log.event)
        out.code(0x53, subdistrict + 1, width: 3)
        appendQuarter(quarter, to: &out)
      }
    case .headReports:
      for district in 0..<country.districtCount {
        out.text(log.event)
        out.code(0x44, district + 1, width: 2)
        appendQuarter(quarter, to: &out)
      }
    default:
      let missing = gaps.precincts(of: log, quarter: quarter)
      for precinct in country.eras[quarter < 4 ? 0 : 1].precincts where !missing.contains(precinct) {
        out.text(log.event)
        out.precinct(precinct, .none)
        appendQuarter(quarter, to: &out)
      }
    }
  }

  private func appendQuarter(_ quarter: Int, to out: inout RowBuffer) {
    appendTerm(SampleTime.quarterStarts[quarter], SampleTime.quarterStarts[quarter + 1] - 1, to: &out)
    out.text("")
    out.endRow()
  }

  /// The dispatcher's zones: `zone,unit`, two for each precinct.
  func zones() -> [UInt8] {
    var out = RowBuffer(delimiter: 0x2C, capacity: 1 << 16)
    out.append("zone,unit\n")
    for precinct in country.precincts.indices {
      for half in 0..<2 {
        CallLog.appendZone(precinct, half: half, to: &out)
        out.precinct(precinct, .none)
        out.endRow()
      }
    }
    return out.take()
  }
}
