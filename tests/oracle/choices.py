"""A game in which governments choose: its decision nodes, what each choice is worth, and how that moves with the profile.

Written from MODEL.md alone. A state's decisions are taken at once and independently, so payoffs and odds are multilinear in
them: for every state the rows of all pure choices are written down once (world.py plays them), and all else is weighing.
"""
import math
from itertools import product
from linear import inverse, solve, times, trail, weighed
from rules import tag

ALL = ("Files", "Imposes", "Counters", "Withdraws")

class Mind:
    """What a strategic party weighs, and how often it takes up what it may do."""
    def __init__(m, conduct, y):
        a = tag(conduct["comply"])[1]
        m.noise, m.whole, m.payoffs = a["noise"], a.get("scope") == "WholeGame", a.get("shocks", "Payoffs") == "Payoffs"
        chosen = conduct.get("chooses"); m.chosen = {w.lower() for w in (ALL if chosen is None else chosen)}
        k, f = tag(conduct.get("considers") or "EveryRound")
        m.rate = 1.0 if k == "EveryRound" else 1 - math.exp(-f * y)

def minds(w):
    """The mind of each party, None where it is not strategic."""
    return [Mind(p["conduct"], w.y) if tag(p["conduct"]["comply"])[0] == "Strategic" else None for p in w.P]

def nodes(w, mind, s):
    """[(what, of which commitment or party, who decides, odds that it is reached, what stands where it is not)]"""
    if s == "ended": return []
    out = []
    for i, (o, _) in enumerate(w.C):
        d, c = s[2][i], 1 - o
        if mind[o]: out.append(("violates", i, o, w.up_for_decision(s, i), s[3][i]))
        if d[0] == "Idle" and d[1] and w.file[c] and s[6] == w.M["review_every"] - 1: what, p = "files", c
        elif d[0] == "Authorised": what, p = "imposes", c
        elif d[0] == "Remedied" and not d[3] and w.counter: what, p = "counters", o
        else: continue
        if mind[p] and what in mind[p].chosen: out.append((what, i, p, 1.0 if what == "imposes" else mind[p].rate, 0))
    if w.notice is not None and s[7] == 0:
        out += [("withdraws", p, p, mind[p].rate, 0) for p in (0, 1) if mind[p] and "withdraws" in mind[p].chosen]
    return out

def seen_by(w, p, s):
    """A state as party p sees it: without the bits of the other's lasting measures."""
    return s[:3] + (tuple(b if o == p or not l else None for (o, _), l, b in zip(w.C, w.lasting, s[3])),) + s[4:]

def any_bits(w, s):
    """The states that differ from this one in the bits of lasting measures alone."""
    return [s] if s == "ended" else [s[:3] + (b,) + s[4:] for b in product(*((0, 1) if l else (x,) for l, x in zip(w.lasting, s[3])))]

class State:
    """One state: its nodes, and by pure choice (bit k says what node k does) the payoffs and the odds of what follows."""
    def __init__(z, w, mind, s):
        z.nodes = nodes(w, mind, s); z.pay, z.odds = [[], []], []; z.ids = []
        for mask in range(1 << len(z.nodes)):
            done = {n[:2]: mask >> k & 1 for k, n in enumerate(z.nodes)}
            w.acts = lambda s, what, who: done.get((what, who))
            row = w.play(s, {i: a for (what, i), a in done.items() if what == "violates"}); follow = {}
            for t, q, _ in row.next: follow[t] = follow.get(t, 0.0) + q
            z.odds.append(follow)
            for p in (0, 1): z.pay[p].append(row.total(p))
        w.acts = None

class Choices:
    def __init__(g, w, mind, seeds=()):
        """The game of a world without tremble; `seeds` are states whose nodes are asked for besides those of play."""
        g.w, g.mind, g.delta = w, mind, w.delta
        g.who = [p for p in (0, 1) if mind[p]]
        states, todo = {}, [s for s, _ in w.first()] + ["ended"] + list(seeds)
        while todo:
            s = todo.pop()
            if s in states: continue
            states[s] = State(w, mind, s); todo += any_bits(w, s)
            for follow in states[s].odds: todo += [t for t in follow if t not in states]
        g.states = list(states); g.index = {s: k for k, s in enumerate(g.states)}; g.rows = list(states.values())
        g.start = {g.index[s]: q for s, q in w.first()}
        g.node, g.keys, g.owner, g.groups = {}, [], [], []
        for k, (s, z) in enumerate(zip(g.states, g.rows)):
            z.to = sorted({g.index[t] for f in z.odds for t in f})
            z.columns = [[f.get(g.states[t], 0.0) for f in z.odds] for t in z.to]
            for j, (what, i, p, reach, stands) in enumerate(z.nodes):
                key = (what, i, seen_by(w, p, s))
                if key not in g.node:
                    g.node[key] = len(g.keys); g.keys.append(key); g.owner.append(p); g.groups.append([])
                z.ids.append(g.node[key]); g.groups[g.node[key]].append((k, j))
        g.noise = [mind[p].noise for p in g.owner]

    def look(g, ell):
        """What the profile with these log-odds brings: all that `gains` and `slopes` need."""
        g.ell, g.sigma = ell, [odds(v) for v in ell]
        g.move, pay = [], [[], []]                                # by state: {next state: odds}; payoffs
        for z in g.rows:
            z.x = [(r * odds(-ell[d]) + (1 - r) * (1 - b), r * g.sigma[d] + (1 - r) * b) for d, (_, _, _, r, b) in zip(z.ids, z.nodes)]
            z.by = weighed(z.pay + z.columns, z.x, 1)             # means and differences: of both payoffs, then of the odds
            g.move.append([(t, q) for t, q in zip(z.to, z.by[()][2:]) if q])
            for p in g.who:
                worth = sum(n[3] * entropy(ell[d]) for d, n in zip(z.ids, z.nodes) if n[2] == p) if g.mind[p].payoffs else 0.0
                pay[p].append(z.by[()][p] + g.mind[p].noise * worth)
        g.V, g.leads = [None, None], [None, None]
        n = len(g.rows)
        for p in g.who:
            A = [[0.0] * n for _ in range(n)]
            for k, row in enumerate(g.move):
                A[k][k] = 1.0
                for t, q in row: A[k][t] -= g.delta[p] * q
            g.leads[p] = A; g.V[p] = solve(A, pay[p])
        for z in g.rows:                                          # what each choice is worth to each party
            z.gain = [None, None]
            for p in g.who:
                later = [g.delta[p] * g.V[p][t] for t in z.to]
                z.gain[p] = {k: v[p] + sum(a * q for a, q in zip(later, v[2:])) for k, v in z.by.items() if k}
        if any(g.w.lasting): g.weigh()
        else: g.share = [[1.0] for _ in g.groups]

    def weigh(g):
        """How much each state of a node counts: the expected number of the horizon's rounds spent there."""
        n = len(g.rows); now = [g.start.get(k, 0.0) for k in range(n)]; g.paths, total = [], [0.0] * n
        for _ in range(g.w.T):
            g.paths.append(now); total = [a + b for a, b in zip(total, now)]; new = [0.0] * n
            for z, row in zip(now, g.move):
                if z:
                    for t, q in row: new[t] += z * q
            now = new
        g.share, g.spent = [], []
        for group in g.groups:
            mass = [total[k] for k, _ in group]; all_ = sum(mass); g.spent.append(all_)
            g.share.append([m / all_ for m in mass] if all_ else [1 / len(group)] * len(group))

    def gains(g):
        """Δ of each node over the noise of its owner."""
        return [sum(w * g.rows[k].gain[p][j,] for w, (k, j) in zip(share, group)) / lam
                for share, group, p, lam in zip(g.share, g.groups, g.owner, g.noise)]

    def slopes(g):
        """Derivatives of `gains` by the log-odds, row by node."""
        n, N = len(g.rows), len(g.keys); J = [[0.0] * N for _ in range(N)]
        for z in g.rows:
            z.turn = [{t: q for t, q in zip(z.to, z.by[j,][2:]) if q} for j in range(len(z.nodes))]
            if len(z.nodes) < 2: continue
            for p in g.who:                                       # what two choices are worth together
                later = [g.delta[p] * g.V[p][t] for t in z.to]
                W = [u + sum(v * q for v, q in zip(later, r)) for u, r in zip(z.pay[p], zip(*z.columns))]
                z.gain[p].update((k, v[0]) for k, v in weighed([W], z.x, 2).items() if len(k) == 2)
        lead = {p: inverse(g.leads[p]) for p in g.who}
        for p in g.who:
            mine = [d for d in range(N) if g.owner[d] == p]
            ahead = [[0.0] * n for _ in mine]                     # what a node of p changes in the odds of the next state
            for row, d in zip(ahead, mine):
                for w, (k, j) in zip(g.share[d], g.groups[d]):
                    for t, q in g.rows[k].turn[j].items(): row[t] += g.delta[p] * w * q
            felt = [[0.0] * N for _ in range(n)]                  # what a node changes in the payoff and future of p at its state
            for k, z in enumerate(g.rows):
                for j, (e, (_, _, o, r, _)) in enumerate(zip(z.ids, z.nodes)):
                    felt[k][e] += r * z.gain[p][j,]
                    if o == p and g.mind[p].payoffs: felt[k][e] -= g.mind[p].noise * r * g.ell[e]
            for d, row in zip(mine, times(times(ahead, lead[p]), felt)): J[d] = row
            for d in mine:
                for w, (k, j) in zip(g.share[d], g.groups[d]):
                    z = g.rows[k]
                    for i, e in enumerate(z.ids):
                        if i != j: J[d][e] += w * z.nodes[i][3] * z.gain[p][min(i, j), max(i, j)]
        g.shift(J)
        slope = [s * (1 - s) for s in g.sigma]
        return [[v * s / lam for v, s in zip(row, slope)] for row, lam in zip(J, g.noise)]

    def shift(g, J):
        """Adds what the profile does to how much each state counts."""
        pooled = [d for d, group in enumerate(g.groups) if len(group) > 1 and g.spent[d]] if any(g.w.lasting) else []
        if not pooled: return
        C = [[0.0] * len(pooled) for _ in g.rows]
        for c, d in enumerate(pooled):
            gain = [g.rows[k].gain[g.owner[d]][j,] for k, j in g.groups[d]]
            mean = sum(w * x for w, x in zip(g.share[d], gain))
            for (k, _), x in zip(g.groups[d], gain): C[k][c] = (x - mean) / g.spent[d]
        P = [[0.0] * len(g.rows) for _ in g.rows]
        for k, row in enumerate(g.move):
            for t, q in row: P[k][t] = q
        turns = [(k, e, n[3], turn) for k, z in enumerate(g.rows) for e, n, turn in zip(z.ids, z.nodes, z.turn)]
        D = [[0.0] * len(g.rows) for _ in turns]                  # what each choice changes in the odds of the next state
        for row, (_, _, r, turn) in zip(D, turns):
            for t, q in turn.items(): row[t] = r * q
        when = [[now[k] for k, _, _, _ in turns] for now in g.paths[:-1]]
        for (_, e, _, _), row in zip(turns, trail(D, P, C, when)):
            for d, v in zip(pooled, row): J[d][e] += v

def odds(ell):
    return 1 / (1 + math.exp(-ell)) if ell > -700 else math.exp(ell)

def entropy(ell):
    """−x ln x − (1−x) ln(1−x) of the chance with these log-odds."""
    a = abs(ell); e = math.exp(-a)
    return math.log1p(e) + a * e / (1 + e)
