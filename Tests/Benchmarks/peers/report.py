# SPDX-License-Identifier: Apache-2.0
"""Prints the medians of a race as a table and writes them as JSON.  report.py RUNS JSON|- [quick]"""
import json, statistics, sys

runs, agree = {}, {}
for line in open(sys.argv[1], encoding="utf-8"):
    job, who, *rest = line.rstrip("\n").split("\t")
    if rest[0] == "agree":
        agree[job, who] = rest[1] == "true"
    else:
        seconds, mib = rest[0].split()
        runs.setdefault((job, who), []).append((float(seconds), float(mib)))
median = lambda job, who, place: statistics.median(run[place] for run in runs[job, who])
documents = []
print(f"{'job':<12} {'peer':<10} {'ours s':>8} {'peer s':>8} {'ratio':>7} {'agree':>6} {'ours MiB':>9} {'peer MiB':>9}")
for job, who in runs:
    if who == "ours": continue
    # Runs are paired, so the ratio is the median of ratios.
    ratio = statistics.median(peer[0] / own[0] for own, peer in zip(runs[job, "ours"], runs[job, who]))
    document = {
        "job": job, "peer": who, "ours_s": median(job, "ours", 0), "peer_s": median(job, who, 0), "ratio": round(ratio, 3),
        "agree": agree.get((job, who), False), "ours_mib": median(job, "ours", 1), "peer_mib": median(job, who, 1)}
    documents.append(document)
    print(f"{job:<12} {who:<10} {document['ours_s']:>8.3f} {document['peer_s']:>8.3f} {ratio:>7.2f} "
          f"{'yes' if document['agree'] else 'NO':>6} {document['ours_mib']:>9.0f} {document['peer_mib']:>9.0f}")
if sys.argv[2] != "-":
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({"runs": documents}, file, indent=1)
        file.write("\n")
sys.exit(not all(document["agree"] for document in documents))
