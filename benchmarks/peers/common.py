"""Shapes, synthetic data (see SPEC.md) and the timing harness shared by the Python peers."""
import json, os, statistics, sys, time
import numpy as np

SHAPES = {
    'S':   dict(V=180, n=50, J=7, d=20, K=3, B=32, kind='qa'),
    'M':   dict(V=180, n=50, J=11, d=50, K=3, B=32, kind='qa'),
    'L':   dict(V=180, n=320, J=11, d=128, K=3, B=128, kind='qa'),
    'LM':  dict(V=10000, n=100, J=1, d=150, K=6, B=128, kind='lm'),
    'KV':  dict(N=100000, d=128, Q=256, kind='kv', B=256),
    'tiny':   dict(V=13, n=5, J=4, d=8, K=3, B=3, kind='qa'),
    'tinylm': dict(V=17, n=6, J=1, d=6, K=2, B=4, kind='lm'),
}
CLIP, LR, SEED = 40.0, 1e-3, 1
_U = np.uint64


def _mix(z):
    with np.errstate(over='ignore'):
        z = (z ^ (z >> _U(30))) * _U(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> _U(27))) * _U(0x94D049BB133111EB)
        return z ^ (z >> _U(31))


def uni(id_, count, seed=SEED):
    with np.errstate(over='ignore'):
        s = _mix(np.array([(seed * 1000003 + id_) & (2**64 - 1)], dtype=_U))
        i = np.arange(1, count + 1, dtype=_U)
        r = _mix(s + i * _U(0x9E3779B97F4A7C15))
    return (r >> _U(11)).astype(np.float64) * 2.0**-53


def gauss(id_, shape, scale, dtype):
    c = int(np.prod(shape))
    u = uni(id_, 2 * c)
    g = np.sqrt(-2 * np.log1p(-u[0::2])) * np.cos(2 * np.pi * u[1::2])
    return (scale * g).reshape(shape).astype(dtype)


def position_encoding(J, d, dtype=np.float64):
    j = np.arange(1, J + 1)[:, None] / J
    k = np.arange(1, d + 1)[None, :] / d
    return ((1 - j) - k * (1 - 2 * j)).astype(dtype)


def inputs(name):
    s = SHAPES[name]
    if s['kind'] == 'lm':
        w = lambda id_, c: np.maximum(1, np.floor((s['V'] - 1) ** uni(id_, c))).astype(np.int64)
        return dict(story=w(1, s['B'] * s['n']).reshape(s['B'], s['n'], 1), answer=w(5, s['B']))
    V, n, J, B = s['V'], s['n'], s['J'], s['B']
    lo = 2 if name == 'tiny' else 3
    word = lambda id_, c: (1 + np.floor(uni(id_, c) * (V - 1))).astype(np.int64)
    ln = lambda id_, c: (lo + np.floor(uni(id_, c) * (J - lo + 1))).astype(np.int64)
    j = np.arange(J)
    story = word(1, B * n * J).reshape(B, n, J) * (j < ln(2, B * n).reshape(B, n, 1))
    query = word(3, B * J).reshape(B, J) * (j < ln(4, B).reshape(B, 1))
    return dict(story=story, query=query, answer=word(5, B))


def weights(name, dtype=np.float32):
    s = SHAPES[name]
    out = {}
    if s['kind'] == 'lm':
        V, n, d = s['V'], s['n'], s['d']
        for i, k in enumerate('ACW'):
            out[k] = gauss(100 + i, (V, d), 0.1, dtype)
        out['A'][0] = 0
        out['C'][0] = 0
        out['H'] = gauss(103, (d, d), 0.05, dtype)
        out['TA'] = gauss(200, (n, d), 0.1, dtype)
        out['TC'] = gauss(201, (n, d), 0.1, dtype)
        return out
    for k in range(s['K'] + 1):
        out['E%d' % k] = gauss(100 + k, (s['V'], s['d']), 0.1, dtype)
        out['E%d' % k][0] = 0
        out['T%d' % k] = gauss(200 + k, (s['n'], s['d']), 0.1, dtype)
    return out


def kv_data(dtype=np.float32):
    s = SHAPES['KV']
    return (gauss(300, (s['Q'], s['d']), 0.3, dtype), gauss(301, (s['N'], s['d']), 1.0, dtype),
            gauss(302, (s['N'], s['d']), 1.0, dtype))


def measure(fn, seconds=2.0, warm=0.5, max_reps=4000, min_reps=5):
    t0 = time.perf_counter()
    i = 0
    while time.perf_counter() - t0 < warm or i < 3:
        fn()
        i += 1
    ts = []
    t0 = time.perf_counter()
    while (time.perf_counter() - t0 < seconds and len(ts) < max_reps) or len(ts) < min_reps:
        a = time.perf_counter()
        fn()
        ts.append((time.perf_counter() - a) * 1e3)
    return ts


def emit(peer, variant, shape, mode, threads, ts, **extra):
    ts = sorted(ts)
    med = statistics.median(ts)
    B = SHAPES[shape]['B']
    row = dict(peer=peer, variant=variant, shape=shape, mode=mode, threads=threads,
               examples_per_s=round(B / med * 1e3, 1), ms_per_step=round(med, 4),
               ms_min=round(ts[0], 4), ms_p10=round(ts[int(0.1 * (len(ts) - 1))], 4),
               ms_p90=round(ts[int(0.9 * (len(ts) - 1))], 4),
               examples_per_s_best=round(B / ts[0] * 1e3, 1), reps=len(ts))
    row['malloc'] = 'tuned' if 'MALLOC_MMAP_THRESHOLD_' in os.environ else 'default'
    row.update(extra)
    print(json.dumps(row), flush=True)


if __name__ == '__main__':
    a = inputs('tiny')
    print(a['story'][0], a['query'][0], a['answer'])
    print(weights('tiny', np.float64)['E0'][:2])
