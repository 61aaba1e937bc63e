# A note before the header.

язык 1  # in the header
    ключевые слова ru

# About the choice.
# Still about the choice.
перечень sex одно из  # before the members
         female,  # she
         # alone on its line
         male  # he

# Between.

# About the event.
событие e "t" {  # behind the brace
  # first in the block
  a время  # behind a

  b текст  # behind b
  # before the brace
}  # behind the closing brace

# right below it
событие f {
  a время
}  # one line

событие g {  # only a comment
}

событие h {}

показатель i {
  рассматриваются      e
  засчитываются, если  a равно b  # why b
                       # own line
                       и c равно d или e  # in the middle
                       равно f
  значение             количество  # end
  пример "x" {}
}
# The end.

# The very end.
