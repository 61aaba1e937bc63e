// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of rubrics and of ratings on them: several raters, of whom none can be picked out.
package enum RatingRule {
  package static let badRubric = DiagnosticRule(
    "MZ2321", .error,
    Wording(
      "the levels of rubric \"{0}\" must be two or more, ascending, each described once in the file's own language",
      "уровней рубрики «{0}» должно быть не менее двух, по возрастанию, и каждый описан один раз на языке файла"),
    remedy: Wording(
      "write 1 \"...\" 2 \"...\", and a translation as 1 ru \"...\" behind it",
      "напишите 1 \"...\" 2 \"...\", а перевод после этого: 1 en \"...\""))
  package static let linkedRatings = DiagnosticRule(
    "MZ2322", .error,
    Wording(
      "a link to \"{0}\" would show what a single rater said",
      "связь с «{0}» показала бы, что сказал отдельный оценщик"),
    remedy: Wording(
      "look at the ratings themselves, with: by at least 5 raters",
      "рассматривайте сами оценки, добавив: от не менее 5 оценщиков"))
  package static let bodyApart = DiagnosticRule(
    "MZ2323", .error,
    Wording(
      "\"{0}\" says for whom a rater speaks: bodies are pooled, and none is shown apart",
      "«{0}» говорит, от чьего имени ставится оценка: органы берутся вместе, ни один не показывается отдельно"),
    remedy: Wording(
      "name the bodies in the value: from ..., ... pooled", "назовите органы в значении: из органов ..., ... вместе"))
  package static let noRatings = DiagnosticRule(
    "MZ2324", .error,
    Wording("\"{0}\" holds no ratings, so there are no raters", "в «{0}» нет оценок, а значит, и оценщиков"),
    remedy: Wording(
      "declare it with: ratings, or remove what is said of raters",
      "опишите это как оценки экспертов или уберите сказанное об оценщиках"))
  package static let needsPanel = DiagnosticRule(
    "MZ2325", .error,
    Wording(
      "a value made from \"{0}\" must say by how many raters, so that none can be picked out",
      "значение из «{0}» должно говорить, от скольких оценщиков, чтобы ни одного нельзя было узнать"),
    remedy: Wording("add: by at least 5 raters", "добавьте: от не менее 5 оценщиков"))
  package static let tooFewRaters = DiagnosticRule(
    "MZ2326", .error,
    Wording("{0} raters are too few: each could be picked out", "{0} — слишком мало оценщиков: каждого можно узнать"),
    remedy: Wording("write {1} or more", "напишите {1} или больше"))
  package static let notOfRaters = DiagnosticRule(
    "MZ2327", .error,
    Wording("raters make no such value together", "такого значения оценщики вместе не дают"),
    remedy: Wording(
      "use share, share naming each ..., median of, mean of or quantile of a rating",
      "используйте: доля, доля назвавших каждое из ..., медиана, среднее или квантиль оценки"))
  package static let notARating = DiagnosticRule(
    "MZ2328", .error,
    Wording("\"{0}\" is no rating on a rubric", "«{0}» — не оценка по рубрике"),
    remedy: Wording(
      "name a field of type: rating on ...", "назовите поле типа: оценка по рубрике ..."))
  package static let lacksField = DiagnosticRule(
    "MZ2329", .error,
    Wording("ratings \"{0}\" do not say: {1}", "в оценках «{0}» не сказано: {1}"),
    remedy: Wording("add the clause to the ratings", "добавьте это предложение в оценки"))
  package static let oneBody = DiagnosticRule(
    "MZ2330", .error,
    Wording("\"{0}\" alone would be shown apart", "«{0}» окажется показанным отдельно"),
    remedy: Wording("name two bodies or more", "назовите два органа или больше"))
  package static let agreementOfNothing = DiagnosticRule(
    "MZ2331", .error,
    Wording(
      "this value ranks no rating on which raters could agree", "в этом значении нет оценки, в которой можно сойтись"),
    remedy: Wording(
      "remove \"agreement\", or make it an indicator: agreement on ... by ...",
      "уберите «согласие» или сделайте отдельный показатель: согласие по полю ... методом ..."))
  package static let needsScale = DiagnosticRule(
    "MZ2332", .error,
    Wording("krippendorff needs the scale of the ratings", "для krippendorff нужна шкала оценок"),
    remedy: Wording("add one of: {0}", "добавьте одно из: {0}"))
  package static let toleranceOfPercent = DiagnosticRule(
    "MZ2333", .error,
    Wording("only \"percent\" has a tolerance", "допуск бывает только у «percent»"),
    remedy: Wording(
      "remove \"within\", or choose a scale on which near ratings agree in part",
      "уберите «в пределах» или выберите шкалу, на которой близкие оценки частично сходятся"))
  package static let boundOnAgreement = DiagnosticRule(
    "MZ2334", .error,
    Wording(
      "here the agreement is the value itself: what is enough is a target",
      "здесь согласие и есть значение: достаточный уровень задаёт целевое значение"),
    remedy: Wording("remove \"at least\", and write: target ...", "уберите «не менее» и напишите: целевое значение ...")
  )
  package static let scaleOfNames = DiagnosticRule(
    "MZ2335", .error,
    Wording("\"{1}\" has no order, so it has no scale \"{0}\"", "у «{1}» нет порядка, и шкала «{0}» не подходит"),
    remedy: Wording("use: nominal", "используйте: nominal"))
  package static let chosenByLevel = DiagnosticRule(
    "MZ2336", .error,
    Wording(
      "\"{0}\" chooses ratings by their level: what raters said would be made from what was wanted",
      "«{0}» отбирает оценки по их уровню: получится то, чего хотели, а не то, что сказали"),
    remedy: Wording(
      "name the level under \"counts where\" of a share by at least 5 raters",
      "назовите уровень под «засчитываются, если» в доле от не менее 5 оценщиков"))
  package static let ratingOutsideRatings = DiagnosticRule(
    "MZ2337", .error,
    Wording(
      "\"{0}\" is a rating, but \"{1}\" does not say who rated what",
      "«{0}» — оценка по рубрике, но в «{1}» не сказано, кто что оценил"),
    remedy: Wording(
      "declare it with: ratings, and say: rates ..., rater in ...",
      "опишите это как оценки экспертов и скажите: предмет оценки ..., оценщик в поле ..."))
}
