язык 1 ключевые слова ru

# Whose events, and stretches on the calendar.
событие session {
  held       время
  announced  время?
  at         подразделение
  attended   список сотрудников
  topic      одно из water, land
}

показатель participation {
  рассматриваются      session подразделения сотрудника, пока он на должности где topic равно water
  засчитываются, если  attended самим сотрудником
                       и (announced не менее 1 месяца до held или не attended самим сотрудником)
  значение             доля
  для                  сотрудника
}

показатель typographic {
  рассматриваются      session подразделения сотрудника, пока он на должности
  засчитываются, если  attended самим сотрудником
                       или после чего есть session с тем же полем topic в течение 2 лет после held
  значение             доля
}

показатель announced_early {
  рассматриваются      session
  засчитываются, если  held в течение 24 месяцев после announced и announced не более 1 года до held
  значение             доля
}
