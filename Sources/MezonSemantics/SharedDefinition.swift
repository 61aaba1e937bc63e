// SPDX-License-Identifier: Apache-2.0

package import MezonSyntax

/// A group, filter or parameter, with the indicators whose meaning hangs on it.
package struct SharedDefinition: Sendable {
  /// What it is; a filter's condition is written out.
  package enum Kind: Sendable {
    case group(GroupDeclaration)
    case filter(FilterDeclaration)
    case parameter(ParameterDeclaration)
  }
  package let kind: Kind
  /// Its meaning as canonical text, the same in every keyword language; empty where it has an error.
  package let text: String
  /// Ids of the indicators, and of the appraisals, that use it, directly or through others, each once and in order.
  package internal(set) var users: [String]

  /// Its name.
  package var name: String {
    switch kind {
    case .group(let group): group.name.text
    case .filter(let filter): filter.name.text
    case .parameter(let parameter): parameter.name.text
    }
  }

  /// `group`, `filter` or `parameter`.
  package var kindName: String {
    switch kind {
    case .group: "group"
    case .filter: "filter"
    case .parameter: "parameter"
    }
  }

  /// Its title, if it has one.
  package var title: TextLiteral? {
    switch kind {
    case .group(let group): group.title
    case .filter(let filter): filter.title
    case .parameter(let parameter): parameter.title
    }
  }

  /// Its title in other languages.
  package var labels: [LocalizedText] {
    switch kind {
    case .group(let group): group.labels
    case .filter(let filter): filter.labels
    case .parameter(let parameter): parameter.labels
    }
  }
}
