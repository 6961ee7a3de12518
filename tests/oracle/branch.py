"""The principal branch: from where every choice is even, down to the noise asked for, by arc length and through folds.

With t = 1/κ the log-odds ℓ solve ℓ = t·g(ℓ), where g are the gains of the nodes over the noise. At t = 0 there is one
solution, ℓ = 0; the answer is the first point of its branch at which t = 1.
"""
import math
from linear import solve

class Lost(RuntimeError): pass

def defect(game, ell, t):
    """ℓ − t·g, its derivatives by ℓ and by t."""
    game.look(ell); g = game.gains(); J = game.slopes()
    return ([a - t * b for a, b in zip(ell, g)],
            [[(i == j) - t * v for j, v in enumerate(row)] for i, row in enumerate(J)], [-b for b in g])

def tangent(A, b, old):
    v = solve([row + [x] for row, x in zip(A, b)] + [old], [0.0] * len(b) + [1.0])
    size = math.sqrt(sum(x * x for x in v))
    return [x / size for x in v]

def corrected(game, guess, along):
    """The point of the branch in the plane through the guess across `along`, how far it was, and the derivatives there."""
    y, last = guess, math.inf
    for _ in range(9):
        F, A, b = defect(game, y[:-1], y[-1])
        off = sum(a * (u - v) for a, u, v in zip(along, y, guess))
        step = solve([row + [x] for row, x in zip(A, b)] + [along], [-x for x in F] + [-off])
        size = max(map(abs, step)); y = [u + d for u, d in zip(y, step)]
        if size > 2 * last: return None
        if size <= 1e-7 * (1 + max(map(abs, y))): break
        last = size
    else: return None
    return y, apart(y, guess), A, b

def apart(y, z):
    """The largest difference of two points in what is done, or in t."""
    chance = lambda v: 0.5 * (1 + math.tanh(v / 2))
    return max([abs(chance(a) - chance(b)) for a, b in zip(y[:-1], z[:-1])] + [abs(y[-1] - z[-1])])

def principal(game, reach=0.08, most=20000):
    """Log-odds at t = 1, the folds met (values of κ, nearly) and the number of steps; `reach` bounds what a step changes."""
    N = len(game.keys)
    if N == 0: game.look([]); return [], [], 0
    y = [0.0] * (N + 1); F, A, b = defect(game, y[:-1], 0.0)
    v = tangent(A, b, [0.0] * N + [1.0]); folds, h = [], 0.1
    for steps in range(1, most):
        while True:
            if h < 1e-12: raise Lost(f"lost the branch at κ = {1 / y[-1] if y[-1] else math.inf}")
            guess = [a + h * d for a, d in zip(y, v)]
            if apart(guess, y) > reach or not (found := corrected(game, guess, v)) or found[1] > reach / 4: h /= 2; continue
            new, far, A, b = found; turned = tangent(A, b, v)
            if sum(a * c for a, c in zip(turned, v)) > 0.9: break
            h /= 2
        if new[-1] >= 1: return landed(game, y, v, h), folds, steps
        if v[-1] * turned[-1] < 0: folds.append(1 / turning(y[-1], v[-1], new[-1], turned[-1], math.dist(y, new)))
        y, v = new, turned
        h *= 2 if far < reach / 40 else 1.3
    raise Lost("too many steps")

def turning(t, slope, u, end, length):
    """The extreme of the cubic that goes from t to u with these slopes."""
    a, b, best = slope * length, end * length, t
    for k in range(1, 200):
        s = k / 200; p = t + a * s + (3 * (u - t) - 2 * a - b) * s ** 2 + (a + b - 2 * (u - t)) * s ** 3
        if (p - best) * slope > 0: best = p
    return best

def landed(game, y, v, h):
    """The point of the last step at which t is 1, solved to rounding."""
    low, high, off = 0.0, h, math.inf
    while off > 1e-3:
        mid = (low + high) / 2
        found = corrected(game, [a + mid * d for a, d in zip(y, v)], v)
        if not found: raise Lost("lost the branch next to κ = 1")
        point = found[0]; off = abs(point[-1] - 1)
        if point[-1] >= 1: high = mid
        else: low = mid
    ell, best = point[:-1], math.inf
    for _ in range(12):
        F, A, _ = defect(game, ell, 1.0); off = residual(game)
        if off < 1e-14 or (off < 1e-12 and off >= best): break
        best = min(best, off)
        ell = [a + d for a, d in zip(ell, solve(A, [-x for x in F]))]
    game.look(ell)
    if residual(game) > 1e-12: raise Lost(f"the last residual is {residual(game)}")
    if apart(ell + [1.0], point) > 0.01: raise Lost("found another branch next to κ = 1")
    return ell

def residual(game):
    """max |σ − logit(Δ/λ)| of the profile looked at last."""
    return max(abs(0.5 * math.tanh(e / 2) - 0.5 * math.tanh(x / 2)) for e, x in zip(game.ell, game.gains()))
