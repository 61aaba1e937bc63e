# SPDX-License-Identifier: Apache-2.0
#
# awk -F, -v folder=FOLDER -f rosters.awk UNITS: the units and residents of the generated world as the rosters of a programme.

function group(people, sex, age, settlement) {
  print $1 "," people "," sex "," age "," settlement > population
}

BEGIN {
  units = folder "/units.csv"
  population = folder "/population.csv"
  print "code,level,parent" > units
  print "TJ,country," > units
  print "unit,residents,sex,age_group,settlement" > population
}

NR > 1 {
  if (!($2 in known)) { known[$2] = 1; print $2 ",region,TJ" > units }
  if (!($3 in known)) { known[$3] = 1; print $3 ",district," $2 > units }
  print $1 ",precinct," $3 > units
  group($4, "", "", "")
  group($5, "F", "", ""); group($6, "M", "", "")
  group($7, "", "u18", ""); group($8, "", "a18_29", ""); group($9, "", "a30_44", "")
  group($10, "", "a45_59", ""); group($11, "", "a60_plus", "")
  group($12, "", "", "urban"); group($13, "", "", "rural")
}
