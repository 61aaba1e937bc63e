язык 1 ключевые слова ru

событие entry {
  entered  день
  at       подразделение
  problem  ссылка на problem
  stage    одно из scanning, analysis, response
}

событие problem {
  found     день
  analysed  день?
  answered  время?
  at        подразделение
}

воронка sara "SARA" {
  название         ru "Цикл"
  рассматриваются  entry где stage равно scanning
  проходит этапы названные в поле stage из entry с тем же полем problem в течение 2 лет {
    analysis "Analysis" название ru "Анализ"
    response
  }
  для             подразделения
  за каждый       год
  тем лучше, чем  выше
  пример "x" {
    entry entered 2026-01-05, problem "a", stage scanning
    ожидается 2026 дошло до этапа analysis = 0 %
    ожидается 2026 выбыло перед этапом response равно undefined
    ожидается 2026 дней до этапа analysis для подразделения "P" = 5
  }
}

воронка own {
  рассматриваются problem
  проходит этапы {
    analysed  # a comment
    answered
  }
}

отчёт all {
  глава "Stages" {
    sara, `own.analysed.days`
  }
}
