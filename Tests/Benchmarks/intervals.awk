# SPDX-License-Identifier: Apache-2.0
# The race with an interval for every figure that has a method for one: counts, rates, medians and quantiles.
$1 == "value" {
  method = ""
  if ($2 == "count" || $2 == "rate") method = "exact"
  if ($2 == "median" || $2 == "quantile") method = "order_statistics"
}
$1 == "interval" && $2 == "none" {
  if (method != "") {
    sub(/none/, method)
    print
  }
  next
}
{ print }
