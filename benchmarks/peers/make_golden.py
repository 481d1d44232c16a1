"""Writes what the Java side of the harness is held against: make_golden.py FOLDER

data.json      checksums of the synthetic data of every shape, as common.py makes it
networks.json  loss, logits and gradients of tiny and tinylm, as the peers compute them in double precision; every
               variant of peer_torch and peer_numpy has to agree with them to 1e-12 first
"""
import json, os, sys, zlib
out = sys.argv[1]
sys.argv = sys.argv[:1]
import numpy as np
import torch
import torch.nn.functional as F
import common, peer_numpy, peer_torch

NAMES = {'TA': 'T_A', 'TC': 'T_C'}                                         # the harness's names of SPEC.md's tensors


def crc(a, dtype):
    return zlib.crc32(np.ascontiguousarray(a, dtype).tobytes())


def data():
    rows = []
    for name, s in common.SHAPES.items():
        if s['kind'] == 'kv':
            continue
        rows.append(dict(shape=name,
                         inputs={k: crc(v, '<i4') for k, v in common.inputs(name).items()},
                         weights={NAMES.get(k, k): crc(v, '<f4') for k, v in common.weights(name).items()}))
    return dict(shapes=rows)


def by_torch(variant, shape):
    """Loss, logits and gradients, null rows zero, in double from weights rounded to float."""
    model, inp = peer_torch.build(variant, shape, torch.float64)
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(p.float().double())
    logits = model(inp)
    loss = F.cross_entropy(logits, inp['answer'], reduction='sum')
    loss.backward()
    model.fix_rows()
    g = {}
    for k, v in model.named_grads().items():
        g[k] = (v.to_dense() if v.is_sparse else v).numpy()
    return loss.item(), logits.detach().numpy(), g


def by_numpy(variant, shape):
    model, inp = peer_numpy.build(variant, shape, np.float64)
    model.w = {k: v.astype(np.float32).astype(np.float64) for k, v in model.w.items()}
    logits = model.forward(inp)
    loss = sum(np.log(np.exp(l - l.max()).sum()) + l.max() - l[a] for l, a in zip(logits, inp['answer']))
    g = model.backward(inp, logits.copy())
    return float(loss), logits, g


def networks():
    rows = []
    for shape in ('tiny', 'tinylm'):
        lm = common.SHAPES[shape]['kind'] == 'lm'
        results = [by_torch(v, shape) for v in (peer_torch.LM if lm else peer_torch.QA)]
        results += [by_numpy(v, shape) for v in (peer_numpy.LM if lm else peer_numpy.QA)]
        loss, logits, grads = results[0]
        for other in results[1:]:
            assert abs(other[0] - loss) < 1e-12 * loss and np.abs(other[1] - logits).max() < 1e-12
            assert all(np.abs(other[2][k] - g).max() < 1e-12 for k, g in grads.items()) and other[2].keys() == grads.keys()
        tensors = {'logits': logits.ravel().tolist()}
        tensors.update({'gradient of ' + NAMES.get(k, k): g.ravel().tolist() for k, g in grads.items()})
        rows.append(dict(shape=shape, loss=loss, tensors=tensors))
    return dict(networks=rows)


for name, value in (('data', data()), ('networks', networks())):
    value = dict(madeBy='peers/make_golden.py, torch %s, numpy %s' % (torch.__version__, np.__version__), **value)
    with open(os.path.join(out, name + '.json'), 'w') as f:
        json.dump(value, f, indent=1)
        f.write('\n')
