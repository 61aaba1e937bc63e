# SPDX-License-Identifier: Apache-2.0
# Computes the figures of this programme a second way, by R's package survey, for the test to compare with.
# Rscript independent.R SURVEY.R FOLDER
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1])
options(survey.lonely.psu = "adjust")

# The regions of the last round that the governorates of the earlier ones lie in; the rounds number them differently.
region_of <- list(
  "5" = rep(1:7, c(4, 3, 4, 4, 3, 3, 3)),
  "6" = c(1, 1, 1, 1, 4, 4, 2, 2, 2, 5, 3, 5, 3, 3, 3, 5, 4, 4, 6, 6, 7, 6, 7, 7),
  "8" = c(1, 2, 3, 4, 5, 6, 7))
regions <- c("great_tunis", "north_east", "north_west", "centre_east", "centre_west", "south_east", "south_west")
answers <- c(not_at_all = 0, just_a_little = 1, somewhat = 2, a_lot = 3, dont_know = 9)
rounds <- list(
  list(round = "5", year = "2013", police = "Q59H", weight = "withinwt", area = "withinwt"),
  list(round = "6", year = "2015", police = "Q52H", weight = "withinwt", area = "withinwt"),
  list(round = "8", year = "2020", police = "Q41G", weight = "withinwt_hh", area = "withinwt_ea"))

# The interviews of a round.
interviews <- function(round) {
  path <- file.path(arguments[2], sprintf("tunisia_r%s.csv", round$round))
  # As text, for a weight is also the name of its area.
  raw <- read.csv(path, colClasses = "character")
  data.frame(
    year = round$year, police = as.numeric(raw[[round$police]]), people = as.numeric(raw[[round$weight]]),
    sex = c("male", "female")[as.numeric(raw$Q101)], settlement = c("urban", "rural")[as.numeric(raw$URBRUR)],
    region = regions[region_of[[round$round]][as.numeric(raw$REGION) - 1579]], age = as.numeric(raw$Q1),
    stratum = paste(raw$REGION, raw$URBRUR), area = raw[[round$area]])
}

show_round <- function(year, design) {
  with_opinion <- subset(design, police %in% 0:3)
  groups <- list(list("", with_opinion))
  for (split in c("sex", "settlement", "region")) {
    for (group in unique(design$variables[[split]])) {
      inside <- with_opinion$variables[[split]] == group
      groups <- c(groups, list(list(paste0(split, "=", group), with_opinion[inside, ])))
    }
  }
  methods <- list(
    trust = list("korn_graubard", 0.95), trust_by_logit = list("logit", 0.95),
    trust_by_log_odds = list("xlogit", 0.90), trust_by_beta = list("beta", 0.99), trust_by_wald = list("wald", 0.95))
  for (group in groups) {
    domain <- update(group[[2]], hit = as.numeric(police >= 2))
    shown <- if (group[[1]] == "" || startsWith(group[[1]], "sex=")) names(methods) else "trust"
    for (name in shown) {
      figure(name, year, "TN", group[[1]], share_of(domain, methods[[name]][[1]], methods[[name]][[2]]))
    }
  }
  asked <- subset(design, police != -1)
  for (answer in names(answers)[answers %in% asked$variables$police]) {
    given <- answers[[answer]]
    domain <- update(asked, hit = as.numeric(police == given))
    figure("answers", year, "TN", paste0("police=", answer), share_of(domain))
  }
  trusting <- update(subset(design, police %in% 2:3 & age < 998), number = age)
  figure("mean_age", year, "TN", "", mean_of(trusting))
  for (group in c("male", "female")) {
    figure("mean_age", year, "TN", paste0("sex=", group), mean_of(subset(trusting, sex == group)))
  }
  figure("median_age", year, "TN", "", median_of(trusting))
}

for (round in rounds) {
  people <- interviews(round)
  design <- svydesign(ids = ~area, strata = ~stratum, weights = ~people, nest = TRUE, data = people)
  show_round(round$year, design)
}
