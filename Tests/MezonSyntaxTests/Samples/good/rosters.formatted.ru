язык 1 ключевые слова ru

программа "A made-up district" {
  уровни district > precinct
}

перечень sex одно из female, male

реестр membership "Members of partnership teams" {
  member  ссылка на member
  team    ссылка на team
  at      подразделение
  sex     чувствительное
  groups  список одно из young, minority, other
  joined  день
  left    день?
  срок с joined по left
}

реестр team_register "Registered teams" {
  team    ссылка на team
  at      подразделение
  since   день
  closed  день?
  срок с since по closed
}

событие session "A session of the team" {
  held  время
  at    подразделение
  team  ссылка на team
}

показатель members "Members in force" {
  рассматриваются  membership действующие на последний день
  значение         количество разных member
  для              district
  за каждый        квартал
  пример "a row belongs to each period on whose last day it holds" по состоянию на 2026-12-31 {
    подразделение "D" уровень district
    подразделение "P" уровень precinct в "D"
    membership member "m1", team "t1", at "P", sex female, joined 2025-11-01, left 2026-03-31
    membership member "m2", team "t1", at "P", sex male, joined 2026-01-15, left 2026-03-30
    membership member "m3", team "t1", at "P", sex male, joined 2026-04-01
    ожидается 2026-Q1 для подразделения "D" = 1
    ожидается 2026-Q2 для подразделения "D" = 1
    ожидается 2025-Q4 для подразделения "D" = 1
  }
}

показатель women "Women among members" {
  рассматриваются      membership действующие в течение периода
  засчитываются, если  sex равно female
  значение             доля
  для                  district
  пример "in force on one day is enough" по состоянию на 2026-12-31 {
    подразделение "D" уровень district
    подразделение "P" уровень precinct в "D"
    membership member "m1", team "t1", at "P", sex female, joined 2025-11-01, left 2026-01-01
    membership member "m2", team "t1", at "P", sex male, joined 2026-01-15, left 2026-03-30
    membership member "m3", team "t1", at "P", sex male, joined 2026-04-01
    ожидается 2026-Q1 для подразделения "D" = 50 % (1 из 2)
    ожидается 2026-Q2 для подразделения "D" = 0 % (0 из 1)
  }
}

показатель compliant "Teams that keep the rules" {
  рассматриваются  membership действующие на последний день
  значение         доля среди team состоящих на учёте в team_register имеющих не менее 2
                   и имеющих не менее 1 где sex равно female и имеющих ни одного где дней
                   с joined до последнего дня > 1096
  для              district
  пример "two members, a woman, and nobody for more than three years" по состоянию на 2026-03-31 {
    подразделение "D" уровень district
    подразделение "P" уровень precinct в "D"
    team_register team "good", at "P", since 2020-01-01
    team_register team "old", at "P", since 2020-01-01
    team_register team "empty", at "P", since 2020-01-01
    team_register team "gone", at "P", since 2020-01-01, closed 2026-03-30
    membership member "m1", team "good", at "P", sex female, joined 2023-03-31
    membership member "m2", team "good", at "P", sex male, joined 2026-01-15
    membership member "m3", team "old", at "P", sex female, joined 2023-03-30
    membership member "m4", team "old", at "P", sex male, joined 2026-01-15
    ожидается 2026-Q1 для подразделения "D" = 33 % (1 из 3)
  }
}

показатель active "Registered teams that met in every month" {
  рассматриваются  session
  значение         доля среди team состоящих на учёте в team_register имеющих не менее 1
                   в каждый месяц
  для              district
  пример "a team nobody heard of counts" по состоянию на 2026-12-31 {
    подразделение "D" уровень district
    подразделение "P" уровень precinct в "D"
    team_register team "a", at "P", since 2020-01-01
    team_register team "b", at "P", since 2020-01-01
    session held 2026-01-05, at "P", team "a"
    session held 2026-02-05, at "P", team "a"
    session held 2026-03-05, at "P", team "a"
    ожидается 2026-Q1 для подразделения "D" = 50 % (1 из 2)
    ожидается 2026-Q2 для подразделения "D" = 0 % (0 из 2)
  }
}

показатель tenure "Median time as a member" {
  рассматриваются  membership
  значение         медиана срока в днях
  для              district
  за каждый        год
  пример "who is still there is not forgotten" по состоянию на 2026-12-31 {
    подразделение "D" уровень district
    подразделение "P" уровень precinct в "D"
    membership member "m1", team "t1", at "P", sex female, joined 2026-01-01, left 2026-01-10
    membership member "m2", team "t1", at "P", sex male, joined 2026-01-01, left 2026-01-20
    membership member "m3", team "t1", at "P", sex male, joined 2026-01-01
    ожидается 2026 для подразделения "D" = 20
  }
}
