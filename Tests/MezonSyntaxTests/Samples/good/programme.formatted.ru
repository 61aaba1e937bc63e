язык 1 ключевые слова ru

# What holds for all definitions of the folder.
программа "Trust and safety in Khatlon" {
  название               ru "Доверие и безопасность в Хатлоне"
  название               tg "Эътимод ва амният дар Хатлон"
  министерство           "Ministry of Internal Affairs"
  министерство           ru "Министерство внутренних дел"
  часовой пояс           "Asia/Dushanbe"
  языки                  en, ru, tg
  финансовый год начинается с месяца 1
  уровни                 country > region > district > precinct, country > school
  признак подразделения  settlement одно из urban, rural
  признак подразделения  residents_norm целое число в people
  признак подразделения  active_squad? да или нет
  скрывать ячейки менее  5
}

единица измерения meetings, people, disputes
справочник matter
справочник `case file`
перечень sex одно из female, male
перечень age_group одно из young, adult, old
