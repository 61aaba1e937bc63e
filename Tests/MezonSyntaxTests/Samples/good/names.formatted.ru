язык 1 ключевые слова ru

# Names that collide with keywords, names that need no backticks, names with blanks, Cyrillic names.
событие event {
  value                   число
  from                    время
  opened                  день
  at                      подразделение
  time                    time
  `my field`              текст?
  kind                    text
  unit                    подразделение
  `показатель`            текст
  вид                     одно из one, два, `три слова тут`, is
  day                     день
  `tick \` and \\ slash`  текст
}

показатель indicator {
  рассматриваются              event
  засчитываются, если          value не менее 5
                               и from не указано
                               и any равно and
                               и не not
                               и `показатель` равно "1"
  значение                     сумма value
  для                          officer, сотрудника, unit
  интервал                     none 95 %
  относится к периоду по дате  from
}

показатель n2 {
  рассматриваются      при
  засчитываются, если  в равно `с` и `по` равно `из`
  значение             количество в per
  за каждый            день
}
