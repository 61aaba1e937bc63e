# SPDX-License-Identifier: Apache-2.0
# Computes the figures of this programme a second way, by R's package survey, for the test to compare with.
# Rscript independent.R SURVEY.R FILE
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1])

people <- read.csv(arguments[2], colClasses = c(person = "character"))
people$year <- substr(people$asked, 1, 4)
years <- c("2023", "2024")
regions <- c(N = "N", S = "S")
people$hit <- as.numeric(people$trust == "high")
people$with_opinion <- people$trust != "dont_know"
# Who is asked again stands in the stratum and place of the first time.
first <- match(people$person, people$person)
people$first_stratum <- people$stratum[first]
people$first_place <- people$place[first]
people$wave_stratum <- paste(people$year, people$stratum)
people$wave_place <- paste(people$year, people$place)
people$year_sex <- paste(people$year, people$sex)

sizes <- data.frame(year = rep(years, each = 2), sex = c("female", "male"), Freq = c(5200, 4800, 5300, 4900))
sizes$year_sex <- paste(sizes$year, sizes$sex)
replicates <- function(name, rows) do.call(rbind, strsplit(people[[name]][rows], " "))
# How many people are in a domain; of an adjusted sample the others stay in it without a weight.
size <- function(design) sum(weights(design, "sampling") > 0)
clusters_less_strata <- function(design) {
  rows <- design$variables
  length(unique(paste(rows$stratum, rows$place))) - length(unique(rows$stratum))
}

# The people of one wave as the survey of this name sees them.
wave <- function(name, year) {
  rows <- people$year == year
  own <- people[rows, ]
  by_place <- function() svydesign(ids = ~place, strata = ~stratum, weights = ~w, nest = TRUE, data = own)
  handed_in <- function(column, type, rscales) {
    weights <- matrix(as.numeric(replicates(column, rows)), nrow = sum(rows))
    svrepdesign(data = own, weights = ~w, repweights = weights, type = type, combined.weights = TRUE,
                scale = if (type == "JKn") 1 else rscales, rscales = if (type == "JKn") rscales else rep(1, ncol(weights)))
  }
  count <- function(column) ncol(replicates(column, rows))
  switch(name,
    drawn_singly = svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = own),
    post_stratified = postStratify(by_place(), ~sex, sizes[sizes$year == year, c("sex", "Freq")]),
    raked = rake(by_place(), list(~sex, ~age_group), list(
      data.frame(sex = c("female", "male"), Freq = c(5200, 4800)),
      data.frame(age_group = c("young", "adult", "old"), Freq = c(3000, 4500, 2500))),
      control = list(maxit = 1000, epsilon = 1e-13, verbose = FALSE)),
    jackknifed = as.svrepdesign(by_place(), type = "JKn"),
    with_jk1 = handed_in("jk1_weights", "JK1", (count("jk1_weights") - 1) / count("jk1_weights")),
    with_jkn = handed_in("jkn_weights", "JKn", rep(3 / 4, count("jkn_weights"))),
    with_bootstrap = handed_in("bootstrap_weights", "bootstrap", 1 / count("bootstrap_weights")),
    by_place())
}

# Both waves as one sample.
waves <- function(name) {
  both <- function(ids, strata) svydesign(ids = ids, strata = strata, weights = ~w, nest = TRUE, data = people)
  switch(name,
    asked_again = both(~first_place, ~first_stratum),
    returned_to = both(~place, ~stratum),
    drawn_singly = both(~person, ~stratum),
    post_stratified = postStratify(both(~first_place, ~first_stratum), ~year_sex, sizes[, c("year_sex", "Freq")]),
    raked = NULL,
    both(~wave_place, ~wave_stratum))
}

degrees <- function(name, domain) {
  if (name == "with_jk1") return(ncol(replicates("jk1_weights", people$year == "2023")) - 1)
  if (inherits(domain, "svyrep.design")) clusters_less_strata(domain) else degf(domain)
}

show_share <- function(name, indicator, year, unit, split, domain, method) {
  df <- degrees(name, domain)
  estimate <- svymean(~hit, domain, deff = "replace")
  share <- as.numeric(coef(estimate))
  variance <- as.numeric(vcov(estimate))
  found <- limits(domain, method, 0.95, share, variance, df)
  figure(indicator, year, unit, split, list(
    value = 100 * share, standardError = 100 * sqrt(variance), degreesOfFreedom = df,
    designEffect = as.numeric(deff(estimate)), effectiveRespondents = share * (1 - share) / variance,
    low = 100 * found[1], high = 100 * found[2], n = size(domain),
    tolerance = if (method %in% c("logit", "likelihood")) 1e-6 else 1e-9))
}

show_number <- function(name, indicator, year, unit, domain, estimate) {
  df <- degrees(name, domain)
  error <- as.numeric(SE(estimate))
  margin <- qt(0.975, df) * error
  value <- as.numeric(coef(estimate))
  figure(indicator, year, unit, "", list(
    value = value, standardError = error, degreesOfFreedom = df, low = value - margin, high = value + margin,
    n = size(domain)))
}

answered <- function(design) subset(design, with_opinion)
with_hours <- function(design) subset(design, !is.na(hours))
with_visits <- function(design) subset(design, !is.na(hours) & !is.na(visits))

show_wave <- function(name, year) {
  design <- wave(name, year)
  domain <- answered(design)
  show_share(name, paste0("trust_", name), year, "C", "", domain, "korn_graubard")
  show_share(name, paste0("trust_", name, "_logit"), year, "C", "", domain, "logit")
  for (group in c("female", "male")) {
    show_share(name, paste0("trust_", name), year, "C", paste0("sex=", group), subset(domain, sex == group),
               "korn_graubard")
  }
  for (region in regions) {
    show_share(name, paste0("trust_", name), year, region, "", subset(domain, unit == region), "korn_graubard")
  }
  domain <- with_hours(design)
  show_number(name, paste0("hours_", name), year, "C", domain, svymean(~hours, domain))
  domain <- with_visits(design)
  show_number(name, paste0("rate_", name), year, "C", domain, svyratio(~hours, ~visits, domain))
  show_gap(name, year, answered(design))
}

# Estimates and their covariances as one object, for svycontrast.
estimates <- function(values, variances) {
  attr(values, "var") <- variances
  class(values) <- "svystat"
  values
}

show_comparison <- function(indicator, year, unit, split, result, df, n, covariance = NULL, overlap = NULL) {
  error <- as.numeric(SE(result))
  value <- as.numeric(coef(result))
  margin <- qt(0.975, df) * error
  figure(indicator, year, unit, split, list(
    value = value, standardError = error, degreesOfFreedom = df, low = value - margin, high = value + margin, n = n,
    covariance = covariance, overlap = overlap))
}

# A region against the whole country.
show_gap <- function(name, year, domain) {
  for (region in regions) {
    inside <- update(domain, inside = as.numeric(unit == region))
    inside <- update(inside, hit_inside = hit * inside, one = 1)
    totals <- svytotal(~hit_inside + inside + hit + one, inside)
    n <- sum(inside$variables$inside[weights(inside, "sampling") > 0])
    if (inherits(domain, "svyrep.design")) {
      values <- withReplicates(inside, function(weights, rows) {
        100 * (sum(weights * rows$hit_inside) / sum(weights * rows$inside) - sum(weights * rows$hit) / sum(weights))
      })
      df <- if (name == "with_jk1") degrees(name, inside) else clusters_less_strata(subset(inside, unit == region))
      show_comparison(paste0("gap_", name), year, region, "", values, df, n)
    } else {
      result <- svycontrast(totals, quote(100 * (hit_inside / inside - hit / one)))
      show_comparison(paste0("gap_", name), year, region, "", result, degf(inside), n)
    }
  }
}

overlaps <- function(name, domain) {
  rows <- domain$variables[weights(domain, "sampling") > 0, ]
  key <- switch(name, asked_again = , drawn_singly = , post_stratified = , with_bootstrap = rows$person,
                returned_to = rows$place, NULL)
  if (is.null(key)) return(NULL)
  length(intersect(key[rows$year == years[1]], key[rows$year == years[2]]))
}

least <- function(domain) min(table(domain$variables$year[weights(domain, "sampling") > 0]))

# As svyby with covmat, which fails for domains of calibrated designs.
calibrated_by_year <- function(formula, domain) {
  domain <- update(domain, now = as.numeric(year == "2024"))
  domain$variables$x <- domain$variables[[all.vars(formula)]]
  domain$variables$x[is.na(domain$variables$x)] <- 0
  domain <- update(domain, x1 = x * (1 - now), n1 = 1 - now, x2 = x * now, n2 = now)
  means <- svycontrast(svytotal(~x1 + n1 + x2 + n2, domain), list("2023" = quote(x1 / n1), "2024" = quote(x2 / n2)))
  estimates(coef(means), vcov(means))
}

# A change between the waves from one sample of both.
show_changes <- function(name) {
  design <- waves(name)
  changed <- function(indicator, unit, split, domain, formula, expression, factor) {
    by_year <- if (name == "post_stratified") {
      calibrated_by_year(formula, domain)
    } else {
      svyby(formula, ~year, domain, svymean, covmat = TRUE)
    }
    show_comparison(indicator, "2024", unit, split, svycontrast(by_year, expression), degf(domain), least(domain),
                    factor * vcov(by_year)[1, 2], overlaps(name, domain))
  }
  trust <- function(unit, split, domain) {
    changed(paste0("trust_change_", name), unit, split, domain, ~hit, quote(100 * (`2024` - `2023`)), 1e4)
  }
  domain <- answered(design)
  trust("C", "", domain)
  for (group in c("female", "male")) trust("C", paste0("sex=", group), subset(domain, sex == group))
  for (region in regions) trust(region, "", subset(domain, unit == region))
  domain <- with_hours(design)
  changed(paste0("hours_change_", name), "C", "", domain, ~hours, quote(100 * (`2024` / `2023` - 1)), 1)
  domain <- update(with_visits(design), now = as.numeric(year == "2024"))
  domain <- update(domain, h1 = hours * (1 - now), h2 = hours * now, v1 = visits * (1 - now), v2 = visits * now)
  totals <- svytotal(~h1 + h2 + v1 + v2, domain)
  show_comparison(paste0("rate_change_", name), "2024", "C", "",
                  svycontrast(totals, quote(100 * ((h2 / v2) / (h1 / v1) - 1))), degf(domain), least(domain))
}

# The same from two samples, each with its own replicates: independent, or with the same replicates for those asked again.
show_replicated_change <- function(name) {
  domains <- lapply(years, function(year) answered(wave(name, year)))
  share <- function(weights, rows) 100 * sum(weights * rows$hit) / sum(weights)
  found <- lapply(domains, withReplicates, share)
  df <- sapply(domains, function(domain) degrees(name, domain))
  values <- sapply(found, function(one) as.numeric(coef(one)))
  variances <- diag(sapply(found, function(one) as.numeric(vcov(one))))
  covariance <- 0
  overlap <- NULL
  if (name == "with_bootstrap") {
    thetas <- lapply(domains, function(domain) {
      as.numeric(withReplicates(domain, share, return.replicates = TRUE)$replicates)
    })
    covariance <- mean((thetas[[1]] - mean(thetas[[1]])) * (thetas[[2]] - mean(thetas[[2]])))
    variances[1, 2] <- variances[2, 1] <- covariance
    overlap <- length(intersect(domains[[1]]$variables$person, domains[[2]]$variables$person))
  }
  names(values) <- c("before", "now")
  dimnames(variances) <- list(names(values), names(values))
  show_comparison(paste0("trust_change_", name), "2024", "C", "",
                  svycontrast(estimates(values, variances), quote(now - before)),
                  if (name == "with_bootstrap") min(df) else sum(df), min(sapply(domains, size)), covariance, overlap)
}

linear <- c("visited_once", "asked_again", "returned_to", "drawn_singly", "post_stratified", "raked")
replicated <- c("jackknifed", "with_jk1", "with_jkn", "with_bootstrap")
for (name in c(linear, replicated)) for (year in years) show_wave(name, year)
for (name in setdiff(linear, "raked")) show_changes(name)
for (name in replicated) show_replicated_change(name)

quantile_of <- function(indicator, year, domain, p, level, df) {
  found <- svyquantile(~hours, domain, p, interval.type = "mean", df = df, alpha = 1 - level)
  bounds <- confint(found)
  figure(indicator, year, "C", "", list(value = coef(found), low = bounds[1], high = bounds[2], degreesOfFreedom = df,
                                        standardError = SE(found), n = size(domain)))
}
for (year in years) {
  domain <- answered(wave("visited_once", year))
  show_share("visited_once", "trust_likelihood", year, "C", "", domain, "likelihood")
  domain <- with_hours(wave("visited_once", year))
  quantile_of("quartile", year, domain, 0.75, 0.95, degf(domain))
  domain <- with_hours(wave("post_stratified", year))
  quantile_of("median_hours", year, domain, 0.5, 0.90, degf(domain))
  domain <- with_hours(wave("with_jk1", year))
  quantile_of("median_replicated", year, domain, 0.5, 0.95, degrees("with_jk1", domain))
  # Two surveys that know nothing of each other.
  one <- answered(wave("visited_once", year))
  other <- answered(wave("raked", year))
  means <- list(svymean(~hit, one), svymean(~hit, other))
  values <- c(one = coef(means[[1]])[[1]], other = coef(means[[2]])[[1]])
  variances <- diag(c(vcov(means[[1]]), vcov(means[[2]])))
  dimnames(variances) <- list(names(values), names(values))
  show_comparison("two_surveys", year, "C", "",
                  svycontrast(estimates(values, variances), quote(100 * (one - other))), degf(one) + degf(other),
                  min(size(one), size(other)), 0)
  # Two figures of one sample, each of its own respondents.
  design <- update(wave("asked_again", year), asked = as.numeric(with_opinion), told = as.numeric(!is.na(hours)))
  design <- update(design, hits = hit * asked, sum = ifelse(is.na(hours), 0, hours))
  totals <- svytotal(~hits + asked + sum + told, design)
  show_comparison("one_sample", year, "C", "",
                  svycontrast(totals, quote((sum / told) / (hits / asked) - 2)), degf(design),
                  min(sum(design$variables$asked), sum(design$variables$told)))
}
