язык 1 ключевые слова ru

оценка сотрудника precinct_inspector "Half-year appraisal" {
  название                  ru "Полугодовая оценка"
  сотрудников на должности  precinct_inspector
  за каждое                 полугодие
  срок на посту не менее    60 дней за вычетом leave, closed_roads
  соразмерно сроку
  сравнимые                 при одинаковом settlement, при одинаковом district,
                            residents_per_inspector в пределах 25 % от величины сотрудника
  раздел "Community" название ru "Община" название tg "Ҷомеа" вес 60 {
    dispute_resolution  вес 40 балл 30 -> 0, 50 -> 60, 70 -> 100
    meeting_reach       вес 20 балл 0 -> 0, norm -> 60, 1,5 -> 100
  }
  раздел "Quality" вес 40 {
    engagement вес 40 балл 1 -> 0, 4 -> 100
  }
  при отсутствии        перераспределить вес до 30 %
  показать              arrests, offences справочно
  возражения в течение  15 дней
}

оценка сотрудника second {
  раздел "All" вес 100 {
    a вес 100 балл 0 -> 0
  }
  при отсутствии считать равным 50
}

оценка сотрудника third {
  при отсутствии без балла
}

отчёт donor_quarterly "Quarterly report" {
  название   ru "Квартальный отчёт"
  за каждый  квартал
  для        country, region
  глава "Community" название ru "Община" {
    dispute_resolution, rate1
  }
  глава "Trust" {
    trust
  }
  шаблон "donor"
}
