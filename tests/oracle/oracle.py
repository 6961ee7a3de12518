"""Expected metrics, deliberate conduct and audits of small scenarios by walking every branch: a second implementation.

Written from MODEL.md alone; it shares nothing with the engine but the scenario as JSON, and is slow. world.py says what a
round is. Each line of cases.jsonl holds the arguments of `snapback show` and the values that this program found. To work
them out anew, or to hold a program against the values that stand there, from the top of the project:

    python3 tests/oracle/oracle.py target/release/snapback < tests/oracle/cases.jsonl > new.jsonl
    python3 tests/oracle/oracle.py target/release/snapback --compare < tests/oracle/cases.jsonl
"""
import copy, json, math, subprocess, sys
from collections import defaultdict
from itertools import product
sys.dont_write_bytecode = True
from rules import tag
from world import PARTS, World

COUNTS = ("alarms", "false_alarms", "grievances", "cured", "lapsed", "settled", "dismissed", "blocked", "denied", "dropped",
          "remedies", "upheld", "counters", "remedy_rounds")

def closure(seeds, after):
    """All states that can follow from the seeds, in the order in which they are found."""
    found = dict.fromkeys(seeds); todo = list(found)
    while todo:
        for t in after(todo.pop()):
            if t not in found: found[t] = None; todo.append(t)
    return list(found)

# Deliberate conduct

def rule_of(w, i):
    o, c = w.C[i]; r = w.P[o]["conduct"]["comply"]
    return tag(tag(r)[1][c["name"]] if tag(r)[0] == "PerCommitment" else r)

def one_commitment(w, i):
    """The game in which commitment i alone is owed, and how a state of the full game looks there."""
    o, c = w.C[i]; sc = copy.deepcopy(w.sc); owner, other = sc["parties"][o], sc["parties"][1 - o]
    sc["stage_game"] = None
    owner["clash"] = other["clash"] = 0.0
    owner["commitments"], other["commitments"] = [c], []
    owner["conduct"]["comply"], other["pressure"] = "Always", "Steady"
    if tag(other["conduct"]["comply"])[0] in ("PerCommitment", "Deliberate"): other["conduct"]["comply"] = "Always"
    game = World(sc); game.frozen, game.flow = o, w.apart("ended")
    kept = game.kept_at_signing()
    def look(s):
        if s == "ended": return s
        pick = lambda own, others: (own, others) if o == 0 else (others, own)
        return (pick(s[0][o], 0), pick(game.autos[o][1], s[1][1 - o]), (s[2][i],), (s[3][i],),
                pick(kept[o], s[4][1 - o]), pick(0, s[5][1 - o]), s[6], s[7], (s[8][i],))
    return game, look

def foresight(w, i, states):
    """Probability to violate commitment i by state of its one-commitment game."""
    o, _ = w.C[i]; lam = rule_of(w, i)[1]["noise"]; game, look = one_commitment(w, i)
    seeds = {look(s) for s in states} | {s for s, _ in game.first()} | {"ended"}
    at = lambda s, a: game.round(s, {} if s == "ended" else {0: a})
    order = closure(seeds, lambda s: [t for a in (0, 1) for t, _, _ in at(s, a).next])
    index = {s: k for k, s in enumerate(order)}; d = game.delta[o]
    rows = []
    for s in order:
        acts = [(at(s, a).total(o), [(index[t], q) for t, q, _ in at(s, a).next]) for a in (0, 1)]
        rows.append((acts, None if s == "ended" else game.up_for_decision(s, 0), None if s == "ended" else s[3][0]))
    worth = lambda act, V: act[0] + d * sum(q * V[t] for t, q in act[1])
    def value(row, V):
        acts, up, bit = row; keep = worth(acts[0], V)
        if up is None: return keep
        violate = worth(acts[1], V); top = max(keep, violate)
        choice = top + lam * math.log1p(math.exp(-abs(keep - violate) / lam))
        return up * choice + (1 - up) * (violate if bit else keep)
    V = iterate(rows, value, d)
    odds = {}
    for s, (acts, up, _) in zip(order, rows):
        if up is None: continue
        gap = (worth(acts[0], V) - worth(acts[1], V)) / lam
        odds[s] = 1 / (1 + math.exp(gap)) if gap < 700 else 0.0
    return lambda s: odds[look(s)]

def iterate(rows, value, d):
    """The fixed point of a contraction by d, to within 1e-13 of its size; later states of a sweep see the earlier ones."""
    V = [0.0] * len(rows)
    for _ in range(1_000_000):
        move = 0.0
        for k, row in enumerate(rows):
            new = value(row, V); move = max(move, abs(new - V[k])); V[k] = new
        if move * d / (1 - d) <= 1e-13 * (1e-300 + max(map(abs, V))): return V
    raise RuntimeError("no fixed point found")

def ready(sc):
    """The world of a scenario, with the odds of what deliberate parties do."""
    w = World(sc)
    looks_ahead = [i for i in range(len(w.C)) if rule_of(w, i)[0] == "Deliberate"]
    if looks_ahead:
        w.plan = lambda s, i: 0.5 if i in looks_ahead else None
        states = closure([s for s, _ in w.first()], lambda s: [t for t, _, _ in w.round(s).next])
        tables = {i: foresight(w, i, [s for s in states if s != "ended"]) for i in looks_ahead}
        w.plan, w.rows = (lambda s, i: tables[i](s) if i in tables else None), {}
    return w

# Metrics

def metrics(w):
    """Every metric but those of Monte Carlo alone, by its path."""
    P, y, T, names = w.P, w.y, w.T, [p["name"] for p in w.P]
    forever = w.sc.get("afterwards") == "Forever"
    pay = [defaultdict(float), defaultdict(float)]; count, tariff = defaultdict(float), [0.0, 0.0]
    duration = stands = 0.0
    mass = {(s, (0, 0), 0): q for s, q in w.first()}              # state, who has ever withdrawn, whether it ever ended
    for t in range(T):
        new = defaultdict(float)
        for (s, left, ended), z in mass.items():
            row = w.round(s)
            if s != "ended": stands += z
            if s != "ended" and not ended: duration += z
            for p in (0, 1):
                tariff[p] += z * row.tariff[p] / T
                for k in PARTS: pay[p][k] += z * w.delta[p] ** t * row.pay[p][k]
            for k, v in row.count.items(): count[k] += z * v
            for nxt, q, who in row.next:
                new[nxt, (left[0] | who[0], left[1] | who[1]), ended | (nxt == "ended")] += z * q
        mass = new
    if forever:
        after = follows(w, mass, [dp ** T for dp in w.delta])
        for p in (0, 1): pay[p]["after"] = after[p]
    out = {"survived": sum(z for (_, _, ended), z in mass.items() if not ended), "duration": duration,
           "stands": stands / T, "renewals": count["renewals"]}
    times = [1 / (1 - dp) if forever else sum(dp ** t for t in range(T)) for dp in w.delta]
    kept = [stands - count["violated", i] for i in range(len(w.C))]
    for p in (0, 1):
        welfare = sum(pay[p].values())
        mine = [i for i, (o, _) in enumerate(w.C) if o == p]
        put = lambda k, v: out.__setitem__(f"{k}.{names[p]}", v)
        put("welfare", welfare); put("withdrawn", sum(z for (_, left, _), z in mass.items() if left[p]))
        put("surplus", welfare - w.apart("no deal")[p] * times[p])
        ideal, war = y * P[p]["accord"] * times[p], w.apart("ended")[p] * times[p]
        if ideal > war: put("efficiency", (welfare - war) / (ideal - war))
        if P[p]["trade"]: put("tariff", tariff[p])
        if stands: put("under_remedy", count["under_remedy", p] / stands)
        put("violations", sum(count["violated", i] for i in mine))
        if mine and stands: put("compliance", sum(kept[i] for i in mine) / (stands * len(mine)))
        for i in mine: put("compliance", out.get(f"compliance.{names[p]}")); out[f"compliance.{names[p]}.{w.C[i][1]['name']}"] = kept[i] / stands
        for k in COUNTS: put(k, count[k, p])
        for k, v in pay[p].items(): put(f"account_{k}", v)
    for k in ("welfare", "surplus"): out[f"{k}.joint"] = out[f"{k}.{names[0]}"] + out[f"{k}.{names[1]}"]
    return out

def follows(w, mass, weight):
    """What each party earns for ever from where the horizon left the game."""
    states = closure([s for s, _, _ in mass], lambda s: [t for t, _, _ in w.round(s).next])
    index = {s: k for k, s in enumerate(states)}; out = []
    for p in (0, 1):
        rows = [(w.round(s).total(p), [(index[t], q) for t, q, _ in w.round(s).next]) for s in states]
        V = iterate(rows, lambda r, V: r[0] + w.delta[p] * sum(q * V[t] for t, q in r[1]), w.delta[p])
        out.append(weight[p] * sum(z * V[index[s]] for (s, _, _), z in mass.items()))
    return out

# Audit

def audit(w, prescribe="keep"):
    """By party: the value of what is prescribed and of the best response."""
    out = {}
    for p in (0, 1):
        mine = [i for i, (o, _) in enumerate(w.C) if o == p]; d = w.delta[p]; w.rows = {}
        tremble = w.P[p]["conduct"]["tremble"]; w.P[p]["conduct"]["tremble"] = 0.0
        choices = list(product((0, 1), repeat=len(mine)))
        at = lambda s, c: w.round(s, {} if s == "ended" else dict(zip(mine, c)))
        states = closure([s for s, _ in w.first()], lambda s: [t for c in choices for t, _, _ in at(s, c).next])
        index = {s: k for k, s in enumerate(states)}; rows = []
        for s in states:
            acts = {c: (at(s, c).total(p), [(index[t], q) for t, q, _ in at(s, c).next]) for c in choices}
            if s == "ended": rows.append((acts, [(1.0, choices)], [(1.0, choices[0])])); continue
            up = [w.up_for_decision(s, i) for i in mine]; bits = [s[3][i] for i in mine]
            sets = []                                             # (odds, choices open) by what is up
            for on in product((0, 1), repeat=len(mine)):
                odds = math.prod(u if x else 1 - u for u, x in zip(up, on))
                if odds: sets.append((odds, [c for c in choices if all(x or a == b for x, a, b in zip(on, c, bits))]))
            v = [(w.violates(s, i) if prescribe == "conduct" else (1 - u) * b) for i, u, b in zip(mine, up, bits)]
            told = [(math.prod(x if a else 1 - x for x, a in zip(v, c)), c) for c in choices]
            rows.append((acts, sets, told))
        worth = lambda r, c, V: r[0][c][0] + d * sum(q * V[t] for t, q in r[0][c][1])
        best = lambda r, V: sum(odds * max(worth(r, c, V) for c in open_) for odds, open_ in r[1])
        prescribed = lambda r, V: sum(q * worth(r, c, V) for q, c in r[2] if q)
        at_first = lambda V: sum(q * V[index[s]] for s, q in w.first())
        out[w.P[p]["name"]] = dict(prescribed=at_first(iterate(rows, prescribed, d)), best_response=at_first(iterate(rows, best, d)))
        w.P[p]["conduct"]["tremble"] = tremble
    w.rows = {}
    return out

def shown(program, args):
    return json.loads(subprocess.check_output([program, "show", *args, "--format", "json"]))

def compare(program, args, expected):
    """Words on every metric of `solve` that differs from what is expected; None where the program does not know it."""
    told = json.loads(subprocess.check_output([program, "solve", *args, "--accounts", "--format", "json"]))
    found = {".".join(x for x in (m["metric"], m.get("party"), m.get("commitment")) if x): m.get("mean", m.get("value")) for m in told["metrics"]}
    for k, v in expected.items():
        if k not in found or found[k] is None: yield f"{k}: {v!r}, not told by the program"
        elif abs(found[k] - v) > 1e-9 * (1 + abs(v)): yield f"{k}: {v!r}, the program says {found[k]!r}"

if __name__ == "__main__":
    program = sys.argv[1]
    for line in sys.stdin:
        case = json.loads(line); args = case["args"]
        if "--compare" in sys.argv:
            for words in compare(program, args, case["expected"]): print(f"{' '.join(args)}\n  {words}", flush=True)
        else: print(json.dumps({"args": args, "expected": metrics(ready(shown(program, args)))}), flush=True)
