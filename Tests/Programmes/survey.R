# SPDX-License-Identifier: Apache-2.0
# What the independent computations of surveys share: estimates by R's package survey, printed one to a line as the tests
# read them.
suppressPackageStartupMessages(library(survey))

# A number with all its digits; what is none is left out of the line.
number <- function(name, value) {
  if (is.null(value) || length(value) == 0 || !is.finite(value)) return(NULL)
  sprintf('"%s":%.17g', name, as.numeric(value))
}

# Prints a figure.
figure <- function(indicator, period, unit, split, fields) {
  text <- sprintf('"%s":"%s"', c("indicator", "period", "unit", "split", "state"),
                  c(indicator, period, unit, split, "value"))
  parts <- mapply(number, names(fields), fields, SIMPLIFY = FALSE)
  cat("{", paste(c(text, unlist(parts)), collapse = ","), "}\n", sep = "")
}

# Korn and Graubard's interval with the effective respondents at most the respondents, as the National Center for Health
# Statistics publishes it.
korn_graubard <- function(share, variance, n, df, level) {
  tail <- (1 - level) / 2
  effective <- min(n, share * (1 - share) / variance * (qt(tail, n - 1) / qt(tail, df))^2)
  c(qbeta(tail, effective * share, effective * (1 - share) + 1),
    qbeta(1 - tail, effective * share + 1, effective * (1 - share)))
}

# The limits of a share by a method of svyciprop, or by Wald or Korn and Graubard.
limits <- function(design, method, level, share, variance, df) {
  switch(method,
    korn_graubard = korn_graubard(share, variance, sum(weights(design, "sampling") > 0), df, level),
    wald = share + c(-1, 1) * qt(1 - (1 - level) / 2, df) * sqrt(variance),
    as.numeric(confint(svyciprop(~hit, design, method = method, level = level, df = df))))
}

# The share of a domain's people who have the property `hit`, in per cent.
share_of <- function(design, method = "korn_graubard", level = 0.95) {
  estimate <- svymean(~hit, design, deff = "replace")
  share <- as.numeric(coef(estimate))
  variance <- as.numeric(vcov(estimate))
  df <- degf(design)
  found <- limits(design, method, level, share, variance, df)
  list(value = 100 * share, standardError = 100 * sqrt(variance), degreesOfFreedom = df,
       designEffect = as.numeric(deff(estimate)), effectiveRespondents = share * (1 - share) / variance,
       low = 100 * found[1], high = 100 * found[2], n = nrow(design),
       numerator = as.numeric(coef(svytotal(~hit, design))), denominator = sum(weights(design)),
       tolerance = if (method %in% c("logit", "likelihood")) 1e-6 else 1e-9)
}

# The mean of `number` in a domain.
mean_of <- function(design, level = 0.95) {
  estimate <- svymean(~number, design, deff = "replace")
  error <- as.numeric(SE(estimate))
  df <- degf(design)
  margin <- qt(1 - (1 - level) / 2, df) * error
  effect <- as.numeric(deff(estimate))
  list(value = coef(estimate), standardError = error, degreesOfFreedom = df, designEffect = effect,
       effectiveRespondents = nrow(design) / effect, low = coef(estimate) - margin, high = coef(estimate) + margin,
       n = nrow(design), numerator = as.numeric(coef(svytotal(~number, design))), denominator = sum(weights(design)))
}

# The median of `number`, without an interval.
median_of <- function(design) {
  list(value = coef(svyquantile(~number, design, 0.5, ci = FALSE)), n = nrow(design))
}
