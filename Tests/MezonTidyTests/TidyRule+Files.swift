// SPDX-License-Identifier: Apache-2.0

extension TidyRule {
  /// The rules about files as such.
  static let rulesOfFiles = [
    licenceHeader, fileLength, fileNames, scriptForm, noPostponedWork, noMachinePaths, topLevel, nothingBuilt,
    everyTargetIsDeclared,
  ]

  /// The number of lines that a Swift file may have.
  static let mostLines = 400

  /// Swift files that may be longer, because they are tables.
  static let longTables: Set<String> = []

  /// What may stand at the top of the checkout.
  static let topEntries: Set = [
    ".ci", ".editorconfig", ".gitignore", ".swift-format", "Indicators", "LICENSE", "Package.swift", "README.md",
    "Scripts", "Sources", "Templates", "Tests", "docs",
  ]

  static let licenceHeader = TidyRule("Every file that can carry a comment opens with its licence") { file in
    let commented: Set<Substring> = [
      "c", "css", "h", "html", "js", "modulemap", "mustache", "po", "py", "sh", "sql", "swift", "yml",
    ]
    let isOurDefinition =
      file.pathExtension == "mezon"
      && ["Indicators/", "Templates/", "Tests/Programmes/"].contains { file.path.hasPrefix($0) }
    guard file.isScript || isOurDefinition || commented.contains(file.pathExtension) else { return [] }
    // A first line that a program reads (`#!`, the tools version) comes before it.
    let place = file.isSwift && file.path != "Package.swift" ? 1 : 2
    let isThere = file.lines.prefix(place).contains { $0.contains("SPDX-License-Identifier: Apache-2.0") }
    return isThere ? [] : [Finding(path: file.path, line: 1, message: "has no SPDX-License-Identifier: Apache-2.0")]
  }

  static let fileLength = TidyRule("A Swift file has at most \(mostLines) lines") { file in
    guard file.isSwift else { return [] }
    let count = file.text.reduce(0) { $1.isNewline ? $0 + 1 : $0 }
    if longTables.contains(file.path) {
      return count > mostLines ? [] : [Finding(path: file.path, line: 0, message: "is no longer too long: unlist it")]
    }
    return count > mostLines ? [Finding(path: file.path, line: mostLines + 1, message: "has \(count) lines")] : []
  }

  static let fileNames = TidyRule("No file or folder is named after nothing in the field") { file in
    file.components.flatMap { component in
      ["Common", "Helper", "Manager", "Misc", "Util"].filter { component.contains($0) }.map { word in
        Finding(path: file.path, line: 0, message: "is named \(word): say what it is")
      }
    }
  }

  static let scriptForm = TidyRule("Every script can be run and stops at the first error") { file in
    guard file.isScript else { return [] }
    var findings: [Finding] = []
    func find(_ line: Int, _ message: String) {
      findings.append(Finding(path: file.path, line: line, message: message))
    }
    if file.lines.first != "#!/usr/bin/env bash" { find(1, "does not open with #!/usr/bin/env bash") }
    if !file.lines.contains("set -euo pipefail") { find(0, "does not say set -euo pipefail") }
    if !file.isExecutable { find(0, "is not executable") }
    return findings
  }

  static let noPostponedWork = TidyRule("No work is postponed in a comment") { file in
    // Put together, so that this file does not break its own rule.
    let marks: Set = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"]
    return file.lines.enumerated().flatMap { index, line in
      line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.filter { marks.contains(String($0)) }.map {
        Finding(path: file.path, line: index + 1, message: "says \($0): do it, or file an issue")
      }
    }
  }

  static let noMachinePaths = TidyRule("No file knows where a checkout or a person's files lie") { file in
    machinePaths(in: file, checkout: Checkout.root.path)
  }

  /// The places where a file names a folder of one machine, or the checkout itself.
  static func machinePaths(in file: TidyFile, checkout: String) -> [Finding] {
    let folders = ["home", "root", "Users", "work"].map { "/" + $0 + "/" }
    return file.lines.enumerated().flatMap { index, line in
      var named = folders.filter { folder in
        line.ranges(of: folder).contains { range in
          // Inside a longer path or an address it is another folder.
          guard range.lowerBound > line.startIndex else { return true }
          let before = line[line.index(before: range.lowerBound)]
          return !(before.isLetter || before.isNumber || "._-~}$)*".contains(before))
        }
      }
      if checkout.count > 1, line.contains(checkout) { named.append(checkout) }
      return named.map { Finding(path: file.path, line: index + 1, message: "names the folder \($0)") }
    }
  }

  static let topLevel = TidyRule(
    "The top of the checkout holds only what has a reason",
    inAll: { files in
      Set(files.compactMap { $0.components.first.map(String.init) }).subtracting(topEntries).map {
        Finding(path: $0, line: 0, message: "does not belong at the top")
      }
    })

  static let nothingBuilt = TidyRule("Nothing that a machine makes is tracked") { file in
    let isBuilt = file.components.contains { component in
      component == "Package.resolved" || component == ".build" || component.hasPrefix(".build-")
        || component == "__pycache__" || component == "out" || component.hasSuffix(".swp")
    }
    return isBuilt ? [Finding(path: file.path, line: 0, message: "is made by a machine")] : []
  }

  static let everyTargetIsDeclared = TidyRule(
    "Every folder with Swift files is a target of the package",
    inAll: { files in
      guard let manifest = files.first(where: { $0.path == "Package.swift" }) else {
        return [Finding(path: "Package.swift", line: 0, message: "is missing")]
      }
      let targets = Set(files.filter(\.isSwift).compactMap { $0.room ?? $0.testTarget })
      return targets.filter { !manifest.text.contains("name: \"\($0)\"") }.map {
        Finding(path: "Package.swift", line: 0, message: "does not declare \($0): it is never built")
      }
    })
}
