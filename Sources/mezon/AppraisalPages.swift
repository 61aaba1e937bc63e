// SPDX-License-Identifier: Apache-2.0

import Dispatch
import MezonAppraisal
import MezonEngine
import MezonPublishing
import Synchronization

/// Says appraisals and puts them on pages, those of several officers side by side.
struct AppraisalPages: Sendable {
  /// One officer's pages.
  struct Pages: Sendable {
    let content: AppraisalContent
    /// By the endings of their files.
    let files: [(ending: String, bytes: [UInt8])]
  }

  /// An explainer for one thread at a time.
  private final class OwnExplainer: Sendable {
    private let explainer: Mutex<Explainer>

    init(_ evaluator: Evaluator) { explainer = Mutex(Explainer(evaluator)) }

    func explanation(of row: ResultRow) -> Explanation { explainer.withLock { $0.explanation(of: row) } }
  }

  static let templates = ["appraisal.html", "appraisal.txt", "figure.html", "figure.txt"]
  /// How many officers' pages are in memory at once, for each thread.
  static let atOnce = 64

  private let renderer: TemplateRenderer
  private let explainers: [OwnExplainer]

  /// For as many threads as have work.
  init(_ evaluator: Evaluator, _ renderer: TemplateRenderer, officers: Int, threads: Int) {
    self.renderer = renderer
    explainers = (0..<max(1, min(threads, officers))).map { _ in OwnExplainer(evaluator) }
  }

  /// What some appraisals say, with the pages of those that are wanted. The pages do not depend on the number of threads.
  ///
  /// - Parameter isWanted: whether an officer, by code, has pages
  func pages(
    of appraisals: ArraySlice<Appraisal>, _ builder: AppraisalBuilder, where isWanted: @Sendable (String) -> Bool
  ) throws -> [Pages] {
    let made = Mutex<[Int: Result<Pages, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: explainers.count) { worker in
      for number in stride(from: appraisals.startIndex + worker, to: appraisals.endIndex, by: explainers.count) {
        let pages = Result {
          let content = try builder.content(of: appraisals[number]) { explainers[worker].explanation(of: $0) }
          return Pages(
            content: content, files: isWanted(content.officer) ? try Self.files(content, renderer) : [])
        }
        made.withLock { $0[number] = pages }
      }
    }
    let all = made.withLock { $0 }
    return try appraisals.indices.compactMap { try all[$0]?.get() }
  }

  /// An officer's pages, by the endings of their files.
  static func files(
    _ content: AppraisalContent, _ renderer: TemplateRenderer
  ) throws -> [(ending: String, bytes: [UInt8])] {
    let values = AppraisalPage(content).values()
    return try [("html", "appraisal.html"), ("txt", "appraisal.txt")].map { ending, template in
      (ending, Array(try renderer.render(template, with: values).utf8))
    }
  }
}
