"""One round of a scenario, by every branch: the half of the second implementation that says what a round is.

Written from MODEL.md alone. It shares nothing with the engine but the scenario as JSON, where a missing key means the default.

A state is "ended" or a tuple: pressure of both, modes of both, the statuses of the disputes, the bits of lasting
measures (0 for a commitment decided every round), tranches kept by both, clean rounds of both, phase of the review, notice,
remedies imposed before for each commitment.
"""
import math
from collections import defaultdict
from itertools import product
from rules import automaton, intends, tag

PARTS = ("accord", "gains", "harm", "clash", "standing", "remedies", "payments", "costs", "breakdown")

def rounds(d, y, least=1):
    k, n = tag(d)
    r = n if k == "Rounds" else math.ceil({"Days": n / 365, "Months": n / 12, "Years": n}[k] / y - 1e-9)
    return max(r, least)

def chance(v, y):
    """A probability a round, or PerYear(p): that it happens within a year if it may at any time."""
    return 1 - (1 - v["PerYear"]) ** y if isinstance(v, dict) else v

def chain(p, y):
    """Values, stationary weights and transitions of political pressure."""
    k, a = tag(p)
    if k == "Steady": return [1.0], [1.0], [[1.0]]
    rho = a["persistence"]
    if isinstance(rho, dict): rho = rho["PerYear"] ** y
    if k == "Levels":
        v = a["values"]; n = len(v)
        return v, [1 / n] * n, [[(1 - rho) / n + (rho if i == j else 0) for j in range(n)] for i in range(n)]
    L, sigma = a["levels"], a["spread"]
    p, n = (1 + rho) / 2, L - 1
    # Rouwenhorst: the chain counts successes of L-1 two-state chains
    w = [math.comb(n, k) / 2 ** n for k in range(L)]
    P = [[0.0] * L for _ in range(L)]
    for i in range(L):
        for stay in range(i + 1):
            for rise in range(n - i + 1):
                P[i][stay + rise] += (math.comb(i, stay) * p ** stay * (1 - p) ** (i - stay)
                                      * math.comb(n - i, rise) * (1 - p) ** rise * p ** (n - i - rise))
    x = [0.0] if n == 0 else [-sigma * math.sqrt(n) + 2 * sigma * math.sqrt(n) * k / n for k in range(L)]
    m = [math.exp(v) for v in x]; mean = sum(a * b for a, b in zip(w, m))
    return [v / mean for v in m], w, P

def incidence(t, tau):
    """What a tariff does to a dollar of imports in a year, by the trade block of the party that levies it."""
    e, om = t["demand_elasticity"], t["supply_elasticity"]
    om = math.inf if om is None else om
    rho = t["pass_through"] if t["pass_through"] is not None else (1.0 if om == math.inf else om / (om + e))
    p, ps = (1 + tau) ** rho, (1 + tau) ** (rho - 1)
    q = p ** -e
    consumers = math.log(p) if e == 1 else (p ** (1 - e) - 1) / (1 - e)
    duty = tau * ps * q
    g = duty - consumers + t["protection"] * (1 - q)
    l = ((1 - ps) * (1 + q) / 2 if om == math.inf else (1 - ps ** (1 + om)) / (1 + om)) + t["margin"] * (1 - q)
    return dict(lost=1 - ps * q, duty=duty, g=g, l=l)

class Row:
    """What one round brings: payoffs by party and part, counts, the next states with who withdrew."""
    def __init__(self):
        self.pay = [dict.fromkeys(PARTS, 0.0) for _ in (0, 1)]
        self.count, self.tariff, self.next = defaultdict(float), [0.0, 0.0], []
    def total(self, p): return sum(self.pay[p].values())

class World:
    frozen = None        # the party whose standing tariffs stay as at signing, in a one-commitment game
    flow = None          # the breakdown flows, where they are those of another game
    plan = None          # probability to violate by (state, commitment), where a rule looks ahead; None for the others
    acts = None          # the same for procedure and withdrawal, by (state, what, commitment or party), where they are chosen

    def __init__(w, sc):
        w.sc, r = sc, sc["round"]
        w.y = y = {"Month": 1 / 12, "Quarter": .25, "Year": 1.0}[r] if isinstance(r, str) else r["Days"] / 365
        w.T, w.P, w.M = rounds(sc["horizon"], y, 0), sc["parties"], sc["mechanism"]; M = w.M
        g = sc["stage_game"]
        if g:
            R, S, T, Pn = g["reward"], g["sucker"], g["temptation"], g["punishment"]
            for p in w.P:
                mo = p["monitoring"] or dict(detection=1.0, false_alarm=0.0)
                p["accord"] = p["outside"] = R; p["clash"] = Pn - (T + S - R)
                p["commitments"] = [dict(name="cooperation", gain=T - R, harm=R - S, **mo)]
        w.delta = [p["discount"] ** y for p in w.P]
        w.C = [(o, c) for o in (0, 1) for c in w.P[o]["commitments"]]
        w.owes = [sum(o == p for o, _ in w.C) for p in (0, 1)]
        rev = [c.get("reviewed", "EveryRound") for _, c in w.C]
        w.up = [1.0 if isinstance(f, str) else 1 - math.exp(-f["PerYear"] * y) for f in rev]
        w.lasting = [not isinstance(f, str) for f in rev]
        w.file = {"Both": (1, 1), "First": (1, 0), "Second": (0, 1), "Neither": (0, 0)}[M["may_file"]]
        w.levels = []
        for l in M["consultation"]:
            t = l.get("terms") or {}
            pays = rounds(t["pays"], y, 0) if t.get("pays") else 0
            w.levels.append((rounds(l["lasts"], y), l["settles"], t.get("withdraws", 0.0), pays))
        k, a = tag(M["ruling"]); w.arb = dict(a, lasts=rounds(a["lasts"], y)) if k == "Arbiter" else None
        w.asks = chance((a or {}).get("requested", 1.0), y)
        w.rests = rounds(a["rests"], y) if a and a.get("rests") else None
        w.alone = {"Both": (1, 1), "First": (1, 0), "Second": (0, 1), "Neither": (0, 0)}[(a or {}).get("self_help", "Neither")]
        w.past = bool(w.arb and w.arb["judges"] == "Past")
        w.evidence = rounds(M.get("evidence_lasts") or {"Rounds": 1}, y)
        w.comp = rounds(M["compliance_period"], y, 0)
        rem = M["remedy"]; w.lookback = rounds(rem["lookback"], y, 0)
        k, a = tag(rem["lifts"]); w.cured, w.lift = k == "Cured", rounds(a, y)
        k, a = tag(M["release"]); w.rel, w.reln = k, (rounds(a, y) if a else 0)
        k, a = tag(M["withdrawal"]); w.notice = rounds(a, y, 0) if k == "Notice" else None
        w.chains = [chain(p["pressure"], y) for p in w.P]; w.autos = [automaton(p["conduct"]["comply"]) for p in w.P]
        w.renewal = chance(sc.get("renewal") or 0.0, y)
        w.inst, w.insta = tag(rem["instrument"]); w.counter = tag(M["counter"])[1]
        w.V = [w.coverage(o, c) for o, c in w.C]
        w.repeat, w.interim = rem.get("repeat", 0), rem.get("interim", False)
        w.most = -(-rem["steps"] // w.repeat) if w.repeat else 0
        w.repaid = [w.interim_repaid(i) for i in range(len(w.C))]
        w.seen, w.rows = {}, {}

    def coverage(w, o, c):
        """Imports that a tariff remedy for this commitment covers at its first step, before any cap."""
        if w.inst != "Tariff" or not w.file[1 - o]: return 0.0
        k, a = tag(w.insta["size"])
        if k == "Coverage": return a
        i = incidence(w.P[1 - o]["trade"], w.insta["rate"]); what = a["measure"]
        trade = c.get("trade_effect"); trade = c["harm"] if trade is None else trade
        target = a["multiple"] * (c["harm"] if what in ("Harm", "Duty") else trade)
        return target / {"Harm": i["l"], "Duty": i["duty"], "TradeEffect": i["lost"], "Coverage": 1.0}[what] if target > 0 else 0.0

    def interim_repaid(w, i):
        """What is repaid where a case about commitment i is dismissed."""
        o, c = w.C[i]
        if not w.interim or not w.arb: return 0.0
        if w.inst == "Payment": year = w.insta["multiple"] * c["harm"]
        elif not w.P[1 - o]["trade"]: return 0.0
        else: t = w.P[1 - o]["trade"]; year = min(w.V[i], t["imports"]) * incidence(t, w.insta["rate"])["duty"]
        return year * w.y * (sum(l[0] for l in w.levels) + w.arb["lasts"])

    def in_force(w, d):
        """The step of the remedy that is levied in a status, if any."""
        if d[0] == "Remedied": return d[1]
        return 0 if w.interim and d[0] not in ("Idle", "Resting") else None

    # States

    def kept_at_signing(w): return tuple(0 if w.rel == "AtSigning" else len(p["standing"]) for p in w.P)
    def first(w):
        """First states with their odds."""
        bits = tuple(int(l and c.get("starts") == "Violated") for l, (_, c) in zip(w.lasting, w.C))
        rest = ((w.autos[0][1], w.autos[1][1]), tuple(("Idle", 0, 0) for _ in w.C), bits, w.kept_at_signing(), (0, 0), 0, 0, (0,) * len(w.C))
        a, b = w.chains[0][1], w.chains[1][1]
        return [(((i, j),) + rest, a[i] * b[j]) for i in range(len(a)) for j in range(len(b))]

    # Tariffs

    def levied(w, s, p):
        """(kind, imports, rate below, rate) of each of p's measures, on the goods that there are."""
        P, out = w.P[p], []
        if not P["trade"]: return out
        left = P["trade"]["imports"]
        if s in ("ended", "no deal"):
            for t in P["war" if s == "ended" else "standing"]:
                v = min(t["coverage"], left); left -= v; out.append(("breakdown", v, 0.0, t["rate"]))
            return out
        D, kept = s[2], s[4][p]
        snap = w.inst == "Snapback" and any(d[0] == "Remedied" and (1 - w.C[i][0] == p or d[3]) for i, d in enumerate(D))
        goods = []                                                # what carries no remedy or counter yet: (imports, rate)
        for j, t in enumerate(P["standing"]):
            if j >= kept and not snap: break
            v = min(t["coverage"], left); left -= v
            out.append(("standing" if j < kept else "remedies", v, 0.0, t["rate"]))
            if j < kept: goods.append([v, t["rate"]])
        goods.insert(0, [left, 0.0])
        grown = lambda d: 1 + w.M["remedy"]["growth"] * w.in_force(d)
        want = []
        for i, d in enumerate(D):
            if w.in_force(d) is not None and 1 - w.C[i][0] == p and w.inst == "Tariff": want.append((w.V[i] * grown(d), w.insta["rate"]))
        for i, d in enumerate(D):
            if d[0] == "Remedied" and w.C[i][0] == p and d[3] and w.inst != "Snapback":
                if w.inst == "Tariff": loss = w.V[i] * grown(d) * incidence(w.P[1 - p]["trade"], w.insta["rate"])["l"]
                else: loss = w.insta["multiple"] * w.C[i][1]["harm"] * grown(d)
                rate = w.counter["rate"]; per = incidence(P["trade"], rate)["l"]
                want.append((w.counter["multiple"] * loss / per if loss else 0.0, rate))
        for v, rate in want:
            for g in goods:
                part = min(v, g[0]); v -= part; g[0] -= part
                if part: out.append(("remedies", part, g[1], rate))
        return out

    def effects(w, s):
        """By kind of measure: what each party gains on its own and loses by the other's; and the mean tariff of each."""
        key = s if isinstance(s, str) else (s[2], s[4])
        if key not in w.seen:
            net, mean = [defaultdict(float), defaultdict(float)], [0.0, 0.0]
            for p in (0, 1):
                t = w.P[p]["trade"]
                for kind, v, below, rate in w.levied(s, p):
                    lo, hi = incidence(t, below), incidence(t, below + rate)
                    net[p][kind] += v * (hi["g"] - lo["g"]); net[1 - p][kind] -= v * (hi["l"] - lo["l"])
                    mean[p] += v * rate / t["imports"]
            w.seen[key] = net, mean
        return w.seen[key]

    def apart(w, s):
        """Flow a round where no agreement stands: after breakdown, or with no deal."""
        if s == "ended" and w.flow: return w.flow
        out = []
        for p in (0, 1):
            gain = sum(c["gain"] for o, c in w.C if o == p); harm = sum(c["harm"] for o, c in w.C if o != p)
            clash = w.P[p]["clash"] if all(w.owes) else 0.0
            out.append(w.y * (w.P[p]["outside"] + gain - harm + clash + sum(w.effects(s)[0][p].values())))
        return out

    # One round

    def asked(w, s, p, what, i):
        """A party's probability to do what the procedure of commitment i lets it do, the mode's where it says one."""
        chosen = w.acts(s, what, i) if w.acts else None
        if chosen is not None: return chosen
        own = w.autos[p][0][s[1][p]][2].get(what)
        v = w.P[p]["conduct"][what] if own is None else own
        return v if what == "imposes" else chance(v, w.y)

    def hazard(w, s, p):
        """A party's probability to withdraw where it may."""
        chosen = w.acts(s, "withdraws", p) if w.acts else None
        if chosen is not None: return chosen
        own = any(o == p and d[0] == "Remedied" for (o, _), d in zip(w.C, s[2]))
        other = any(o != p and (d[0] != "Idle" or d[1]) for (o, _), d in zip(w.C, s[2]))
        return chance(w.P[p]["conduct"]["withdraws"]["under_remedy" if own else "wronged" if other else "calm"], w.y)

    def on_table(w, d):
        return d[0] == "Authorised" or d[0] == "Consulting" and d[2] == 1 or d[0] == "Implementing" and d[1] == 1 or d[0] == "Remedied" and d[2] == 0
    def up_for_decision(w, s, i): return 1.0 if not w.lasting[i] or w.on_table(s[2][i]) else w.up[i]

    def violates(w, s, i):
        """Probability that the commitment is violated in the round."""
        o, c = w.C[i]; conduct = w.P[o]["conduct"]
        v = w.plan(s, i) if w.plan else None
        if v is None: v = intends(conduct["comply"], c["name"], w.autos[o][0][s[1][o]][0], w.chains[o][0][s[0][o]], s[2][i])
        v = v * (1 - conduct["tremble"]) + (1 - v) * conduct["tremble"]
        up = w.up_for_decision(s, i)
        return up * v + (1 - up) * s[3][i]

    def branches(w, s, i, v):
        """[(odds, violated, alarm, next status, next bit, events)] of a commitment that is violated with odds v."""
        o, c = w.C[i]; d = s[2][i]; comp = 1 - o; out = []
        review = s[6] == w.M["review_every"] - 1
        if d[0] == "Idle" and d[1] and w.file[comp] and review: could, odds = "file", w.asked(s, comp, "files", i)
        elif d[0] == "Authorised": could, odds = "impose", w.asked(s, comp, "imposes", i)
        elif d[0] == "Remedied" and not d[3] and w.counter: could, odds = "counter", w.asked(s, o, "counters", i)
        else: could, odds = None, 0.0
        seen = chance(c["detection"], w.y)
        if d[0] != "Idle": seen += w.M["scrutiny"] * (1 - seen)
        for viol, al, did in product((0, 1), repeat=3):
            a = seen if viol else chance(c["false_alarm"], w.y)
            pr = (v if viol else 1 - v) * (a if al else 1 - a) * (odds if did else 1 - odds)
            if pr == 0: continue
            for q, nxt, ev in w.move(d, comp, s[8][i], could, did, viol, al, review):
                bit = viol if w.lasting[i] and "withdrawn measure" not in ev else 0
                if q: out.append((pr * q, viol, al, nxt, bit, ev))
        return out

    def move(w, d, comp, earlier, could, did, viol, al, review):
        """[(odds, next status, events)]"""
        M, now = w.M, 0 if not al else 2 if w.past and viol else 1
        idle, quiet = ("Idle", now, 0), ("Idle", 0, 0)
        cure = "lapsed" if viol else "cured"
        def authorise():
            a = M["authorisation"]; return [(a, ("Authorised",), ()), (1 - a, idle, ("denied",))]
        def stage(k, clean, gen):
            if k < len(w.levels): return [(1.0, ("Consulting", k, w.levels[k][0], clean, gen), ())]
            if w.arb: return request(("Resting", 0, gen), (), gen)
            return authorise()
        def request(otherwise, e, gen): return [(w.asks, ("Ruling", w.arb["lasts"], gen), ()), (1 - w.asks, otherwise, e)]
        then = lambda odds, br, e=(): [(odds * p, n, e + x) for p, n, x in br]
        k = d[0]
        if k == "Idle":
            _, waits, age = d; n = w.evidence
            if could and did: return then(1.0, stage(0, not al, waits == 2), ("grievances",))
            if now: nxt = ("Idle", max(waits, now) if not review or age + 1 < n else now, 0)
            elif not waits: nxt = quiet
            elif review: nxt = ("Idle", waits, age + 1) if age + 1 < n else quiet
            else: nxt = ("Idle", waits, min(age + 1, n - 1))
            return [(1.0, nxt, ("unanswered",) if could else ())]
        if k == "Consulting":
            _, lev, left, clean, gen = d; clean = clean and not al
            if left > 1: return [(1.0, (k, lev, left - 1, clean, gen), ())]
            if clean and M["cure_closes"]: return [(1.0, quiet, (cure,))]
            _, settles, withdraws, pays = w.levels[lev]; e = ("settled",) + (("pays", pays),)
            return ([(settles * withdraws, quiet, e + ("withdrawn measure",)), (settles * (1 - withdraws), quiet, e)]
                    + then(1 - settles, stage(lev + 1, True, gen)))
        if k == "Resting":
            _, count, gen = d; count = 0 if al or not w.rests else count + 1
            return request(quiet, (cure,), gen) if w.rests and count == w.rests else request((k, count, gen), (), gen)
        if k == "Ruling":
            _, left, gen = d
            if left > 1: return [(1.0, (k, left - 1, gen), ())]
            u = w.arb["power"] if (gen if w.past else viol) else w.arb["error"]; b = w.arb["blocked"]
            after = [(1.0, ("Implementing", w.comp, True), ())] if w.comp else authorise()
            veto = (("Authorised",), ()) if w.alone[comp] else (idle, ("blocked",))
            return [(1 - u, idle, ("dismissed",)), (u * b, *veto)] + then(u * (1 - b), after, ("upheld",))
        if k == "Implementing":
            _, left, clean = d; clean = clean and not al
            if left > 1: return [(1.0, (k, left - 1, clean), ())]
            return [(1.0, quiet, (cure,))] if clean and M["cure_closes"] else authorise()
        if k == "Authorised":
            if did: return [(1.0, ("Remedied", min(earlier * w.repeat + al, M["remedy"]["steps"]), 0, False), ("remedies",))]
            return [(1.0, idle, ("dropped",))]
        _, step, count, countered = d; e = ("counters",) if did else ()
        if al: step = min(step + 1, M["remedy"]["steps"])
        count = 0 if w.cured and al else count + 1
        if count == w.lift: return [(1.0, quiet if w.cured else idle, e)]
        return [(1.0, ("Remedied", step, count, countered or bool(did)), e)]

    def round(w, s, forced={}):
        """The Row of a state; `forced` says of some commitments whether they are violated."""
        key = s, tuple(sorted(forced.items()))
        if key not in w.rows: w.rows[key] = w.play(s, forced)
        return w.rows[key]

    def play(w, s, forced):
        row, y, P, C = Row(), w.y, w.P, w.C
        net, row.tariff = w.effects(s)
        if s == "ended":
            for p in (0, 1): row.pay[p]["breakdown"] = w.apart("ended")[p]
            row.next = [("ended", 1 - w.renewal, (0, 0))]
            if w.renewal:
                row.next += [(f, w.renewal * q, (0, 0)) for f, q in w.first()]; row.count["renewals"] += w.renewal
            return row
        pr, mo, D, bits, kept, cl, ph, no, before = s
        joint = {((), (), (), (0, 0), (0, 0)): 1.0}                # statuses, bits, remedies before, who violated, against whom an alarm rose
        for i, (o, c) in enumerate(C):
            new, r = defaultdict(float), 1 - o
            v = forced[i] if i in forced else w.violates(s, i)
            for q, viol, al, nxt, bit, ev in w.branches(s, i, v):
                row.count["violated", i] += q * viol
                row.count["alarms", o] += q * al; row.count["false_alarms", o] += q * (al and not viol)
                if viol:
                    row.pay[o]["gains"] += q * y * c["gain"] * w.chains[o][0][pr[o]]; row.pay[r]["harm"] -= q * y * c["harm"]
                paid = 0
                for e in ev:
                    if e == "unanswered": row.pay[r]["costs"] -= q * P[r]["audience_cost"] / w.evidence
                    elif e == "withdrawn measure": pass
                    elif e[0] == "pays": paid += e[1]
                    else: row.count[e, o if e == "counters" else r] += q
                    if e == "grievances": row.pay[r]["costs"] -= q * w.M["filing_cost"]
                    if e == "remedies": paid += w.lookback
                x = q * (c["harm"] * y * paid - (w.repaid[i] if "dismissed" in ev else 0.0)); row.pay[r]["payments"] += x; row.pay[o]["payments"] -= x
                again = min(before[i] + ("remedies" in ev), w.most)
                for (st, bs, es, vv, aa), z in joint.items():
                    v2, a2 = list(vv), list(aa); v2[o] |= viol; a2[o] |= al
                    new[st + (nxt,), bs + (bit,), es + (again,), tuple(v2), tuple(a2)] += z * q
            joint = new
            row.count["remedy_rounds", r] += D[i][0] == "Remedied"
            if w.in_force(D[i]) is not None and w.inst == "Payment":
                x = w.insta["multiple"] * (1 + w.M["remedy"]["growth"] * w.in_force(D[i])) * c["harm"] * y
                row.pay[r]["payments"] += x; row.pay[o]["payments"] -= x
        leaves = [0.0, 0.0]
        for p in (0, 1):
            row.count["under_remedy", p] += any(o != p and d[0] == "Remedied" for (o, _), d in zip(C, D))
            if w.notice is not None and no == 0: leaves[p] = w.hazard(s, p)
            row.pay[p]["accord"] += y * P[p]["accord"]; row.pay[p]["costs"] -= P[p]["exit_cost"] * leaves[p]
            for kind in ("standing", "remedies"): row.pay[p][kind] += y * net[p][kind]
        whither = []                                              # (odds, who withdraws, whether it ends, notice)
        for who in product((0, 1), repeat=2):
            q = math.prod(leaves[p] if who[p] else 1 - leaves[p] for p in (0, 1))
            if no: end, no2 = no == 1, no - 1
            else: end, no2 = any(who) and w.notice == 0, w.notice if any(who) else 0
            if q: whither.append((q, who, end, no2))
        pressures = [((a, b), pa * pb) for a, pa in enumerate(w.chains[0][2][pr[0]]) for b, pb in enumerate(w.chains[1][2][pr[1]]) if pa * pb]
        ph2 = (ph + 1) % w.M["review_every"]
        signals, out = defaultdict(float), defaultdict(float)
        for (st, bs, es, vv, aa), z in joint.items():
            signals[st, bs, es, aa] += z
            if vv == (1, 1):
                for p in (0, 1): row.pay[p]["clash"] += z * y * P[p]["clash"]
        disputed = [any(o != p and d[0] != "Idle" for (o, _), d in zip(C, D)) for p in (0, 1)]
        for (st, bs, es, aa), z in signals.items():
            k2, c2 = list(kept), list(cl)
            for p in (0, 1):
                if w.rel not in ("Staged", "Sunset") or p == w.frozen: continue
                if k2[p] == 0: c2[p] = 0; continue
                c2[p] = c2[p] + 1 if w.rel == "Sunset" or not (aa[1 - p] or disputed[p]) else 0
                if c2[p] == w.reln: c2[p], k2[p] = 0, (k2[p] - 1 if w.rel == "Staged" else 0)
            mo2 = tuple(w.autos[p][0][mo[p]][1][aa[p] * 2 + aa[1 - p]] for p in (0, 1))
            rest = mo2, st, bs, tuple(k2), tuple(c2), ph2
            for q, who, end, no2 in whither:
                if end: out["ended", who] += z * q; continue
                for ab, x in pressures: out[(ab,) + rest + (no2, es), who] += z * q * x
        row.next = [(t, q, who) for (t, who), q in out.items()]
        return row
