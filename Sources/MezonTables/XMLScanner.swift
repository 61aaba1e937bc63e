// SPDX-License-Identifier: Apache-2.0

import CExpat

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What takes the events of an ``XMLScanner``.
protocol XMLHandler: AnyObject {
  /// Whether the rest need not be looked at.
  var isFinished: Bool { get }
  func start(_ name: XMLName, _ attributes: XMLAttributes) throws(TableFault)
  func end(_ name: XMLName) throws(TableFault)
  func text(_ bytes: UnsafeRawBufferPointer) throws(TableFault)
}

/// The name of an element, valid during the call only. Its namespace is left out of comparisons: formats have two of them, strict
/// and transitional, for the same elements.
struct XMLName {
  private let whole: UnsafePointer<CChar>
  fileprivate let start: UnsafePointer<CChar>
  fileprivate let count: Int

  fileprivate init(_ whole: UnsafePointer<CChar>) {
    self.whole = whole
    start = strrchr(whole, Int32(XMLScanner.separator)).map { UnsafePointer($0) + 1 } ?? whole
    count = strlen(start)
  }

  /// Whether its namespace contains a word.
  func isOf(_ family: String) -> Bool { strstr(whole, family).map { UnsafePointer($0) < start } ?? false }

  static func ~= (name: StaticString, element: XMLName) -> Bool {
    name.utf8CodeUnitCount == element.count && memcmp(name.utf8Start, element.start, element.count) == 0
  }
}

/// The attributes of an element, valid during the call only.
struct XMLAttributes {
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  /// The bytes of an attribute by its name without namespace.
  /// - Parameter family: what its namespace must contain; nil for any, and for none at all
  func bytes(_ name: StaticString, in family: String? = nil) -> UnsafeBufferPointer<UInt8>? {
    guard var place = list else { return nil }
    while let whole = place.pointee {
      guard let value = place[1] else { return nil }
      if name ~= XMLName(whole), family.map({ String(cString: whole).contains($0) }) ?? true {
        return UnsafeRawBufferPointer(start: value, count: strlen(value)).bindMemory(to: UInt8.self)
      }
      place += 2
    }
    return nil
  }

  /// The text of an attribute.
  func text(_ name: StaticString, in family: String? = nil) -> String? {
    bytes(name, in: family).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The whole number that an attribute states.
  func number(_ name: StaticString, in family: String? = nil) -> Int? { text(name, in: family).flatMap { Int($0) } }
}

/// Passes over XML in blocks and reports what stands there. Document types are refused, so that there are no entities
/// to expand and none to fetch; depth and the length of a single tag are bounded.
final class XMLScanner {
  fileprivate static let separator = CChar(0x7C)
  static let depthLimit = 256
  /// The longest tag or stretch that the parser must hold until it knows its end.
  static let tokenLimit = 1 << 20

  private let parser: XML_Parser
  private let part: String
  private unowned let handler: any XMLHandler
  private var depth = 0
  private var failure: TableFault?
  private var fed = 0

  /// A scanner of a part of a file.
  init(part: String, handler: any XMLHandler) throws(TableFault) {
    guard let parser = XML_ParserCreateNS(nil, XML_Char(Self.separator)) else {
      throw TableFault(.unreadable("no memory"))
    }
    self.parser = parser
    self.part = part
    self.handler = handler
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { scanner, name, attributes in XMLScanner.of(scanner)?.started(name, attributes) },
      { scanner, name in XMLScanner.of(scanner)?.ended(name) })
    XML_SetCharacterDataHandler(parser) { scanner, bytes, count in
      XMLScanner.of(scanner)?.found(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { scanner, _, _, _, _ in
      guard let scanner = XMLScanner.of(scanner) else { return }
      scanner.stop(TableFault(.declaresEntities(part: scanner.part)))
    }
  }

  deinit { XML_ParserFree(parser) }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> XMLScanner? {
    pointer.map { Unmanaged<XMLScanner>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Scans the next block.
  func scan(_ block: UnsafeRawBufferPointer, isLast: Bool = false) throws(TableFault) {
    let status = XML_Parse(
      parser, block.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: block.count), isLast ? 1 : 0)
    if let failure { throw failure }
    guard status == XML_STATUS_OK else {
      let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
      throw TableFault(.brokenXML(part: part, line: Int(XML_GetCurrentLineNumber(parser)), reason: reason))
    }
    fed += block.count
    guard fed - Int(XML_GetCurrentByteIndex(parser)) <= Self.tokenLimit || isLast else {
      throw TableFault(.textTooLong(part: part, limit: Self.tokenLimit))
    }
  }

  /// Scans what an archive holds of the part.
  func scan(_ archive: ZipArchive) throws(TableFault) {
    try archive.read(part) { (block) throws(TableFault) in
      try scan(block)
      return !handler.isFinished
    }
    if handler.isFinished { return }
    try scan(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
  }

  private func stop(_ fault: TableFault) {
    if failure == nil { failure = fault }
    XML_StopParser(parser, 0)
  }

  private func guarded(_ body: () throws(TableFault) -> Void) {
    guard failure == nil else { return }
    do { try body() } catch { stop(error) }
  }

  private func started(
    _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    depth += 1
    guard let name else { return }
    guarded { () throws(TableFault) in
      guard depth <= Self.depthLimit else { throw TableFault(.nestedTooDeep(part: part)) }
      try handler.start(XMLName(name), XMLAttributes(list: attributes))
    }
  }

  private func ended(_ name: UnsafePointer<CChar>?) {
    depth -= 1
    guard let name else { return }
    guarded { () throws(TableFault) in try handler.end(XMLName(name)) }
  }

  private func found(_ bytes: UnsafeRawBufferPointer) {
    guarded { () throws(TableFault) in try handler.text(bytes) }
  }
}
