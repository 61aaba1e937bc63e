язык 1 ключевые слова ru

рубрика engagement_quality "How an inspector works with residents" {
  название ru "Как инспектор работает с жителями"
  1 "residents do not know the inspector"
  1 ru "жители не знают инспектора"
  2 "know whom to call"
  2 ru "знают, кого звать"
  3 "the inspector meets and answers them"
  4 "they settle matters together"
}

оценки экспертов inspector_rating "Rating of an inspector by a local body" {
  название ru "Оценка инспектора местным органом"
  rated      день
  at         подразделение
  inspector  сотрудник
  quality    оценка по рубрике engagement_quality?
  rater      ссылка на rater
  from_body  одно из kenesh, ayil_okmotu, public_council, lcpc
  story      текст?
  papers     да или нет
  themes     список одно из respect, speed, honesty?
  предмет оценки        inspector
  оценщик в поле        rater
  орган в поле          from_body
  пояснение в поле      story
  подтверждение в поле  papers
}

показатель engagement "Engagement with residents" {
  рассматриваются  inspector_rating
  значение         медиана quality от не менее 5 оценщиков
                   из органов kenesh, ayil_okmotu, public_council вместе
                   согласие krippendorff ordinal не менее 0,667 пояснение обязательно
                   подтверждение обязательно
  для              сотрудника
}

показатель engagement_mean "Mean rating" {
  рассматриваются  inspector_rating
  значение         среднее quality от не менее 21 оценщика согласие percent в пределах 1 не менее 80
}

показатель themes_named "What raters write of" {
  рассматриваются  inspector_rating
  значение         доля назвавших каждое из themes от не менее 5 оценщиков
                   пояснение обязательно в процентах
}

показатель rater_agreement "Agreement of raters" {
  рассматриваются  inspector_rating
  значение         согласие по полю quality методом gwet linear
}
