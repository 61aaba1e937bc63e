язык 1 ключевые слова ru

опрос perception_2026 "What residents think of the police" {
  название ru "Что жители думают о милиции"
  asked      день
  at         подразделение
  q12        одно из distrust, rather_distrust, neither, trust, fully_trust, dont_know?
  q13        одно из distrust, rather_distrust, neither, trust, fully_trust
  q14        одно из never, rarely, at_times, often, always
  problems   список одно из corruption, low_competency, rudeness
  w          число
  s          ссылка на stratum
  psu        ссылка на psu
  household  ссылка на household
  clusters   целое число
  взвешен по полю           w
  расслоён по полю          s
  отобран гнёздами по полю  psu
  затем гнёздами по полю    household численность в поле households
  затем гнёздами по полю    person
  численность слоя в поле   clusters
  шкала                     regard из q12, q13, обратный q14 без ответов dont_know не менее 2
  слои с одним гнездом      от общего среднего
  представителен для        region
}

опрос second {
  asked день
  взвешен по полю              w
  слои с одним гнездом         как в среднем у прочих
  панель по полю               person
  постстратифицирован по полю  sex к численности female 5 200, male men
  дисперсия методом            bootstrap 500 начальное число 7
}

опрос third {
  asked день
  слои с одним гнездом        без разброса
  выровнен по полю            sex к численности female 52 %, male 48 %
  выровнен по полю            age к численности young 0,4, old 0,6
  репликационные веса в поле  reps jk1
}

опрос fourth {
  asked день
  дисперсия методом jackknife
}

показатель trust "Trust in the police" {
  рассматриваются        perception_2026
  исключаются, если      q12 равно dont_know потому что "no opinion"
  значение               доля ответивших trust, fully_trust на вопрос q12 в процентах
  интервал               korn_graubard 95 %
  показывать по правилу  nchs
}

показатель problems "The largest problems" {
  рассматриваются  perception_2026
  значение         доля назвавших каждое из problems
}
