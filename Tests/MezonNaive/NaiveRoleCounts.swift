// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// How many looked-at events have each role, after what exceeds the caps has become missed.
struct NaiveRoleCounts {
  let counted: Int
  let missed: Int
  let excluded: Int
  let excepted: Int
  let notYetDue: Int

  init(_ roles: [NaiveRole], _ declaration: IndicatorDeclaration) {
    func number(of role: NaiveRole) -> Int { roles.filter { $0 == role }.count }
    var missed = number(of: .missed)
    var excluded = 0
    for (index, clause) in declaration.leavesOut.enumerated() {
      let all = number(of: .leftOut(index))
      let kept = min(all, clause.most(of: roles.count))
      excluded += kept
      missed += all - kept
    }
    // Those that raters' own conditions leave out have no caps.
    excluded += roles.filter { $0 == .leftOutOfPanel }.count
    let notYetDue = number(of: .notYetDue)
    // What a cap turned into missed is no longer left out.
    let judged = roles.count - excluded - notYetDue
    var excepted = 0
    for (index, clause) in declaration.notHeldAgainst.enumerated() {
      let all = number(of: .notHeldAgainst(index))
      let kept = min(all, clause.most(of: judged))
      excepted += kept
      missed += all - kept
    }
    counted = number(of: .counted)
    self.missed = missed
    self.excluded = excluded
    self.excepted = excepted
    self.notYetDue = notYetDue
  }

  /// Whether nothing is due yet, but something will be.
  var isNothingDue: Bool { counted == 0 && missed == 0 && excepted == 0 && notYetDue > 0 }
}

extension RoleClause {
  /// How many of some events the clause may take: all without a cap, else the share rounded down, in whole numbers.
  func most(of events: Int) -> Int {
    guard let cap else { return events }
    return cap.ofHundred.digits * events / cap.ofHundred.scale
  }
}
