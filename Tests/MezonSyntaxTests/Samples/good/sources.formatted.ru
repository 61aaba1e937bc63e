язык 1 ключевые слова ru

источник disputes даёт dispute "Dispute journal" {
  название             ru "Журнал споров"
  файл                 "logs/disputes.csv"
  разделитель          ";"
  заголовок в строке   3
  пропуски обозначены  "", "NA", "нет данных"
  формат времени       "dd.MM.yyyy HH:mm"
  часовой пояс         "Asia/Bishkek"
  десятичная запятая
  присоединяет         officers "logs/o.csv" где "id" равно "officer id"
  присоединяет         beats где "beat" равно "beat"
  opened          из столбца "date", "time"
  closed          из столбца "closed"
  at              из столбца "unit" из officers как целое число
  kind            из столбца "kind" перекодировать "L" -> land, "N" -> neighbour, "\"W\"" -> water
                  остальные отклонить
  outcome         из столбца "outcome" перекодировать "R" -> resolved остальные как pending
  matter          из столбца "matter" остальные пропуск
  file            из столбца "file"  # a field that is called as a clause is
  sex из parties  из столбца "sexes" через "/"
  beats           из чисел от 3 до 4 цифр в столбце "title"
  by              постоянно "O1"
  urgent          постоянно да
  waited          вычисляется как минут с opened до closed
  dose            вычисляется как (a + b) * 2 - c / 4
  отложить, если           столбец "title" похож на "*test*" потому что "a test entry"
  отложить, если           столбец "unit" из officers не указано потому что "no unit"
  отложить точные повторы  потому что "handed in twice"
  отклонить, если          closed < opened потому что "it closed before it opened"
}

источник form даёт crime "A form" {
  кодировка               "windows-1251"
  лист                    "R1"
  заголовок в строках от  5 до 6
  события различает по    code, month
  итоги обозначены        "Всего", "Итого"
  строки из столбцов      "2015" до "2017", "2020" заголовок как "year" ячейка как "cases"
  присоединяет            parents "form.xlsx" лист "main" где "a", "b" равно "c", "d"
  code   из столбца 3
  cases  из столбца 2 под "Всего" в hours
  at     из имени файла перекодировать "Abay_region" -> "KZ-10" остальные отклонить
  month  из ячейки "D3"
  sheet  из столбца "sheet"
}

источник precincts даёт units {
  at из столбца "code"
}
