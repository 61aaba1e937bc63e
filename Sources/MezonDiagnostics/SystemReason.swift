// SPDX-License-Identifier: Apache-2.0

/// Why the operating system refused something, in the words of the messages' language; which number means which reason, the command knows.
///
/// The system itself knows English only, or the language of its own settings: a message must be the same everywhere. The raw
/// value is the reason in English, as diagnostics carry their facts; a rule whose `terms` name the place shows it in Russian.
package enum SystemReason: String, Sendable, CaseIterable {
  case unsaid = "the system does not say why"
  case noSuchFile = "there is no such file or folder"
  case permissionDenied = "you may not do that: permission denied"
  case notPermitted = "the system does not permit that"
  case isFolder = "it is a folder"
  case noFolder = "a part of the path is no folder"
  case folderNotEmpty = "the folder is not empty"
  case standsThere = "something of that name stands there already"
  case diskFull = "no space is left on the disk"
  case quotaUsedUp = "your share of the disk is used up"
  case fileTooLarge = "the file would be larger than is allowed"
  case readOnly = "the disk can only be read"
  case tooManyOpenFiles = "too many files are open"
  case nameTooLong = "the name is too long"
  case circleOfLinks = "links lead round in a circle"
  case otherDisk = "it lies on another disk"
  case inUse = "it is in use"
  case diskFault = "the disk did not read or write: input/output error"
  case interrupted = "it was interrupted"
  case nobodyReads = "nobody reads the output any more"
  case memoryFull = "there is not enough memory"
  case noDevice = "there is no such device"

  /// What stands before the number of a reason without words of its own.
  package static let numbered = Wording("the system's error number ", "ошибка системы номер ")

  /// The reason in Russian.
  var russian: String {
    switch self {
    case .unsaid: "система не называет причины"
    case .noSuchFile: "такого файла или папки нет"
    case .permissionDenied: "нет прав: доступ запрещён"
    case .notPermitted: "система этого не разрешает"
    case .isFolder: "это папка"
    case .noFolder: "часть пути — не папка"
    case .folderNotEmpty: "папка не пуста"
    case .standsThere: "там уже есть что-то с таким именем"
    case .diskFull: "на диске нет места"
    case .quotaUsedUp: "отведённое вам место на диске закончилось"
    case .fileTooLarge: "файл стал бы больше допустимого"
    case .readOnly: "диск доступен только для чтения"
    case .tooManyOpenFiles: "открыто слишком много файлов"
    case .nameTooLong: "имя слишком длинное"
    case .circleOfLinks: "ссылки ведут по кругу"
    case .otherDisk: "это лежит на другом диске"
    case .inUse: "это сейчас используется"
    case .diskFault: "диск не прочитал или не записал: ошибка ввода-вывода"
    case .interrupted: "прервано"
    case .nobodyReads: "вывод больше никто не читает"
    case .memoryFull: "не хватает памяти"
    case .noDevice: "такого устройства нет"
    }
  }

  /// A reason as diagnostics carry it, in a language. Complexity: O(1).
  package static func shown(_ text: String, in language: MessageLanguage) -> String {
    language == .russian ? TermWords.russian(text) : text
  }
}
