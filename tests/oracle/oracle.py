"""Expected metrics of small scenarios by walking every branch: a second implementation, written from MODEL.md alone.

It shares nothing with the engine but the scenario as JSON, and is slow. Each line of cases.jsonl holds the arguments of
`snapback show` and the values that this program found. To work them out anew, from the top of the project:

    python3 tests/oracle/oracle.py target/release/snapback < tests/oracle/cases.jsonl > new.jsonl
"""
import copy, json, math, subprocess, sys
from itertools import product
from collections import defaultdict

def rounds(d, y, least=1):
    (k, n), = d.items()
    if k == "Rounds": r = n
    else: r = math.ceil({"Days": n / 365, "Months": n / 12, "Years": n}[k] / y - 1e-9)
    return max(r, least)

def tag(v):
    return (v, None) if isinstance(v, str) else next(iter(v.items()))

def chain(p):
    k, a = tag(p)
    if k == "Steady": return [1.0], [1.0], [[1.0]]
    if k == "Levels":
        v = a["values"]; n = len(v); rho = a["persistence"]
        return v, [1 / n] * n, [[(1 - rho) / n + (rho if i == j else 0) for j in range(n)] for i in range(n)]
    L, s, rho = a["levels"], a["spread"], a["persistence"]
    p = (1 + rho) / 2
    # Rouwenhorst: the chain counts successes of L-1 two-state chains
    n = L - 1
    w = [math.comb(n, k) / 2 ** n for k in range(L)]
    P = [[0.0] * L for _ in range(L)]
    for i in range(L):
        for stay in range(i + 1):
            for rise in range(n - i + 1):
                P[i][stay + rise] += math.comb(i, stay) * p ** stay * (1 - p) ** (i - stay) * math.comb(n - i, rise) * (1 - p) ** rise * p ** (n - i - rise)
    x = [0.0] if n == 0 else [-s * math.sqrt(n) + 2 * s * math.sqrt(n) * k / n for k in range(L)]
    m = [math.exp(v) for v in x]; mean = sum(a * b for a, b in zip(w, m))
    return [v / mean for v in m], w, P

def incidence(t, tau):
    e, om = t["demand_elasticity"], t["supply_elasticity"]
    om = math.inf if om is None else om
    rho = t["pass_through"] if t["pass_through"] is not None else (1.0 if om == math.inf else om / (om + e))
    p, ps = (1 + tau) ** rho, (1 + tau) ** (rho - 1)
    q = p ** -e
    cl = math.log(p) if e == 1 else (p ** (1 - e) - 1) / (1 - e)
    duty = tau * ps * q
    g = duty - cl + t["protection"] * (1 - q)
    l = ((1 - ps) * (1 + q) / 2 if om == math.inf else (1 - ps ** (1 + om)) / (1 + om)) + t["margin"] * (1 - q)
    return dict(q=q, duty=duty, g=g, l=l)

def automaton(rule):
    k, a = tag(rule)
    by = lambda f: [f(0, 0), f(0, 1), f(1, 0), f(1, 1)]          # (mine, theirs)
    if k in ("TitForTat", "GenerousTitForTat", "SuspiciousTitForTat"):
        g = a["generosity"] if a else 0.0
        modes = {"keep": (1.0, by(lambda m, t: "hit" if t else "keep")), "hit": (g, by(lambda m, t: "hit" if t else "keep"))}
        return modes, "hit" if k.startswith("Susp") else "keep"
    if k == "TitForTwoTats":
        return {i: (0.0 if i == 2 else 1.0, by(lambda m, t, i=i: min(i + 1, 2) if t else 0)) for i in range(3)}, 0
    if k == "ContriteTitForTat":
        out = {}
        for me, you in product((True, False), repeat=2):
            def nxt(m, t, me=me, you=you):
                return ((not m) or (me and not you), (not t) or (you and not me))
            out[(me, you)] = (0.0 if me and not you else 1.0, by(nxt))
        return out, (True, True)
    if k == "WinStayLoseShift":
        f = by(lambda m, t: "C" if m == t else "D"); return {"C": (1.0, f), "D": (0.0, f)}, "C"
    if k == "Grim":
        return {0: (1.0, by(lambda m, t: 1 if t else 0)), 1: (0.0, [1] * 4)}, 0
    if k in ("Retaliate", "Trigger"):
        out = {0: (1.0, by(lambda m, t: 1 if (t or (k == "Trigger" and m)) else 0))}
        for i in range(1, a + 1): out[i] = (0.0, [0 if i == a else i + 1] * 4)
        return out, 0
    if k == "MemoryOne":
        names = ["cc", "cd", "dc", "dd"]
        out = {n: (a[n], names) for n in names}; out["first"] = (a["first"], names); return out, "first"
    if k == "Automaton":
        return {i: (m["comply"], [m["next"][n] for n in ("cc", "cd", "dc", "dd")], m) for i, m in enumerate(a["modes"])}, 0
    return {0: (None, [0] * 4)}, 0

def intends(rule, name, comply, m, status):
    k, a = tag(rule)
    if k == "Always": return 0.0
    if k == "Never": return 1.0
    if k == "Chance": return 1 - a
    if k == "Disposition":
        c = a["calm"] if status[0] == "Idle" else a["remedied"] if status[0] == "Remedied" else a["disputed"]
        return min(1.0, (1 - c) * m)
    if k == "Opportunist": return 1.0 if m > a["above"] else 0.0
    if k == "PerCommitment": return intends(a[name], name, comply, m, status)
    return 1 - comply

class World:
    def __init__(w, sc):
        w.sc = sc; r = sc["round"]
        w.y = {"Month": 1 / 12, "Quarter": .25, "Year": 1.0}[r] if isinstance(r, str) else r["Days"] / 365
        w.T = rounds(sc["horizon"], w.y, 0); w.P = sc["parties"]; w.M = sc["mechanism"]; M = w.M
        g = sc["stage_game"]
        if g:
            R, S, T, Pn = g["reward"], g["sucker"], g["temptation"], g["punishment"]
            for p in w.P:
                mo = p["monitoring"] or dict(detection=1.0, false_alarm=0.0)
                p["accord"] = p["outside"] = R; p["clash"] = Pn - (T + S - R)
                p["commitments"] = [dict(name="cooperation", gain=T - R, harm=R - S, **mo)]
        w.C = [(o, c) for o in (0, 1) for c in w.P[o]["commitments"]]
        w.file = {"Both": (1, 1), "First": (1, 0), "Second": (0, 1), "Neither": (0, 0)}[M["may_file"]]
        w.levels = [(rounds(l["lasts"], w.y), l["settles"]) for l in M["consultation"]]
        k, a = tag(M["ruling"]); w.arb = None
        if k == "Arbiter": w.arb = dict(a, lasts=rounds(a["lasts"], w.y))
        w.past = bool(w.arb and w.arb["judges"] == "Past")
        w.comp = rounds(M["compliance_period"], w.y, 0)
        rem = M["remedy"]; w.lookback = rounds(rem["lookback"], w.y, 0)
        k, a = tag(rem["lifts"]); w.cured, w.lift = k == "Cured", rounds(a, w.y)
        k, a = tag(M["release"]); w.rel, w.reln = k, (rounds(a, w.y) if a else 0)
        k, a = tag(M["withdrawal"]); w.notice = rounds(a, w.y, 0) if k == "Notice" else None
        w.chains = [chain(p["pressure"]) for p in w.P]; w.autos = [automaton(p["conduct"]["comply"]) for p in w.P]
        k, a = tag(rem["instrument"]); w.inst, w.insta = k, a
        w.V = []
        for o, c in w.C:
            v = 0.0
            if k == "Tariff" and w.file[1 - o]:
                sk, sa = tag(a["size"])
                if sk == "Coverage": v = sa
                else:
                    i = incidence(w.P[1 - o]["trade"], a["rate"])
                    per = {"Harm": i["l"], "TradeEffect": 1 - i["q"], "Duty": i["duty"], "Coverage": 1.0}[sa["measure"]]
                    v = sa["multiple"] * c["harm"] / per if sa["multiple"] * c["harm"] else 0.0
            w.V.append(v)
        w.counter = tag(M["counter"])[1]
        w.cache = {}

    def levied(w, s, p):
        """list of (V, tau) of p's measures after the cap"""
        P = w.P[p]; out = []
        if not P["trade"]: return out
        if s == "ended": want = [(t["coverage"], t["rate"]) for t in P["war"]]
        else:
            pr, mo, D, kept, cl, ph, no = s
            snap = w.inst == "Snapback" and any(d[0] == "Remedied" and (1 - w.C[i][0] == p or d[3]) for i, d in enumerate(D))
            st = P["standing"] if snap else P["standing"][:kept[p]]
            want = [(t["coverage"], t["rate"]) for t in st]
            gr = lambda d: 1 + w.M["remedy"]["growth"] * d[1]
            for i, d in enumerate(D):
                if d[0] == "Remedied" and 1 - w.C[i][0] == p and w.inst == "Tariff": want.append((w.V[i] * gr(d), w.insta["rate"]))
            for i, d in enumerate(D):
                if d[0] == "Remedied" and w.C[i][0] == p and d[3] and w.inst != "Snapback":
                    if w.inst == "Tariff": loss = w.V[i] * gr(d) * incidence(w.P[1 - p]["trade"], w.insta["rate"])["l"]
                    else: loss = w.insta["multiple"] * w.C[i][1]["harm"] * gr(d)
                    l = incidence(P["trade"], w.counter["rate"])["l"]
                    want.append((w.counter["multiple"] * loss / l if loss else 0.0, w.counter["rate"]))
        left = P["trade"]["imports"]
        for v, t in want:
            v = min(v, left); left -= v; out.append((v, t))
        return out

    def effects(w, s):
        key = s if s == "ended" else (s[2], s[3])
        if key not in w.cache:
            g, l, tar = [0, 0], [0, 0], [0, 0]
            for p in (0, 1):
                for v, t in w.levied(s, p):
                    i = incidence(w.P[p]["trade"], t); g[p] += v * i["g"]; l[p] += v * i["l"]; tar[p] += v * t / w.P[p]["trade"]["imports"]
            w.cache[key] = (g, l, tar)
        return w.cache[key]

    def mode(w, s, p): return w.autos[p][0][s[1][p]]
    def proc(w, s, p, what):
        m = w.mode(s, p)
        if len(m) > 2 and m[2].get(what) is not None: return m[2][what]
        return w.P[p]["conduct"][what]

    def commitment(w, s, i):
        """[(prob, violated, alarm, next, events)]"""
        o, c = w.C[i]; M = w.M; d = s[2][i]; comp = 1 - o; out = []
        P = w.P[o]; cd = P["conduct"]
        v = intends(cd["comply"], c["name"], w.mode(s, o)[0], w.chains[o][0][s[0][o]], d)
        v = v * (1 - cd["tremble"]) + (1 - v) * cd["tremble"]
        openrev = s[5] == M["review_every"] - 1
        if d[0] == "Idle" and d[1] and w.file[comp] and openrev: dec = ("file", w.proc(s, comp, "files"))
        elif d[0] == "Authorised": dec = ("impose", w.proc(s, comp, "imposes"))
        elif d[0] == "Remedied" and not d[3] and w.counter: dec = ("counter", w.proc(s, o, "counters"))
        else: dec = (None, 0.0)
        for viol in (0, 1):
            pv = v if viol else 1 - v
            det = c["detection"]
            if d[0] != "Idle": det = det + M["scrutiny"] * (1 - det)
            pa1 = det if viol else c["false_alarm"]
            for al in (0, 1):
                for yes in (0, 1):
                    pr = pv * (pa1 if al else 1 - pa1) * (dec[1] if yes else 1 - dec[1])
                    if pr == 0: continue
                    for q, nxt, ev in w.move(d, dec[0] if yes else None, dec[0], viol, al, openrev):
                        if q: out.append((pr * q, viol, al, nxt, ev))
        return out

    def move(w, d, did, could, viol, al, openrev):
        M = w.M; now = 0 if not al else (2 if (w.past and viol) else 1)
        idle, quiet = ("Idle", now), ("Idle", 0)
        def authorise():
            a = M["authorisation"]; return [(a, ("Authorised",), ()), (1 - a, idle, ("denied",))]
        def stage(k, clean, gen):
            if k < len(w.levels): return [(1.0, ("Consulting", k, w.levels[k][0], clean, gen), ())]
            if w.arb: return [(1.0, ("Ruling", w.arb["lasts"], gen), ())]
            return authorise()
        add = lambda br, e: [(p, n, e + x) for p, n, x in br]
        k = d[0]
        if k == "Idle":
            if did == "file": return add(stage(0, not al, d[1] == 2), ("grievances",))
            e = ("unanswered",) if could == "file" else ()
            return [(1.0, idle if openrev else ("Idle", max(d[1], now)), e)]
        if k == "Consulting":
            _, lev, left, clean, gen = d; clean = clean and not al
            if left > 1: return [(1.0, (k, lev, left - 1, clean, gen), ())]
            if clean and M["cure_closes"]: return [(1.0, quiet, ("cured",))]
            s = w.levels[lev][1]
            return [(s, quiet, ("settled",))] + [((1 - s) * p, n, e) for p, n, e in stage(lev + 1, True, gen)]
        if k == "Ruling":
            _, left, gen = d
            if left > 1: return [(1.0, (k, left - 1, gen), ())]
            guilty = gen if w.past else viol
            u = w.arb["power"] if guilty else w.arb["error"]; b = w.arb["blocked"]
            then = [(1.0, ("Implementing", w.comp, True), ())] if w.comp else authorise()
            return [(1 - u, idle, ("dismissed",)), (u * b, idle, ("blocked",))] + [(u * (1 - b) * p, n, ("upheld",) + e) for p, n, e in then]
        if k == "Implementing":
            _, left, clean = d; clean = clean and not al
            if left > 1: return [(1.0, (k, left - 1, clean), ())]
            if clean and M["cure_closes"]: return [(1.0, quiet, ("cured",))]
            return authorise()
        if k == "Authorised":
            if did: return [(1.0, ("Remedied", 1 if al and M["remedy"]["steps"] else 0, 0, False), ("remedies",))]
            return [(1.0, idle, ("dropped",))]
        _, step, count, ctr = d
        e = ("counters",) if did else ()
        if al: step = min(step + 1, M["remedy"]["steps"])
        count = 0 if (w.cured and al) else count + 1
        if count == w.lift: return [(1.0, quiet if w.cured else idle, e)]
        return [(1.0, ("Remedied", step, count, ctr or bool(did)), e)]

    def solve(w):
        y, P, C = w.y, w.P, w.C; n = [sum(1 for o, _ in C if o == p) for p in (0, 1)]
        dl = [p["discount"] ** y for p in P]
        m = defaultdict(float); bd = []
        g, l, tar = w.effects("ended")
        for p in (0, 1):
            gain = sum(c["gain"] for o, c in C if o == p); harm = sum(c["harm"] for o, c in C if o != p)
            bd.append(y * (P[p]["outside"] + gain - harm + (P[p]["clash"] if n[0] and n[1] else 0)) + y * (g[p] - l[1 - p]))
        kept0 = tuple(0 if w.rel == "AtSigning" else len(p["standing"]) for p in P)
        dist = defaultdict(float)
        for a, pa in enumerate(w.chains[0][1]):
            for b, pb in enumerate(w.chains[1][1]):
                dist[((a, b), (w.autos[0][1], w.autos[1][1]), tuple(("Idle", 0) for _ in C), kept0, (0, 0), 0, 0)] += pa * pb
        if getattr(w, "start", None): dist = {w.start: 1.0}
        keptsum = [0.0] * len(C); owed = 0.0; under = [0.0, 0.0]
        for t in range(w.T):
            new = defaultdict(float)
            for s, pr in dist.items():
                g, l, tar = w.effects(s)
                for p in (0, 1): m["tariff", p] += pr * tar[p] / w.T
                if s == "ended":
                    new["ended"] += pr
                    for p in (0, 1): m["welfare", p] += pr * dl[p] ** t * bd[p]
                    continue
                m["duration", None] += pr; owed += pr
                prs, mo, D, kept, cl, ph, no = s
                # joint branches of the commitments, merged on what matters later
                parts = {(): (1.0)}
                joint = defaultdict(float); joint[((), (0, 0), (0, 0))] = 1.0
                for i, (o, c) in enumerate(C):
                    brs = w.commitment(s, i); nj = defaultdict(float)
                    for q, viol, al, nx, ev in brs:
                        if viol: m["violations", o] += pr * q
                        else: keptsum[i] += pr * q
                        m["alarms", o] += pr * q * al; m["false_alarms", o] += pr * q * (al and not viol)
                        pay = [0.0, 0.0]
                        if viol:
                            pay[o] += y * c["gain"] * w.chains[o][0][prs[o]]; pay[1 - o] -= y * c["harm"]
                        for e in ev:
                            if e == "counters": m[e, o] += pr * q
                            elif e != "unanswered": m[e, 1 - o] += pr * q
                            if e == "grievances": pay[1 - o] -= w.M["filing_cost"]
                            if e == "unanswered": pay[1 - o] -= P[1 - o]["audience_cost"]
                            if e == "remedies":
                                x = c["harm"] * y * w.lookback; pay[1 - o] += x; pay[o] -= x
                        for p in (0, 1): m["welfare", p] += pr * q * dl[p] ** t * pay[p]
                        for (st, vv, aa), z in joint.items():
                            v2, a2 = list(vv), list(aa); v2[o] |= viol; a2[o] |= al
                            nj[(st + (nx,), tuple(v2), tuple(a2))] += z * q
                    joint = nj
                    if D[i][0] == "Remedied":
                        m["remedy_rounds", 1 - o] += pr
                        if w.inst == "Payment":
                            x = w.insta["multiple"] * (1 + w.M["remedy"]["growth"] * D[i][1]) * c["harm"] * y
                            m["welfare", 1 - o] += pr * dl[1 - o] ** t * x; m["welfare", o] -= pr * dl[o] ** t * x
                for p in (0, 1):
                    if any(C[i][0] != p and d[0] == "Remedied" for i, d in enumerate(D)): under[p] += pr
                hz = [0.0, 0.0]
                if w.notice is not None and no == 0:
                    for p in (0, 1):
                        own = any(C[i][0] == p and d[0] == "Remedied" for i, d in enumerate(D))
                        oth = any(C[i][0] != p and (d[0] != "Idle" or d[1]) for i, d in enumerate(D))
                        wd = P[p]["conduct"]["withdraws"]; hz[p] = wd["under_remedy"] if own else wd["wronged"] if oth else wd["calm"]
                for p in (0, 1):
                    m["withdrawn", p] += pr * hz[p]
                    m["welfare", p] += pr * dl[p] ** t * (y * P[p]["accord"] + y * (g[p] - l[1 - p]) - P[p]["exit_cost"] * hz[p])
                w0 = (1 - hz[0]) * (1 - hz[1])
                disp = [any(C[i][0] != p and d[0] != "Idle" for i, d in enumerate(D)) for p in (0, 1)]
                for (st, vv, aa), z in joint.items():
                    if vv == (1, 1):
                        for p in (0, 1): m["welfare", p] += pr * z * dl[p] ** t * y * P[p]["clash"]
                    k2, c2 = list(kept), list(cl)
                    if w.rel in ("Staged", "Sunset"):
                        for p in (0, 1):
                            clean = w.rel == "Sunset" or not (aa[1 - p] or disp[p])
                            if k2[p] == 0: c2[p] = 0; continue
                            c2[p] = c2[p] + 1 if clean else 0
                            if c2[p] == w.reln:
                                c2[p] = 0; k2[p] = k2[p] - 1 if w.rel == "Staged" else 0
                    mo2 = tuple(w.autos[p][0][mo[p]][1][aa[p] * 2 + aa[1 - p]] for p in (0, 1))
                    ph2 = (ph + 1) % w.M["review_every"]
                    for left, q in ((0, w0), (1, 1 - w0)):
                        if q == 0: continue
                        if no: end, no2 = no == 1, no - 1
                        elif left: end, no2 = w.notice == 0, w.notice
                        else: end, no2 = False, 0
                        if end: new["ended"] += pr * z * q; continue
                        for a, pa in enumerate(w.chains[0][2][prs[0]]):
                            for b, pb in enumerate(w.chains[1][2][prs[1]]):
                                if pa * pb: new[((a, b), mo2, st, tuple(k2), tuple(c2), ph2, no2)] += pr * z * q * pa * pb
            dist = new
            if getattr(w, "start", None): return m, new
        m["survived", None] = sum(v for k, v in dist.items() if k != "ended")
        names = [p["name"] for p in P]
        out = {}
        for (k, p), v in m.items(): out[k if p is None else f"{k}.{names[p]}"] = v
        out["welfare.joint"] = m["welfare", 0] + m["welfare", 1]
        for p in (0, 1):
            out[f"under_remedy.{names[p]}"] = under[p] / owed
            tot = sum(keptsum[i] for i, (o, _) in enumerate(C) if o == p)
            if n[p]: out[f"compliance.{names[p]}"] = tot / (owed * n[p])
            for i, (o, c) in enumerate(C):
                if o == p: out[f"compliance.{names[p]}.{c['name']}"] = keptsum[i] / owed
            ideal = sum(dl[p] ** t * y * P[p]["accord"] for t in range(w.T)); war = sum(dl[p] ** t * bd[p] for t in range(w.T))
            if ideal > war: out[f"efficiency.{names[p]}"] = (m["welfare", p] - war) / (ideal - war)
            if not P[p]["trade"]: out.pop(f"tariff.{names[p]}", None)
        return out

class Deliberate(World):
    """A world with commitments under deliberate conduct: value iteration on each one-commitment game."""

    def __init__(w, sc):
        super().__init__(sc); w.tables = {}
        for i, (o, c) in enumerate(w.C):
            r = sc["parties"][o]["conduct"]["comply"]
            if tag(r)[0] == "PerCommitment": r = tag(r)[1][c["name"]]
            if tag(r)[0] == "Deliberate": w.tables[i] = w.table(i, o, c, tag(r)[1]["noise"])
    def breakdown_flow(w, p):
        g, l, tar = w.effects("ended"); n = [sum(1 for o, _ in w.C if o == q) for q in (0, 1)]
        gain = sum(c["gain"] for o, c in w.C if o == p); harm = sum(c["harm"] for o, c in w.C if o != p)
        return w.y * (w.P[p]["outside"] + gain - harm + (w.P[p]["clash"] if n[0] and n[1] else 0)) + w.y * (g[p] - l[1 - p])
    def table(w, i, o, c, lam):
        sc = copy.deepcopy(w.sc)
        for p in (0, 1): sc["parties"][p]["clash"] = 0.0
        sc["parties"][1 - o]["commitments"] = []; sc["parties"][1 - o]["pressure"] = "Steady"
        if tag(sc["parties"][1 - o]["conduct"]["comply"])[0] in ("PerCommitment", "Deliberate"): sc["parties"][1 - o]["conduct"]["comply"] = "Always"
        sc["parties"][o]["commitments"] = [c]
        worlds = []
        for rule in ("Always", "Never"):
            s2 = copy.deepcopy(sc); s2["parties"][o]["conduct"]["comply"] = rule; s2["parties"][o]["conduct"]["tremble"] = 0.0
            worlds.append(World(s2))
        W = worlds[0]; delta = W.P[o]["discount"] ** W.y
        kept0 = [0 if W.rel == "AtSigning" else len(p["standing"]) for p in W.P]
        # all states of the part that matters, by BFS from a wide set of seeds
        comp = 1 - o
        def norm(s):
            if s == "ended": return s
            s = list(s); k = list(s[3]); k[o] = kept0[o]; s[3] = tuple(k); cl = list(s[4]); cl[o] = 0; s[4] = tuple(cl); return tuple(s)
        seeds = []
        for a in range(len(W.chains[o][1])):
            pr = [0, 0]; pr[o] = a
            for ph in range(W.M["review_every"]):
                for al in (0, 1, 2):
                    for k in range(kept0[comp] + 1):
                        kk = list(kept0); kk[comp] = k
                        for cl in range(max(W.reln, 1) if k else 1):
                            cc = [0, 0]; cc[comp] = cl
                            seeds.append((tuple(pr), (W.autos[0][1], W.autos[1][1]), (("Idle", al),), tuple(kk), tuple(cc), ph, 0))
        trans = {}; stack = list(seeds); again = True
        while stack or again:
            if not stack:
                again = False
                for s in list(trans):
                    for k in range(kept0[comp] + 1):
                        for cl in range(max(W.reln, 1) if k else 1):
                            for ph in range(W.M["review_every"]):
                                for no in range((W.notice or 0) + 1):
                                    kk = list(kept0); kk[comp] = k; cc = [0, 0]; cc[comp] = cl
                                    stack.append((s[0], s[1], s[2], tuple(kk), tuple(cc), ph, no))
                continue
            s = stack.pop()
            if s in trans or s == "ended": continue
            row = []
            for V in worlds:
                u, nxt = V.one_step(s, o)
                new = {}
                for t, q in nxt.items(): t = norm(t); new[t] = new.get(t, 0) + q
                row.append((u, new)); stack += [t for t in new if t not in trans]
            trans[s] = row
        end = w.breakdown_flow(o) / (1 - delta)
        val = {s: end for s in trans}; val["ended"] = end
        for it in range(100000):
            nv = {"ended": end}; diff = 0
            for s, row in trans.items():
                q = [u + delta * sum(p * val[t] for t, p in new.items()) for u, new in row]
                m = max(q); nv[s] = m + lam * math.log(sum(math.exp((x - m) / lam) for x in q)); diff = max(diff, abs(nv[s] - val[s]))
            val = nv
            if diff * delta / (1 - delta) < 1e-10 * abs(end): break
        out = {}
        for s, row in trans.items():
            q = [u + delta * sum(p * val[t] for t, p in new.items()) for u, new in row]
            out[s] = 1 / (1 + math.exp((q[0] - q[1]) / lam))
        def look(s):
            pr = [0, 0]; pr[o] = s[0][o]; kk = list(kept0); kk[comp] = s[3][comp]; cc = [0, 0]; cc[comp] = s[4][comp]
            mo = list((W.autos[0][1], W.autos[1][1])); mo[comp] = s[1][comp]
            return out[(tuple(pr), tuple(mo), (s[2][i],), tuple(kk), tuple(cc), s[5], s[6])]
        return look
    def commitment(w, s, i):
        if i not in w.tables: return super().commitment(s, i)
        global intends
        p = w.tables[i](s); old = intends
        intends = lambda *a: p
        try: return super().commitment(s, i)
        finally: intends = old

def one_step(w, s, o):
    """Payoff of party o in the round that starts in s, and the next states with their odds."""
    T, w.T, w.start = w.T, 1, s
    try: m, new = w.solve()
    finally: w.T, w.start = T, None
    return m["welfare", o], new
World.one_step = one_step

if __name__ == "__main__":
    for line in sys.stdin:
        args = json.loads(line)["args"]
        scenario = json.loads(subprocess.check_output([sys.argv[1], "show", *args, "--format", "json"]))
        print(json.dumps({"args": args, "expected": Deliberate(scenario).solve()}), flush=True)
