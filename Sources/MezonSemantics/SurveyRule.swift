// SPDX-License-Identifier: Apache-2.0

package import MezonDiagnostics

/// The rules of surveys: anonymous answers, and for whom they speak.
package enum SurveyRule {
  package static let notAnonymous = DiagnosticRule(
    "MZ2301", .error,
    Wording(
      "the answers of survey \"{0}\" are anonymous, and \"{1}\" could name somebody",
      "ответы опроса «{0}» анонимны, а поле «{1}» может кого-то назвать"),
    remedy: Wording(
      "remove the field from the survey; a respondent belongs to a unit, not to an officer",
      "уберите поле из опроса: опрошенный относится к подразделению, а не к сотруднику"))
  package static let neverForOfficers = DiagnosticRule(
    "MZ2302", .error,
    Wording(
      "a survey says nothing about one officer, for no respondent lives under one",
      "опрос ничего не говорит об одном сотруднике: никто из опрошенных не живёт «под» ним"),
    remedy: Wording(
      "leave officer out of the clause \"for\"", "уберите сотрудника из предложения «для»"))
  package static let belowRepresentative = DiagnosticRule(
    "MZ2303", .error,
    Wording(
      "survey \"{0}\" speaks for {1}, not for {2}", "опрос «{0}» представителен для: {1}, а не для: {2}"),
    remedy: Wording(
      "name levels for which the survey is representative",
      "назовите уровни, для которых опрос представителен"))
  package static let noSuchValue = DiagnosticRule(
    "MZ2304", .error,
    Wording(
      "respondents are weighted, so this value has no meaning for survey \"{0}\"",
      "опрошенные взвешены, и для опроса «{0}» это значение не имеет смысла"),
    remedy: Wording(
      "use share, share answering ... to ..., share naming each ..., count, sum of, mean of, median of, quantile "
        + "or ratio of sums",
      "используйте: доля, доля ответивших ... на вопрос ..., доля назвавших каждое из ..., число, сумма, среднее, "
        + "медиана, квантиль или отношение сумм"))
  package static let capInSurvey = DiagnosticRule(
    "MZ2305", .error,
    Wording(
      "a cap on the events that a clause takes has no meaning for survey \"{0}\"",
      "предел для исключаемых не имеет смысла для опроса «{0}»"),
    remedy: Wording("remove \"at most\"", "уберите «не более»"))
  package static let linkedSurvey = DiagnosticRule(
    "MZ2306", .error,
    Wording(
      "the answers of survey \"{0}\" are anonymous and cannot be linked to other events",
      "ответы опроса «{0}» анонимны: их нельзя связать с другими событиями"),
    remedy: Wording("use fields of the survey itself", "используйте поля самого опроса"))
  package static let answersOutsideSurvey = DiagnosticRule(
    "MZ2307", .error,
    Wording(
      "\"{0}\" is no survey, so nobody answers in it", "«{0}» — не опрос, в нём никто не отвечает"),
    remedy: Wording(
      "write: counts where ..., and: value share", "напишите: засчитываются, если ..., и: значение доля"))
  package static let stageWithoutCluster = DiagnosticRule(
    "MZ2308", .error,
    Wording(
      "\"then clustered by\" needs the clusters that were drawn first",
      "«затем гнёздами по полю» требует гнёзд, отобранных раньше"),
    remedy: Wording("add: clustered by ...", "добавьте: отобран гнёздами по полю ..."))
  package static let badScale = DiagnosticRule(
    "MZ2309", .error,
    Wording(
      "the questions of scale \"{0}\" must be at least two, with the same number of answers",
      "в шкале «{0}» должно быть не менее двух вопросов с одинаковым числом ответов"),
    remedy: Wording(
      "name two questions or more, and under \"without answers\" what is no answer",
      "назовите два вопроса или больше, а под «без ответов» — то, что не ответ"))
  package static let totalMissing = DiagnosticRule(
    "MZ2310", .error,
    Wording(
      "the totals of \"{0}\" say nothing of {1}", "среди численностей поля «{0}» нет значения {1}"),
    remedy: Wording(
      "state how many people each answer stands for in the population",
      "укажите для каждого значения, сколько людей в населении"))
  package static let twoAdjustments = DiagnosticRule(
    "MZ2311", .error,
    Wording(
      "the weights of survey \"{0}\" are adjusted in two ways", "веса опроса «{0}» исправляются двумя способами"),
    remedy: Wording(
      "keep one of: post-stratified by, raked by, replicate weights or variance by",
      "оставьте одно: постстратификацию, выравнивание, репликационные веса или метод дисперсии"))
  package static let marginsDiffer = DiagnosticRule(
    "MZ2312", .error,
    Wording(
      "the totals of \"{0}\" add up to {1}, and those of \"{2}\" to {3}",
      "численности поля «{0}» дают в сумме {1}, а поля «{2}» — {3}"),
    remedy: Wording(
      "state totals of the same population", "укажите численности одного и того же населения"))
  package static let clustersNeeded = DiagnosticRule(
    "MZ2313", .error,
    Wording(
      "{0} leaves out clusters, and survey \"{1}\" names none",
      "метод {0} исключает гнёзда, а в опросе «{1}» они не названы"),
    remedy: Wording("add: clustered by ...", "добавьте: отобран гнёздами по полю ..."))
  package static let drawsUnstated = DiagnosticRule(
    "MZ2314", .error,
    Wording(
      "a bootstrap needs the number of its draws and a seed",
      "для бутстрэпа нужны число повторов и начальное число"),
    remedy: Wording(
      "write: variance by bootstrap 500 seed 1", "напишите: дисперсия методом bootstrap 500 начальное число 1"))
  package static let presentedNoShare = DiagnosticRule(
    "MZ2315", .error,
    Wording(
      "rule {0} judges the share of a survey, and this value is none",
      "правило {0} судит о доле в опросе, а это значение — не доля в опросе"),
    remedy: Wording(
      "remove \"show by rule\", or ask for a share of respondents",
      "уберите «показывать по правилу» или спросите о доле опрошенных"))
  package static let totalOfSample = DiagnosticRule(
    "MZ2560", .error,
    Wording(
      "each respondent of survey \"{0}\" stands for one, so this would be the size of the sample",
      "каждый опрошенный в опросе «{0}» представляет одного, и вышел бы размер выборки"),
    remedy: Wording(
      "say how many people each stands for: weighted by ..., post-stratified by ... or raked by ...",
      "укажите, сколько людей представляет каждый: взвешен по полю ..., постстратификация или выравнивание по ..."))
}
