"""Plays matches with the Axelrod library and with snapback (argument 1) and compares them.

Without noise: 200 rounds, move for move. With noise: mean scores of 120 matches each, within 4.5 standard errors.
"""

import json
import math
import subprocess
import sys

import axelrod as axl

snapback = sys.argv[1]
RULES = {
    "Always": axl.Cooperator,
    "Never": axl.Defector,
    "TitForTat": axl.TitForTat,
    "SuspiciousTitForTat": axl.SuspiciousTitForTat,
    "TitForTwoTats": axl.TitFor2Tats,
    "WinStayLoseShift": axl.WinStayLoseShift,
    "Grim": axl.Grudger,
    "ContriteTitForTat": axl.ContriteTitForTat,
    "Automaton(modes: [(comply: 1.0, next: (cc: 1, cd: 1, dc: 1, dd: 1)), (comply: 0.0, next: (cc: 0, cd: 0, dc: 0, dd: 0))])": axl.Alternator,
}
NOISY = {
    "GenerousTitForTat(generosity: 0.3333333333333333)": lambda: axl.GTFT(p=1 / 3),
    "TitForTat": axl.TitForTat,
    "WinStayLoseShift": axl.WinStayLoseShift,
    "Grim": axl.Grudger,
    "TitForTwoTats": axl.TitFor2Tats,
    "MemoryOne(first: 1.0, cc: 0.9, cd: 0.0, dc: 0.9, dd: 0.0)": lambda: axl.MemoryOnePlayer((0.9, 0.0, 0.9, 0.0)),
    "Chance(0.5)": axl.Random,
}
ROUNDS = 200


def ours(verb, row, column, noise, *more):
    set_ = [f"parties.Row.conduct=(comply: {row}, tremble: {noise})", f"parties.Column.conduct=(comply: {column}, tremble: {noise})"]
    command = [snapback, verb, "theory/tft_vs_tft", "--set", f"horizon=Rounds({ROUNDS})", "--set", set_[0], "--set", set_[1]]
    return json.loads(subprocess.run([*command, "--format", "json", *more], check=True, capture_output=True, text=True).stdout)


moves = 0
for row, one in RULES.items():
    for column, other in RULES.items():
        told = ours("trace", row, column, 0.0)
        violations = [{e["party"] for e in r["events"] if e["event"] == "violation"} for r in told["rounds"]]
        found = ["".join("D" if party in v else "C" for party in ("Row", "Column")) for v in violations]
        known = ["".join(str(a) for a in pair) for pair in axl.Match((one(), other()), turns=ROUNDS).play()]
        assert found == known, (row, column, [(i, a, b) for i, (a, b) in enumerate(zip(found, known)) if a != b][:3])
        moves += 2 * ROUNDS

worst = 0.0
matches = 120
for row, one in NOISY.items():
    for column, other in NOISY.items():
        told = ours("solve", row, column, 0.05)
        expected = [m["mean"] for m in told["metrics"] if m["metric"] == "welfare" and m["party"] == "Row"][0]
        scores = []
        for seed in range(matches):
            match = axl.Match((one(), other()), turns=ROUNDS, noise=0.05, seed=seed)
            match.play()
            scores.append(match.final_score()[0])
        mean = sum(scores) / matches
        se = math.sqrt(sum((x - mean) ** 2 for x in scores) / (matches - 1) / matches)
        z = (mean - expected) / se
        worst = max(worst, abs(z))
        assert abs(z) < 4.5, (row, column, mean, expected, z)

print(f"{len(RULES) ** 2} matches without noise, {moves} moves, all alike; {len(NOISY) ** 2} noisy pairs, |z| at most {worst:.2f}")
