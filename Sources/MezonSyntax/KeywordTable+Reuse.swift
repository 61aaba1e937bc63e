// SPDX-License-Identifier: Apache-2.0

// Groups, filters, parameters and other files.
extension KeywordTable {
  static let reuse: [Row] = [
    Row(keyword: .uses, isReserved: false, english: ["uses"], russian: ["использует"]),
    Row(keyword: .library, isReserved: false, english: ["library"], russian: ["библиотеку", "библиотека"]),
    Row(keyword: .group, isReserved: false, english: ["group"], russian: ["группа"]),
    Row(keyword: .filter, isReserved: false, english: ["filter"], russian: ["отбор"]),
    Row(keyword: .parameter, isReserved: false, english: ["parameter"], russian: ["параметр"]),
  ]
}
