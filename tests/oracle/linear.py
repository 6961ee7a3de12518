"""Dense linear algebra by elimination with pivots; numpy does it faster where it is there."""
try: import numpy
except ImportError: numpy = None

def solve(A, b):
    """x with A x = b."""
    if numpy: return numpy.linalg.solve(numpy.array(A), numpy.array(b)).tolist()
    return [row[0] for row in eliminate(A, [[v] for v in b])]

def inverse(A):
    if numpy: return numpy.linalg.inv(numpy.array(A)).tolist()
    n = len(A)
    return eliminate(A, [[float(i == j) for j in range(n)] for i in range(n)])

def times(A, B):
    """The product of two matrices."""
    if not A: return []
    if numpy: return (numpy.array(A) @ numpy.array(B)).tolist()
    width = len(B[0]) if B else 0; out = []
    for row in A:
        total = [0.0] * width
        for x, b in zip(row, B):
            if x: total = [a + x * v for a, v in zip(total, b)]
        out.append(total)
    return out

def weighed(tables, x, depth):
    """By table over all pure choices (bit k says what choice k is): its mean where choice k is no and yes with chances x[k],
    and the mean of its differences by up to `depth` choices, by which ones. What is rare keeps all its digits."""
    parts = {(): numpy.array(tables)} if numpy else {(): tables}
    for k in range(len(x) - 1, -1, -1):
        half, new = 1 << k, {}; no, yes = x[k]
        for key, v in parts.items():
            if numpy:
                diff = v[:, half:] - v[:, :half]; mean = no * v[:, :half] + yes * v[:, half:]
            else:
                diff = [[b - a for a, b in zip(r[:half], r[half:])] for r in v]
                mean = [[no * a + yes * b for a, b in zip(r[:half], r[half:])] for r in v]
            new[key] = mean
            if len(key) < depth: new[(k,) + key] = diff
        parts = new
    return {key: v[:, 0].tolist() if numpy else [r[0] for r in v] for key, v in parts.items()}

def trail(D, P, C, weights):
    """Sum over rounds of the rows of D A, each by its weight in that round; A is C in the last round, else C + P times the next A."""
    if numpy:
        D, P, C = map(numpy.array, (D, P, C)); A, total = C, numpy.zeros((D.shape[0], C.shape[1]))
        for w in reversed(weights): total += numpy.array(w)[:, None] * (D @ A); A = C + P @ A
        return total.tolist()
    A, total = C, [[0.0] * len(C[0]) for _ in D]
    for w in reversed(weights):
        total = [[x + f * v for x, v in zip(a, b)] for f, a, b in zip(w, total, times(D, A))]
        A = [[x + v for x, v in zip(a, b)] for a, b in zip(C, times(P, A))]
    return total

def eliminate(A, B):
    """X with A X = B."""
    n = len(A); rows = [list(a) + list(b) for a, b in zip(A, B)]
    for k in range(n):                                            # row k then holds its columns from k on
        top = max(range(k, n), key=lambda i: abs(rows[i][0]))
        rows[k], rows[top] = rows[top], rows[k]
        pivot, tail = rows[k][0], rows[k][1:]; rows[k] = tail = [v / pivot for v in tail]
        for i in range(k + 1, n):
            x = rows[i][0]
            rows[i] = [a - x * b for a, b in zip(rows[i][1:], tail)] if x else rows[i][1:]
    X = [None] * n
    for k in range(n - 1, -1, -1):
        left, x = rows[k][:n - k - 1], rows[k][n - k - 1:]
        for j, v in enumerate(left, k + 1):
            if v: x = [a - v * b for a, b in zip(x, X[j])]
        X[k] = x
    return X
