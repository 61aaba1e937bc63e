// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import MezonDiagnostics

// Which number of the system means which reason.
extension SystemReason {
  private static let reasons: [Int32: SystemReason] = [
    0: .unsaid, ENOENT: .noSuchFile, EACCES: .permissionDenied, EPERM: .notPermitted, EISDIR: .isFolder,
    ENOTDIR: .noFolder,
    ENOTEMPTY: .folderNotEmpty, EEXIST: .standsThere, ENOSPC: .diskFull, EDQUOT: .quotaUsedUp, EFBIG: .fileTooLarge,
    EROFS: .readOnly, EMFILE: .tooManyOpenFiles, ENFILE: .tooManyOpenFiles, ENAMETOOLONG: .nameTooLong,
    ELOOP: .circleOfLinks, EXDEV: .otherDisk, EBUSY: .inUse, ETXTBSY: .inUse, EIO: .diskFault, EINTR: .interrupted,
    EPIPE: .nobodyReads, ENOMEM: .memoryFull, ENODEV: .noDevice, ENXIO: .noDevice,
  ]

  /// What Foundation's own codes mean, where it does not say what lies beneath.
  private static let numberOfCode: [CocoaError.Code: Int32] = [
    .fileNoSuchFile: ENOENT, .fileReadNoSuchFile: ENOENT, .fileReadNoPermission: EACCES, .fileWriteNoPermission: EACCES,
    .fileWriteOutOfSpace: ENOSPC, .fileWriteVolumeReadOnly: EROFS, .fileWriteFileExists: EEXIST,
    .fileReadInvalidFileName: ENAMETOOLONG, .fileWriteInvalidFileName: ENAMETOOLONG, .fileReadTooLarge: EFBIG,
  ]

  /// A reason by the system's number, as diagnostics carry it; one without words of its own by its number.
  static func text(_ number: Int32) -> String {
    reasons[number]?.rawValue ?? numbered.english + String(number)
  }

  /// Why the system refused what Foundation was asked for.
  static func text(of error: any Error) -> String { text(number(of: error) ?? 0) }

  /// The system's number in an error, or in what lies beneath it; nil where there is none.
  private static func number(of error: any Error) -> Int32? {
    if let error = error as? POSIXError { return error.code.rawValue }
    let wrapped = error as NSError
    if wrapped.domain == NSPOSIXErrorDomain { return Int32(clamping: wrapped.code) }
    if let beneath = wrapped.userInfo[NSUnderlyingErrorKey] as? any Error, let number = number(of: beneath) {
      return number
    }
    return wrapped.domain == NSCocoaErrorDomain ? numberOfCode[CocoaError.Code(rawValue: wrapped.code)] : nil
  }
}
