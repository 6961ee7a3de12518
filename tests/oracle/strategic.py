"""Strategic conduct of small scenarios: a second implementation, beside oracle.py.

Written from MODEL.md alone. choices.py says what each decision is worth, branch.py which equilibrium is taken. Each line of
strategic.jsonl holds the arguments of `snapback show` and the values that this program found. From the top of the project:

    python3 tests/oracle/strategic.py target/release/snapback < tests/oracle/strategic.jsonl > new.jsonl
    python3 tests/oracle/strategic.py target/release/snapback --compare < tests/oracle/strategic.jsonl
    python3 tests/oracle/strategic.py target/release/snapback --nodes < tests/oracle/strategic.jsonl
"""
import copy, json, math, sys
sys.dont_write_bytecode = True
from branch import principal, residual
from choices import Choices, minds, nodes, odds, seen_by
from oracle import closure, compare, metrics, shown
from world import World

def calm(sc):
    """The scenario as strategic parties foresee it: without their own tremble."""
    sc = copy.deepcopy(sc)
    for p, m in zip(sc["parties"], minds(World(sc))):
        if m: p["conduct"]["tremble"] = 0.0
    return sc

class Solved:
    """A game at its equilibrium: the chance of yes at each node, by what its owner sees."""
    def __init__(e, name, game, reach):
        e.name, e.game = name, game
        ell, e.folds, e.steps = principal(game, reach)
        e.residual = residual(game) if ell else 0.0
        e.yes = {key: odds(v) for key, v in zip(game.keys, ell)}

def solved_whole(w, mind, reach):
    return Solved("whole", Choices(World(calm(w.sc)), mind), reach)

def solved_each(w, mind, i, states, reach):
    """The game of commitment i, and how a state of the full game looks there."""
    o, c = w.C[i]; sc = calm(w.sc); owner, other = sc["parties"][o], sc["parties"][1 - o]
    sc["stage_game"] = None
    owner["clash"] = other["clash"] = 0.0
    owner["commitments"], other["commitments"], other["pressure"] = [c], [], "Steady"
    game = World(sc); game.frozen, game.flow = o, w.apart("ended")
    kept = game.kept_at_signing(); pick = lambda own, others: (own, others) if o == 0 else (others, own)
    def look(s):
        if s == "ended": return s
        return (pick(s[0][o], 0), s[1], (s[2][i],), (s[3][i],), pick(kept[o], s[4][1 - o]), pick(0, s[5][1 - o])) + s[6:8] + ((s[8][i],),)
    return Solved(c["name"], Choices(game, mind, dict.fromkeys(map(look, states))), reach), look

def strategic(sc, reach=0.05):
    """The world of a scenario, with what strategic parties do, and the games that were solved for it."""
    w = World(sc); mind = minds(w)
    if not any(mind): return w, []
    if any(m.whole for m in mind if m):
        e = solved_whole(w, mind, reach); solved = [e]
        p_of = lambda what, k: {"violates": lambda: w.C[k][0], "counters": lambda: w.C[k][0], "withdraws": lambda: k}.get(what, lambda: 1 - w.C[k][0])()
        yes = lambda s, what, k: e.yes[what, k, seen_by(w, p_of(what, k), s)]
    else:
        open_up(w, mind, lambda s, what, k: 0.5)
        states = closure([s for s, _ in w.first()], lambda s: [t for t, _, _ in w.round(s).next])
        each = [solved_each(w, mind, i, states, reach) for i in range(len(w.C))]; solved = [e for e, _ in each]
        def yes(s, what, k):
            def of(i, who):
                e, look = each[i]; o = w.C[i][0]
                p = o if what in ("violates", "counters") else 1 - o if what != "withdraws" else k
                return e.yes[what, who, seen_by(e.game.w, p, look(s))]
            if what != "withdraws": return of(k, 0)
            return 1 - math.prod(1 - of(i, k) for i in range(len(w.C)))
    w.rows = {}; open_up(w, mind, yes)
    return w, solved

def open_up(w, mind, yes):
    """Lets strategic parties of a world decide by `yes`, the chance at a node that is reached."""
    w.plan = lambda s, i: yes(s, "violates", i) if mind[w.C[i][0]] else None
    def acts(s, what, k):
        p = k if what == "withdraws" else w.C[k][0] if what == "counters" else 1 - w.C[k][0]
        if not mind[p] or what not in mind[p].chosen: return None
        return yes(s, what, k) * (1.0 if what == "imposes" else mind[p].rate)
    w.acts = acts

def told(sc):
    """What is expected of a scenario, and how its games were solved."""
    w, solved = strategic(sc)
    return metrics(w), solved

def show_nodes(w, solved):
    for e in solved:
        print(f"{e.name}: {len(e.game.states)} states, {len(e.game.keys)} nodes, {e.steps} steps, folds at κ {e.folds}, residual {e.residual:.1e}")
        for (what, k, s), d in sorted(e.game.node.items(), key=lambda x: repr(x[0])):
            print(f"  {w.P[e.game.owner[d]]['name']} {what} {k} at {s}: {e.yes[what, k, s]:.12f}")

if __name__ == "__main__":
    program = next(a for a in sys.argv[1:] if not a.startswith("--"))
    for line in sys.stdin:
        case = json.loads(line); args = case["args"]
        if "--compare" in sys.argv:
            for words in compare(program, args, case["expected"]): print(f"{' '.join(args)}\n  {words}", flush=True)
        elif "--nodes" in sys.argv: print(" ".join(args)); show_nodes(World(shown(program, args)), strategic(shown(program, args))[1])
        else:
            expected, solved = told(shown(program, args))
            print(json.dumps({"args": args, "folds": [len(e.folds) for e in solved], "expected": {k: float(f"{v:.12g}") for k, v in expected.items()}}), flush=True)
