язык 1 ключевые слова ru

# What several definitions share.
использует "../common/events.mezon"
использует библиотеку "community/meetings.mezon"
группа street_crime "Street crime"
       название ru "Уличные преступления" одно из robbery, snatching, assault
группа violent одно из street_crime, murder
отбор urgent_call "Urgent call" название ru "Срочный вызов" из call где priority равно urgent
      и не (kind одно из street_crime)

параметр residents_norm "Residents per inspector" в people {
  3 000 с 2026-01-01
  2 500,5 с 2027-01-01
}  # by order

параметр meetings_norm {
  # the first year
  1 с 2026-01-01
  2 с 2027-01-01
}

параметр waiting в минутах {
  10 с 2026-01-01
}

показатель answered "Answered" {
  рассматриваются      call где urgent_call
  засчитываются, если  минут с received до arrived не более waiting
  значение             доля
  исходное значение    answered_norm за 2025
  тем лучше, чем       выше
  целевое значение     по прямой answered_norm с 2026, 80 % с 2027
}

показатель regular {
  значение доля среди месяцев имеющих не менее meetings_norm meeting в каждый месяц
}
