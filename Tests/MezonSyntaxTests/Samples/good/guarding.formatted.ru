# SPDX-License-Identifier: Apache-2.0
язык 1 ключевые слова ru

событие arrest "An arrest" {
  по сути задержание
  made время
}

событие fine "A ticket" {
  по сути штраф
  written день
}

событие ending {
  по сути закрытие дела
  ended день
}

событие grievance {
  по сути жалоба
  made день
}

событие order {
  по сути защитное предписание
  issued день
}

чувствительное событие report_at_home {
  по сути сообщение о насилии
  reported день
}

событие claim {
  по сути заявленное предотвращение
  made день
}

показатель closed_in_time "Cases closed in time" {
  по сути           закрытие дела
  рассматриваются   ending
  значение          доля
  только справочно
  допускается риск  MZ2517 потому что "shown beside the share of cases that came back"
  допускается риск  MZ2515
                    потому что "there is no denominator: the number of cases is not known in advance"
}

оценка сотрудника inspector {
  сотрудников на должности  inspector
  допускается риск          MZ2516 потому что "the step is the law's"
}
