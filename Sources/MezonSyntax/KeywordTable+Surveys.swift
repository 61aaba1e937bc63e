// SPDX-License-Identifier: Apache-2.0

// Surveys.
extension KeywordTable {
  static let surveys: [Row] = [
    reserved(.survey, "survey", "опрос"),
    reserved(.weightedBy, "weighted by", "взвешен по полю"),
    reserved(.stratifiedBy, "stratified by", "расслоён по полю", "расслоен по полю"),
    reserved(.clusteredBy, "clustered by", "отобран гнёздами по полю", "отобран гнездами по полю"),
    reserved(.thenClusteredBy, "then clustered by", "затем гнёздами по полю", "затем гнездами по полю"),
    contextual(.sizeIn, "size in", "численность в поле"),
    reserved(.stratumSizeIn, "stratum size in", "численность слоя в поле"),
    reserved(.speaksFor, "speaks for", "представителен для"),
    reserved(.lonelyStrata, "lonely strata", "слои с одним гнездом"),
    reserved(.scale, "scale", "шкала"),
    contextual(.reversed, "reversed", "обратный"),
    reserved(.withoutAnswers, "without answers", "без ответов"),
    contextual(.centred, "centred", "от общего среднего"),
    contextual(.averaged, "averaged", "как в среднем у прочих"),
    contextual(.certain, "certain", "без разброса"),
    reserved(.panelBy, "panel by", "панель по полю"),
    reserved(.postStratifiedBy, "post-stratified by", "постстратифицирован по полю"),
    reserved(.rakedBy, "raked by", "выровнен по полю"),
    contextual(.toTotals, "to", "к численности"),
    reserved(.replicateWeights, "replicate weights in", "репликационные веса в поле"),
    reserved(.varianceBy, "variance by", "дисперсия методом"),
    contextual(.seed, "seed", "начальное число"),
    reserved(.showByRule, "show by rule", "показывать по правилу"),
    contextual(.shareAnswering, "share answering", "доля ответивших"),
    contextual(.toQuestion, "to", "на вопрос"),
    contextual(.shareNamingEach, "share naming each", "доля назвавших каждое из"),
  ]
}
