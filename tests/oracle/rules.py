"""Rules of conduct: modes and probabilities to violate. A part of world.py, written from MODEL.md alone."""
from itertools import product

def tag(v):
    return (v, None) if isinstance(v, str) else next(iter(v.items()))

def automaton(rule):
    """Modes of a rule: (probability to keep, next mode by own and other's alarm, overrides), and the first one."""
    k, a = tag(rule)
    by = lambda f: [f(0, 0), f(0, 1), f(1, 0), f(1, 1)]          # (mine, theirs)
    if k in ("TitForTat", "GenerousTitForTat", "SuspiciousTitForTat"):
        nxt = by(lambda m, t: "hit" if t else "keep")
        return {"keep": (1.0, nxt, {}), "hit": (a["generosity"] if a else 0.0, nxt, {})}, "hit" if k[0] == "S" else "keep"
    if k == "TitForTwoTats":
        return {i: (0.0 if i == 2 else 1.0, by(lambda m, t, i=i: min(i + 1, 2) if t else 0), {}) for i in range(3)}, 0
    if k == "ContriteTitForTat":
        out = {}
        for me, you in product((True, False), repeat=2):
            nxt = by(lambda m, t, me=me, you=you: ((not m) or (me and not you), (not t) or (you and not me)))
            out[(me, you)] = (0.0 if me and not you else 1.0, nxt, {})
        return out, (True, True)
    if k == "WinStayLoseShift":
        f = by(lambda m, t: "C" if m == t else "D"); return {"C": (1.0, f, {}), "D": (0.0, f, {})}, "C"
    if k == "Grim":
        return {0: (1.0, by(lambda m, t: 1 if t else 0), {}), 1: (0.0, [1] * 4, {})}, 0
    if k in ("Retaliate", "Trigger"):
        out = {0: (1.0, by(lambda m, t: 1 if (t or (k == "Trigger" and m)) else 0), {})}
        for i in range(1, a + 1): out[i] = (0.0, [0 if i == a else i + 1] * 4, {})
        return out, 0
    if k == "MemoryOne":
        names = ["cc", "cd", "dc", "dd"]
        out = {n: (a[n], names, {}) for n in names}; out["first"] = (a["first"], names, {}); return out, "first"
    if k == "Automaton":
        return {i: (m["comply"], [m["next"][n] for n in ("cc", "cd", "dc", "dd")], m) for i, m in enumerate(a["modes"])}, 0
    return {0: (None, [0] * 4, {})}, 0

def intends(rule, name, keeps, m, status):
    """Probability to violate, before the tremble, of a rule that does not look ahead."""
    k, a = tag(rule)
    if k == "Always": return 0.0
    if k == "Never": return 1.0
    if k == "Chance": return 1 - a
    if k == "Disposition":
        c = a["calm"] if status[0] == "Idle" else a["remedied"] if status[0] == "Remedied" else a["disputed"]
        return min(1.0, (1 - c) * m)
    if k == "Opportunist": return 1.0 if m > a["above"] else 0.0
    if k == "PerCommitment": return intends(a[name], name, keeps, m, status)
    return 1 - keeps
