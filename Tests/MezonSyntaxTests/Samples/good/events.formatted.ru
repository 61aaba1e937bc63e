язык 1 ключевые слова ru

событие dispute "Dispute brought to the police or a partnership" {
  название ru "Спор, с которым обратились в милицию или партнёрство"
  opened       время  # the event's own time unless an indicator says otherwise
  closed       время?  # ? may be missing
  at           подразделение
  by           список сотрудников
  matter       ссылка на matter  # the same quarrel may come back
  kind         одно из land, neighbour, water, market, other
  outcome      одно из resolved, withdrawn, escalated, pending
  mediated_by  одно из police, lcpc, cppt, mahalla, aksakal_court, squad, nobody
  parties      список лиц {
    sex        чувствительное
    age_group  чувствительное
    minority?  да или нет чувствительное
    name       текст опознающее
  }
}

чувствительное событие violence_report {
  reported       день
  received       время? чувствительное
  unit           подразделение
  staff          сотрудник
  summary        текст? опознающее
  calls          число
  attendees      целое число в people
  minutes_spent  число в minutes_of_work
  urgent         да или нет открытое
  protection?    одно из granted, refused, none_asked чувствительное
  beats          список ссылка на beat
  remarks        список текст
  sex
  age_of_victim  age_group? чувствительное
  children       список {
    sex   чувствительное
    kind  одно из son, daughter, ward
    born  день опознающее
  }
}
