"""PyTorch (Debian python3-torch) peers. Usage: peer_torch.py THREADS [shape,...] [variant,...]"""
import os, sys
TH = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 1
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = str(TH)
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import List
import common
from common import SHAPES, CLIP, LR

torch.set_num_threads(TH)


def tt(x):
    return torch.from_numpy(np.ascontiguousarray(x))


class Base(nn.Module):
    """Takes weights as a numpy dict; named_grads() gives them back under the spec's names."""

    def fix_rows(self):
        pass

    def train_step(self, inp, opt):
        opt.zero_grad(set_to_none=True)
        loss = F.cross_entropy(self(inp), inp['answer'], reduction='sum')
        loss.backward()
        self.fix_rows()
        torch.nn.utils.clip_grad_norm_(self.parameters(), CLIP)
        opt.step()
        return loss


# ---------------------------------------------------------------- QA (adjacent tying)
class Eager(Base):
    """The way the well-known re-implementations write it: A and C looked up anew in every hop."""

    def __init__(self, s, w, dtype):
        super().__init__()
        self.s, K = s, s['K']
        self.emb = nn.ModuleList([nn.Embedding(s['V'], s['d'], padding_idx=0) for _ in range(K + 1)])
        for k in range(K + 1):
            self.emb[k].weight = nn.Parameter(tt(w['E%d' % k]).clone())
        self.time = nn.ParameterList([nn.Parameter(tt(w['T%d' % k]).clone()) for k in range(K + 1)])
        self.register_buffer('pe', tt(common.position_encoding(s['J'], s['d'])).to(dtype))

    def forward(self, inp):
        story, query = inp['story'], inp['query']
        u = (self.emb[0](query) * self.pe).sum(1)
        for k in range(self.s['K']):
            m = (self.emb[k](story) * self.pe).sum(2) + self.time[k]
            c = (self.emb[k + 1](story) * self.pe).sum(2) + self.time[k + 1]
            p = F.softmax(torch.bmm(m, u.unsqueeze(2)).squeeze(2), dim=1)
            u = u + torch.bmm(p.unsqueeze(1), c).squeeze(1)
        return u @ self.emb[self.s['K']].weight.t()

    def fix_rows(self):
        self.emb[self.s['K']].weight.grad[0] = 0

    def named_grads(self):
        g = {'E%d' % k: e.weight.grad for k, e in enumerate(self.emb)}
        g.update({'T%d' % k: t.grad for k, t in enumerate(self.time)})
        return g


class Tied(Eager):
    """As Eager, but each of the K+1 embedded memories is made once."""

    def forward(self, inp):
        story, query, K = inp['story'], inp['query'], self.s['K']
        u = (self.emb[0](query) * self.pe).sum(1)
        m = (self.emb[0](story) * self.pe).sum(2) + self.time[0]
        for k in range(K):
            c = (self.emb[k + 1](story) * self.pe).sum(2) + self.time[k + 1]
            p = F.softmax(torch.bmm(m, u.unsqueeze(2)).squeeze(2), dim=1)
            u = u + torch.bmm(p.unsqueeze(1), c).squeeze(1)
            m = c
        return u @ self.emb[K].weight.t()


@torch.jit.script
def tied_script(story: Tensor, query: Tensor, E: List[Tensor], T: List[Tensor], pe: Tensor) -> Tensor:
    u = (F.embedding(query, E[0], 0) * pe).sum(1)
    m = (F.embedding(story, E[0], 0) * pe).sum(2) + T[0]
    for k in range(len(E) - 1):
        c = (F.embedding(story, E[k + 1], 0) * pe).sum(2) + T[k + 1]
        p = F.softmax(torch.bmm(m, u.unsqueeze(2)).squeeze(2), dim=1)
        u = u + torch.bmm(p.unsqueeze(1), c).squeeze(1)
        m = c
    return u @ E[-1].t()


class TiedJit(Eager):
    def forward(self, inp):
        return tied_script(inp['story'], inp['query'], [e.weight for e in self.emb], list(self.time), self.pe)


class Flat(Base):
    """All tables in one parameter E[V, K+1, d] and one T[n, K+1, d]: two tensors to clip and update."""
    attn = 'mulsum'

    def __init__(self, s, w, dtype):
        super().__init__()
        self.s, K = s, s['K']
        self.E = nn.Parameter(tt(np.stack([w['E%d' % k] for k in range(K + 1)], 1)))
        self.T = nn.Parameter(tt(np.stack([w['T%d' % k] for k in range(K + 1)], 1)))
        pe = common.position_encoding(s['J'], s['d'])
        self.register_buffer('pe', tt(pe).to(dtype))
        self.register_buffer('off', torch.arange(s['J']) * s['V'])
        j = np.arange(1, s['J'] + 1) / s['J']
        self.register_buffer('pa', tt(1 - j).to(dtype))                    # L[j,k] = pa[j] + kk[k]*pb[j]
        self.register_buffer('pb', tt(-(1 - 2 * j)).to(dtype))
        self.register_buffer('kk', tt(np.arange(1, s['d'] + 1) / s['d']).to(dtype))

    def hops(self, mem, u):
        K = self.s['K']
        for k in range(K):
            if self.attn == 'bmm':
                p = F.softmax(torch.bmm(mem[k], u.unsqueeze(2)).squeeze(2), dim=1)
                u = u + torch.bmm(p.unsqueeze(1), mem[k + 1]).squeeze(1)
            else:
                p = F.softmax((mem[k] * u.unsqueeze(1)).sum(2), dim=1)
                u = u + (mem[k + 1] * p.unsqueeze(2)).sum(1)
        return u @ self.E[:, K].t()

    def query(self, inp):
        return (F.embedding(inp['query'], self.E[:, 0]) * self.pe).sum(1)

    def fix_rows(self):
        self.E.grad[0] = 0

    def named_grads(self):
        K = self.s['K']
        g = {'E%d' % k: self.E.grad[:, k] for k in range(K + 1)}
        g.update({'T%d' % k: self.T.grad[:, k] for k in range(K + 1)})
        return g


class FoldBag(Flat):
    """Position encoding folded into a [J*V, (K+1)*d] table, then ONE EmbeddingBag for all hops."""

    def forward(self, inp):
        s, story = self.s, inp['story']
        B, n, J = story.shape
        W = (self.pe[:, None, None, :] * self.E[None]).view(J * s['V'], -1)
        bag = F.embedding_bag((story + self.off).view(B * n, J), W, mode='sum')
        mem = bag.view(B, n, s['K'] + 1, s['d']) + self.T
        return self.hops(mem.unbind(2), self.query(inp))


class FoldBagBmm(FoldBag):
    attn = 'bmm'


class BagSum(torch.autograd.Function):
    """embedding_bag(sum) whose backward is again an embedding_bag, over the inverted index."""

    @staticmethod
    def forward(ctx, idx, W):
        ctx.save_for_backward(idx)
        ctx.rows = W.shape[0]
        return F.embedding_bag(idx, W, mode='sum')

    @staticmethod
    def backward(ctx, g):
        idx, = ctx.saved_tensors
        flat = idx.reshape(-1).numpy()
        key = flat.astype(np.int16) if ctx.rows < 32768 else flat          # 16 bits: numpy sorts by radix
        order = np.argsort(key, kind='stable') // idx.shape[1]
        off = np.zeros(ctx.rows, np.int64)
        np.cumsum(np.bincount(flat, minlength=ctx.rows)[:-1], out=off[1:])
        return None, F.embedding_bag(torch.from_numpy(order), g.contiguous(), torch.from_numpy(off), mode='sum')


class FoldCsr(Flat):
    """FoldBag with BagSum."""

    def forward(self, inp):
        s, story = self.s, inp['story']
        B, n, J = story.shape
        W = (self.pe[:, None, None, :] * self.E[None]).view(J * s['V'], -1)
        mem = BagSum.apply((story + self.off).view(B * n, J), W).view(B, n, s['K'] + 1, s['d']) + self.T
        return self.hops(mem.unbind(2), self.query(inp))


class FoldCsrBmm(FoldCsr):
    attn = 'bmm'


class FoldBagSep(Flat):
    """Folded table and EmbeddingBag per hop table (contiguous memories), bmm attention."""
    attn = 'bmm'

    def forward(self, inp):
        s, story = self.s, inp['story']
        B, n, J = story.shape
        idx = (story + self.off).view(B * n, J)
        mem = [F.embedding_bag(idx, (self.pe[:, None, :] * self.E[:, k]).view(J * s['V'], -1), mode='sum')
               .view(B, n, s['d']) + self.T[:, k] for k in range(s['K'] + 1)]
        return self.hops(mem, self.query(inp))


class FoldBagSepMul(FoldBagSep):
    attn = 'mulsum'


class Bow(Flat):
    """Rank-2 position encoding: two weighted bag-of-words matrices times the tables, one GEMM."""
    attn = 'bmm'

    def forward(self, inp):
        s, story = self.s, inp['story']
        B, n, J = story.shape
        V, K1, d = self.E.shape
        x = torch.zeros(B * n, 2 * V, dtype=self.E.dtype)
        idx = story.view(B * n, J)
        x.scatter_add_(1, idx, self.pa.expand(B * n, J))
        x.scatter_add_(1, idx + V, self.pb.expand(B * n, J))
        W = torch.cat([self.E, self.E * self.kk]).permute(1, 0, 2)          # [K+1, 2V, d]
        mem = [(x @ W[k]).view(B, n, d) + self.T[:, k] for k in range(K1)]
        return self.hops(mem, self.query(inp))


# ---------------------------------------------------------------- LM (layer-wise tying)
class LmEager(Base):
    attn = 'bmm'

    def __init__(self, s, w, dtype):
        super().__init__()
        self.s = s
        self.A = nn.Embedding(s['V'], s['d'], padding_idx=0)
        self.C = nn.Embedding(s['V'], s['d'], padding_idx=0)
        self.A.weight = nn.Parameter(tt(w['A']).clone())
        self.C.weight = nn.Parameter(tt(w['C']).clone())
        self.W = nn.Parameter(tt(w['W']).clone())
        self.H = nn.Parameter(tt(w['H']).clone())
        self.TA = nn.Parameter(tt(w['TA']).clone())
        self.TC = nn.Parameter(tt(w['TC']).clone())

    def mem(self, x):
        return self.A(x) + self.TA, self.C(x) + self.TC

    def forward(self, inp):
        x = inp['story'].squeeze(2)
        m, c = self.mem(x)
        h = self.s['d'] // 2
        u = torch.full((x.shape[0], self.s['d']), 0.1, dtype=self.W.dtype, device=self.W.device)
        for _ in range(self.s['K']):
            if self.attn == 'bmm':
                p = F.softmax(torch.bmm(m, u.unsqueeze(2)).squeeze(2), dim=1)
                v = F.linear(u, self.H) + torch.bmm(p.unsqueeze(1), c).squeeze(1)
            else:
                p = F.softmax((m * u.unsqueeze(1)).sum(2), dim=1)
                v = F.linear(u, self.H) + (c * p.unsqueeze(2)).sum(1)
            u = torch.cat([v[:, :h], F.relu(v[:, h:])], 1)
        return F.linear(u, self.W)

    def named_grads(self):
        return dict(A=self.A.weight.grad, C=self.C.weight.grad, W=self.W.grad, H=self.H.grad,
                    TA=self.TA.grad, TC=self.TC.grad)


class LmMul(LmEager):
    attn = 'mulsum'


class LmSparse(LmEager):
    """Sparse gradients for the look-up tables, clip and update by hand."""

    def __init__(self, s, w, dtype):
        super().__init__(s, w, dtype)
        self.A.sparse = self.C.sparse = True

    def train_step(self, inp, opt):
        for p in self.parameters():
            p.grad = None
        loss = F.cross_entropy(self(inp), inp['answer'], reduction='sum')
        loss.backward()
        with torch.no_grad():
            sp = [(e.weight, e.weight.grad.coalesce()) for e in (self.A, self.C)]
            de = [(p, p.grad) for p in (self.W, self.H, self.TA, self.TC)]
            norm = torch.stack([g.values().norm() for _, g in sp] + [g.norm() for _, g in de]).norm()
            a = -LR * min(1.0, CLIP / (norm.item() + 1e-6))
            for p, g in sp:
                p.index_add_(0, g.indices()[0], g.values(), alpha=a)
            for p, g in de:
                p.add_(g, alpha=a)
        return loss


QA = dict(eager=Eager, tied=Tied, tied_jit=TiedJit, foldbag=FoldBag, foldbag_bmm=FoldBagBmm,
          foldcsr=FoldCsr,
          foldcsr_bmm=FoldCsrBmm, foldbag_sep=FoldBagSep, foldbag_sep_mul=FoldBagSepMul, bow=Bow)
LM = dict(eager=LmEager, mulsum=LmMul, sparse=LmSparse)


DEFAULT = dict(S='eager tied tied_jit foldbag foldcsr'.split(), M='eager tied tied_jit foldbag foldcsr'.split(),
               L='eager tied foldbag foldbag_sep foldcsr foldcsr_bmm'.split(), LM=list(LM))


def kv_plain(X, M, C):
    return torch.softmax(X @ M.t(), dim=1) @ C


def kv_chunk(X, M, C, step=2048):
    mx = torch.full((X.shape[0], 1), -float('inf'))
    den = torch.zeros(X.shape[0], 1)
    acc = torch.zeros(X.shape[0], C.shape[1])
    for i in range(0, M.shape[0], step):
        s = X @ M[i:i + step].t()
        m2 = torch.maximum(mx, s.amax(1, keepdim=True))
        f = torch.exp(mx - m2)
        s = s.sub_(m2).exp_()
        den = den * f + s.sum(1, keepdim=True)
        acc.mul_(f).addmm_(s, C[i:i + step])
        mx = m2
    return acc / den


def build(variant, shape, dtype=torch.float32):
    s = SHAPES[shape]
    w = common.weights(shape, np.float32 if dtype == torch.float32 else np.float64)
    cls = (QA if s['kind'] == 'qa' else LM)[variant]
    return cls(s, w, dtype), {k: tt(v) for k, v in common.inputs(shape).items()}


def first_loss(model, inp):
    """The summed loss before any step, by which the harness knows that this peer computes the same."""
    with torch.no_grad():
        return F.cross_entropy(model(inp), inp['answer'], reduction='sum').item()


def main():
    shapes = sys.argv[2].split(',') if len(sys.argv) > 2 and sys.argv[2] != 'all' else ['S', 'M', 'L', 'LM', 'KV']
    only = sys.argv[3].split(',') if len(sys.argv) > 3 else None
    secs = float(os.environ.get('PEER_SECONDS', '2'))
    peer = 'torch-' + torch.__version__
    for sh in shapes:
        if sh == 'KV':
            X, M, C = map(tt, common.kv_data())
            for name, f in (('plain', kv_plain), ('chunk', kv_chunk)):
                if only and name not in only:
                    continue
                with torch.no_grad():
                    common.emit(peer, name, sh, 'forward', TH, common.measure(lambda: f(X, M, C), secs))
            continue
        for name in (QA if SHAPES[sh]['kind'] == 'qa' else LM):
            if name not in (only or DEFAULT[sh]):
                continue
            model, inp = build(name, sh)
            loss = first_loss(model, inp)
            if not (sh == 'LM' and name == 'sparse'):

                def fwd():
                    with torch.no_grad():
                        return model(inp)
                common.emit(peer, name, sh, 'forward', TH, common.measure(fwd, secs), loss=loss)
            opt = torch.optim.SGD(model.parameters(), lr=LR)
            common.emit(peer, name, sh, 'train', TH, common.measure(lambda: model.train_step(inp, opt), secs), loss=loss)


if __name__ == '__main__':
    main()
