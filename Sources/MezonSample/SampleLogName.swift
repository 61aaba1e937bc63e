// SPDX-License-Identifier: Apache-2.0

/// The logs of the sample programme, in the order in which they are listed.
enum SampleLogName: Int, CaseIterable, Sendable {
  case reportingMeetings, headReports, agreedActions, completedActions, cpptSessions, cpptDuties, disputes, calls,
    offences
  case violenceReports, outreach, trainings

  /// The file's name without its folder and ending; the source of the same name reads it.
  var fileName: String {
    switch self {
    case .reportingMeetings: "reporting_meetings"
    case .headReports: "head_reports"
    case .agreedActions: "agreed_actions"
    case .completedActions: "completed_actions"
    case .cpptSessions: "cppt_sessions"
    case .cpptDuties: "cppt_duties"
    case .disputes: "disputes"
    case .calls: "calls"
    case .offences: "offences"
    case .violenceReports: "violence_reports"
    case .outreach: "outreach"
    case .trainings: "trainings"
    }
  }

  /// The event type that the rows become.
  var event: String {
    switch self {
    case .reportingMeetings: "reporting_meeting"
    case .headReports: "head_report"
    case .agreedActions: "agreed_action"
    case .completedActions: "action_completed"
    case .cpptSessions: "cppt_session"
    case .cpptDuties: "cppt_duty"
    case .disputes: "dispute"
    case .calls: "call"
    case .offences: "offence"
    case .violenceReports: "violence_report"
    case .outreach: "outreach"
    case .trainings: "training"
    }
  }

  /// How many of a thousand events are of this type. With 200 inspectors and 100,000 events an inspector has in a
  /// half-year about 5 meetings, 9 agreed actions, 6 sessions and 20 disputes.
  var perMille: Int {
    switch self {
    case .reportingMeetings: 40
    case .headReports: 2
    case .agreedActions: 70
    case .completedActions: 52
    case .cpptSessions: 12
    case .cpptDuties: 50
    case .disputes: 160
    case .calls: 394
    case .offences: 170
    case .violenceReports: 20
    case .outreach: 22
    case .trainings: 8
    }
  }

  /// A weight for each month: meetings crowd before the end of a half-year, water is short in summer, schools are closed then.
  var months: [Int] {
    switch self {
    case .reportingMeetings: [6, 7, 10, 10, 10, 15, 8, 8, 10, 10, 10, 15]
    case .headReports: [6, 8, 14, 8, 8, 14, 6, 7, 13, 8, 8, 14]
    case .cpptSessions, .cpptDuties: [9, 9, 10, 10, 10, 10, 9, 9, 10, 10, 10, 10]
    case .disputes: [7, 7, 9, 11, 13, 14, 14, 13, 11, 9, 8, 7]
    case .offences: [8, 8, 9, 10, 11, 12, 13, 13, 11, 10, 9, 8]
    case .violenceReports: [13, 11, 11, 10, 9, 9, 9, 9, 10, 10, 10, 12]
    case .outreach: [8, 10, 12, 12, 12, 4, 2, 3, 14, 13, 12, 8]
    default: [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]
    }
  }

  /// A weight for each day of the week from Monday.
  var weekdays: [Int] {
    switch self {
    case .reportingMeetings: [8, 10, 10, 12, 10, 6, 1]
    case .headReports, .cpptSessions, .cpptDuties, .trainings: [10, 10, 10, 10, 8, 0, 0]
    case .disputes: [12, 11, 10, 10, 10, 6, 2]
    case .calls: [9, 9, 9, 10, 12, 13, 11]
    case .offences: [9, 9, 9, 10, 12, 13, 11]
    case .violenceReports: [10, 9, 9, 9, 10, 13, 14]
    case .outreach: [10, 10, 10, 10, 10, 4, 0]
    default: [10, 10, 10, 10, 10, 10, 10]
    }
  }

  /// The weight of a holiday in per cent of that of the same weekday.
  var holidays: Int {
    switch self {
    case .calls, .offences, .violenceReports: 130
    default: 4
    }
  }

  /// The kinds of fault that rows can have, besides none.
  var faults: [SampleFault] {
    switch self {
    case .reportingMeetings, .cpptSessions, .disputes, .calls:
      [.unknownUnit, .badDate, .foreignCode, .contradiction, .duplicate, .testEntry]
    case .agreedActions, .outreach: [.unknownUnit, .badDate, .foreignCode, .duplicate, .testEntry]
    case .headReports, .completedActions, .cpptDuties, .offences, .violenceReports, .trainings:
      [.unknownUnit, .badDate, .foreignCode, .duplicate]
    }
  }
}
