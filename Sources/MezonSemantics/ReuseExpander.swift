// SPDX-License-Identifier: Apache-2.0

import MezonDiagnostics
import MezonSyntax

/// Writes groups, filters and parameters out where definitions use them, so that all later stages see plain conditions.
///
/// What a condition means is thereby what its written-out form means: windows, personal data and digests follow from it.
/// Filters are written out once each; a condition that would grow beyond bounds is refused.
final class ReuseExpander {
  /// Bounds of a written-out condition: who walks it recurses as deep as its height.
  private static let greatestSize = 4_096
  private static let greatestHeight = 320

  private let groups: [String: GroupDeclaration]
  private let filters: [String: FilterDeclaration]
  private let parameters: [String: ParameterDeclaration]
  private var membersOfGroup: [String: [Name]] = [:]
  private var conditionOfFilter: [String: Expression] = [:]
  /// Names that are being written out, for cycles.
  private var open: [String] = []
  /// The names met in what is being written out, and those that each filter and group stands for.
  private var met: Set<String> = []
  private var namesIn: [String: Set<String>] = [:]
  private var usersOfName: [String: [String]] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  /// Where each member of a group was written that now stands at a place of use.
  private(set) var groupPlaces: [SourceRange: [String: SourceRange]] = [:]

  init(_ declarations: [Declaration]) {
    var groups: [String: GroupDeclaration] = [:]
    var filters: [String: FilterDeclaration] = [:]
    var parameters: [String: ParameterDeclaration] = [:]
    for declaration in declarations {
      switch declaration {
      case .group(let group) where groups[group.name.text] == nil: groups[group.name.text] = group
      case .filter(let filter) where filters[filter.name.text] == nil: filters[filter.name.text] = filter
      case .parameter(let parameter) where parameters[parameter.name.text] == nil:
        parameters[parameter.name.text] = parameter
      default: break
      }
    }
    self.groups = groups
    self.filters = filters
    self.parameters = parameters
  }

  /// The rewriting that writes names out.
  var rewriting: NameRewriting {
    NameRewriting(
      expression: { [self] name, event in expression(name, event) }, members: { [self] name in members(name) })
  }

  /// For sources, which know neither filters nor parameters: groups only.
  var groupsOnly: NameRewriting {
    NameRewriting(expression: { _, _ in nil }, members: { [self] name in members(name) })
  }

  private func expression(_ name: Name, _ event: String) -> Expression? {
    if let parameter = parameters[name.text] {
      met.insert(name.text)
      return .parameter(parameter, name.range)
    }
    if let filter = filters[name.text] {
      guard filter.event.text == event else {
        diagnostics.append(
          Diagnostic(ReuseRule.otherRecordType, [name.text, filter.event.text, event], at: name.range))
        return .invalid(name.range)
      }
      return condition(of: filter, usedAt: name.range)
    }
    if groups[name.text] != nil {
      diagnostics.append(Diagnostic(ReuseRule.groupElsewhere, [name.text], at: name.range))
      return .invalid(name.range)
    }
    return nil
  }

  /// The written-out condition of a filter; invalid, with a diagnostic, where it has no end or no bounds.
  private func condition(of filter: FilterDeclaration, usedAt range: SourceRange) -> Expression {
    let name = filter.name.text
    if let known = conditionOfFilter[name] {
      met.formUnion(namesIn[name] ?? [])
      return known
    }
    guard isOpenable(name, at: range) else { return .invalid(range) }
    let outer = met
    met = [name]
    open.append(name)
    var condition = filter.condition.rewritten(rewriting, event: filter.event.text)
    open.removeLast()
    namesIn[name] = met
    met.formUnion(outer)
    if !isBounded(condition) {
      diagnostics.append(Diagnostic(ReuseRule.tooLarge, [name], at: filter.name.range))
      condition = .invalid(filter.name.range)
    }
    conditionOfFilter[name] = condition
    return condition
  }

  private func isBounded(_ condition: Expression) -> Bool {
    let (size, height) = condition.extent
    return size <= Self.greatestSize && height <= Self.greatestHeight
  }

  /// Every member of a group, those of groups in it too, at the place of use; nil where no group has the name.
  private func members(_ name: Name) -> [Name]? {
    guard let group = groups[name.text] else { return nil }
    let members = membersOf(group, usedAt: name.range)
    for member in members { groupPlaces[name.range, default: [:]][member.text] = member.range }
    return members.map { Name($0.text, at: name.range) }
  }

  private func membersOf(_ group: GroupDeclaration, usedAt range: SourceRange) -> [Name] {
    let name = group.name.text
    if let known = membersOfGroup[name] {
      met.formUnion(namesIn[name] ?? [])
      return known
    }
    guard isOpenable(name, at: range) else { return [] }
    let outer = met
    met = [name]
    open.append(name)
    defer {
      open.removeLast()
      namesIn[name] = met
      met.formUnion(outer)
    }
    var result: [Name] = []
    for member in group.members where !member.text.isEmpty {
      let names = groups[member.text].map { membersOf($0, usedAt: member.range) } ?? [member]
      for name in names where !result.contains(where: { $0.text == name.text }) { result.append(name) }
    }
    membersOfGroup[name] = result
    return result
  }

  /// Whether a name is not inside itself; a diagnostic where it is.
  private func isOpenable(_ name: String, at range: SourceRange) -> Bool {
    guard let start = open.firstIndex(of: name) else { return true }
    let steps = (open[start...] + [name]).joined(separator: " -> ")
    diagnostics.append(Diagnostic(ReuseRule.cycle, [name, steps], at: range))
    return false
  }

  // MARK: Declarations

  /// Indicators, audits and sources with all names written out; the others as they are. Filters and groups that nobody uses are
  /// written out too, so that their faults are found.
  func expanded(_ declarations: [Declaration]) -> [Declaration] {
    for declaration in declarations {
      if case .group(let group) = declaration { _ = membersOf(group, usedAt: group.name.range) }
      if case .filter(let filter) = declaration { _ = condition(of: filter, usedAt: filter.name.range) }
    }
    guard !(groups.isEmpty && filters.isEmpty && parameters.isEmpty) else { return declarations }
    return declarations.map { declaration in
      switch declaration {
      case .indicator(let indicator):
        met = Set(indicator.parametersAsNumbers.map(\.text))
        let expanded = bounded(indicator.rewritten(rewriting))
        for name in met where usersOfName[name]?.contains(indicator.name.text) != true {
          usersOfName[name, default: []].append(indicator.name.text)
        }
        return .indicator(expanded)
      case .appraisal(let appraisal):
        let names = appraisal.parts.flatMap(\.items).flatMap(\.points).compactMap(\.value.parameter?.text)
        for name in names where usersOfName[name]?.contains(appraisal.name.text) != true {
          usersOfName[name, default: []].append(appraisal.name.text)
        }
        return declaration
      case .audit(var audit):
        audit.watches = audit.watches.map { $0.rewritten(rewriting) }
        return .audit(audit)
      case .source(var source):
        source.rowRules = source.rowRules.map { $0.rewritten(groupsOnly, event: source.target.text) }
        return .source(source)
      case .filter(let filter): return .filter(filter.written(as: conditionOfFilter[filter.name.text]))
      default: return declaration
      }
    }
  }

  /// Ids of the indicators, and of the appraisals, that use a name, in the order of declaration; known once declarations are expanded.
  func users(of name: String) -> [String] { usersOfName[name] ?? [] }

  /// The indicator, with what grew beyond bounds taken out and reported.
  private func bounded(_ indicator: IndicatorDeclaration) -> IndicatorDeclaration {
    var result = indicator
    let conditions = [indicator.population, indicator.counts, indicator.reportedWhere].compactMap { $0 }
    let all = conditions + (indicator.leavesOut + indicator.notHeldAgainst).map(\.condition)
    guard let large = all.first(where: { !isBounded($0) }) else { return indicator }
    diagnostics.append(Diagnostic(ReuseRule.tooLarge, [indicator.name.text], at: large.range))
    (result.population, result.counts, result.reportedWhere) = (nil, nil, nil)
    (result.leavesOut, result.notHeldAgainst) = ([], [])
    return result
  }
}
