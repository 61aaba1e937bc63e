// SPDX-License-Identifier: Apache-2.0

import MezonSyntax

/// Groups, filters and parameters by name; right programmes only, so every chain of them ends.
struct NaiveShared {
  private(set) var groups: [String: [Name]] = [:]
  private(set) var filters: [String: Expression] = [:]
  private(set) var parameters: [String: ParameterDeclaration] = [:]

  init(_ files: [DefinitionFile]) {
    for declaration in files.flatMap(\.declarations) {
      switch declaration {
      case .group(let group): groups[group.name.text] = group.members
      case .filter(let filter): filters[filter.name.text] = filter.condition
      case .parameter(let parameter): parameters[parameter.name.text] = parameter
      default: break
      }
    }
  }

  /// An indicator whose conditions say in full what the names in them stand for.
  func writtenOut(_ indicator: IndicatorDeclaration) -> IndicatorDeclaration { indicator.rewritten(rewriting()) }

  private func rewriting() -> NameRewriting {
    NameRewriting(
      expression: { name, event in
        if let parameter = parameters[name.text] { return .parameter(parameter, name.range) }
        return filters[name.text]?.rewritten(rewriting(), event: event)
      },
      members: { name in groups[name.text] == nil ? nil : members(name) })
  }

  private func members(_ name: Name) -> [Name] {
    groups[name.text].map { $0.flatMap(members) } ?? [name]
  }
}
