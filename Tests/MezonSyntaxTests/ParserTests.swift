// SPDX-License-Identifier: Apache-2.0

import Foundation
import MezonSyntax
import MezonTestSupport
import Testing

@Suite("What the parser makes of right files")
struct ParserTests {
  @Test("The samples are found")
  func samplesAreFound() {
    #expect(Sample.good.count >= 10)
    #expect(Sample.bad.count >= 5)
  }

  @Test("A right file is read without a complaint", arguments: Sample.good)
  func isRight(_ sample: Sample) {
    let file = Parser.parse(sample.source)
    #expect(file.diagnostics.isEmpty, "\(file.diagnostics.map { $0.rendered() }.joined(separator: "\n"))")
  }

  @Test("A right file means what is recorded", arguments: Sample.good)
  func meansWhatIsRecorded(_ sample: Sample) {
    let url = Sample.folder.appendingPathComponent(sample.path.replacing(".mezon", with: ".ast"))
    Golden.expect(Dump.of(Parser.parse(sample.source).definitions), at: url)
  }
}
