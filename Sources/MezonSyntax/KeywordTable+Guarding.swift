// SPDX-License-Identifier: Apache-2.0

// What an event or an indicator is in essence, and the risks that a definition accepts.
extension KeywordTable {
  static let guarding: [Row] = [
    reserved(.nature, "nature", "по сути"),
    contextual(.arrestNature, "arrest", "задержание"),
    contextual(.ticketNature, "ticket", "штраф"),
    contextual(.caseClosureNature, "case closure", "закрытие дела"),
    contextual(.complaintNature, "complaint", "жалоба"),
    contextual(.protectionOrderNature, "protection order", "защитное предписание", "охранный ордер"),
    contextual(.violenceReportNature, "report of violence", "сообщение о насилии"),
    contextual(.preventionClaimNature, "claim of prevention", "заявленное предотвращение"),
    reserved(.acceptsRisk, "accepts risk", "допускается риск"),
  ]
}
