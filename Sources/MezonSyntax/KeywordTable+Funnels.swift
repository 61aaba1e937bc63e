// SPDX-License-Identifier: Apache-2.0

// Funnels: how many come to each stage of a method, and how long it takes.
extension KeywordTable {
  static let funnels: [Row] = [
    contextual(.funnel, "funnel", "воронка"),
    reserved(.goesThroughStages, "goes through stages", "проходит этапы"),
    reserved(.namedBy, "named by", "названные в поле"),
    contextual(.reachingStage, "reaching", "дошло до этапа"),
    contextual(.lostBeforeStage, "lost before", "выбыло перед этапом"),
    contextual(.daysToStage, "days to", "дней до этапа"),
  ]
}
