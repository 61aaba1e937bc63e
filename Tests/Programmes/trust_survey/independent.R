# SPDX-License-Identifier: Apache-2.0
# Computes the figures of this programme a second way, by R's package survey, for the test to compare with.
# Rscript independent.R SURVEY.R FILE
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1])

people <- read.csv(arguments[2])
people$sex <- c("male", "female")[people$RESPSEX]
people$place <- c("capital", "urban", "rural")[people$STRATUM]
people$opinion <- people$TRUPOLI
# Of each household one adult is asked, who adds nothing as a third stage.
design <- svydesign(
  ids = ~PSU + ID, strata = ~SUBSTRATUM, weights = ~INDWT, fpc = ~NPSUSS + NHHPSU, nest = TRUE, data = people)
options(survey.lonely.psu = "certainty")

opinions <- c(fully_distrust = 1, rather_distrust = 2, neither = 3, rather_trust = 4, fully_trust = 5, dont_know = -1,
              refused = -2)
answered <- subset(design, opinion %in% opinions)
bases <- list(trust = subset(answered, opinion > 0), trust_of_all = answered)
methods <- list(trust = list("korn_graubard", 0.95), trust_of_all = list("logit", 0.90))
for (name in names(bases)) {
  base <- update(bases[[name]], hit = as.numeric(opinion >= 4))
  show <- function(split, domain) {
    figure(name, "2017", "GE", split, share_of(domain, methods[[name]][[1]], methods[[name]][[2]]))
  }
  show("", base)
  for (split in c("sex", "place")) {
    for (group in unique(people[[split]])) show(paste0(split, "=", group), base[base$variables[[split]] == group, ])
  }
}
for (name in names(opinions)) {
  domain <- update(answered, hit = as.numeric(opinion == opinions[[name]]))
  figure("opinions", "2017", "GE", paste0("police=", name), share_of(domain))
}
figure("mean_age", "2017", "GE", "", mean_of(update(subset(answered, opinion >= 4), number = AGE)))
figure("median_age", "2017", "GE", "", median_of(update(design, number = AGE)))
