"""An End-to-End Memory Network in plain PyTorch, from the equations of the paper alone (arXiv 1503.08895).

It pads every story and sentence to one dense size, computes in float64, and leaves every gradient to
autograd: an independent twin of the ragged network in Java.
"""

import dataclasses

import torch


@dataclasses.dataclass(frozen=True)
class Config:
    """The settings of one network; answerWords is empty unless output is ANSWERS."""

    vocabulary: int = 13
    dim: int = 6
    memorySize: int = 5
    hops: int = 3
    tying: str = "ADJACENT"  # or LAYER_WISE, NONE
    encoding: str = "BAG_OF_WORDS"  # or POSITION_PAPER, POSITION_AUTHORS
    fixedLength: int = 0
    time: bool = True
    attention: str = "SOFTMAX"  # or LINEAR
    emptySlots: str = "MASKED"  # or COUNTED
    nonlinearity: str = "NONE"  # or HALF, ALL
    linearMap: bool = False
    query: str = "QUESTION"  # or CONSTANT
    output: str = "VOCABULARY"  # or ANSWERS
    answerWords: tuple = ()

    @property
    def classes(self):
        return len(self.answerWords) if self.output == "ANSWERS" else self.vocabulary


@dataclasses.dataclass(frozen=True)
class Batch:
    """Stories as lists of (words, time), questions as lists of words, and the right classes."""

    stories: list
    questions: list
    targets: list


def parameter_shapes(config):
    """The names and shapes of the parameters, in the order of network.json."""
    hops = range(1, config.hops + 1)
    words, times = (config.vocabulary, config.dim), (config.memorySize, config.dim)
    shapes = {}
    if config.tying == "ADJACENT":
        shapes.update({f"E{k}": words for k in (0, *hops)})
        shapes.update({f"T{k}": times for k in (0, *hops) if config.time})
    else:
        suffixes = [""] if config.tying == "LAYER_WISE" else hops
        shapes.update({f"{table}{k}": words for table in "AC" for k in suffixes})
        if config.query == "QUESTION":
            shapes["B"] = words
        shapes["W"] = (config.classes, config.dim)
        shapes.update({f"T_{table}{k}": times for table in "AC" for k in suffixes if config.time})
    if config.linearMap:
        shapes["H"] = (config.dim, config.dim)
    return shapes


def tables_of_hop(config, parameters, hop):
    """The tables A, C, T_A and T_C of hop 1, 2, ...; the last two are None without time."""
    if config.tying == "ADJACENT":
        names = f"E{hop - 1}", f"E{hop}", f"T{hop - 1}", f"T{hop}"
    else:
        suffix = "" if config.tying == "LAYER_WISE" else hop
        names = f"A{suffix}", f"C{suffix}", f"T_A{suffix}", f"T_C{suffix}"
    return [parameters.get(name) for name in names]


def word_weights(config, lengths, width):
    """The weights l_kj as lengths.shape x width x dim; zero on the padding after a sentence's last word."""
    j = torch.arange(1, width + 1, dtype=torch.float64).reshape(-1, 1)
    k = torch.arange(1, config.dim + 1, dtype=torch.float64).reshape(1, -1)
    d = config.dim
    filled = j <= lengths[..., None, None]
    J = torch.full_like(lengths, config.fixedLength) if config.fixedLength else lengths
    J = J.clamp(min=1)[..., None, None]
    if config.encoding == "POSITION_PAPER":
        weights = (1 - j / J) - (k / d) * (1 - 2 * j / J)
    elif config.encoding == "POSITION_AUTHORS":
        weights = 1 + 4 * (k - (d + 1) / 2) * (j - (J + 1) / 2) / (d * J)
    else:
        weights = torch.ones(d, dtype=torch.float64)
    return weights * filled


def padded(sentences, width):
    return torch.tensor([sentence + [0] * (width - len(sentence)) for sentence in sentences]).reshape(-1, width)


def forward(config, batch, parameters):
    """Returns logits (B x classes), attention (hops x B x slots) and the values before each rectifier."""
    count = len(batch.targets)
    slots = max(config.memorySize, *(len(story) for story in batch.stories))
    width = max(len(words) for words in [w for s in batch.stories for w, _ in s] + batch.questions + [[0]])
    stories = [story + [([], -1)] * (slots - len(story)) for story in batch.stories]
    sentences = [words for story in stories for words, _ in story]
    words = padded(sentences, width).reshape(count, slots, width)
    weights = word_weights(config, torch.tensor([len(s) for s in sentences], dtype=torch.float64), width)
    weights = weights.reshape(count, slots, width, config.dim)
    times = torch.tensor([[time for _, time in story] for story in stories])
    filled_counts = torch.tensor([[len(story)] for story in batch.stories])
    filled = torch.arange(slots) < filled_counts
    counted = torch.arange(slots) < filled_counts.clamp(min=config.memorySize)

    def encode(table, time_table):
        encoded = (table[words] * weights).sum(dim=-2)
        if time_table is None:
            return encoded
        return encoded + time_table[times.clamp(min=0)] * (times >= 0)[..., None]

    if config.query == "CONSTANT":
        u = torch.full((count, config.dim), 0.1, dtype=torch.float64)
    else:
        lengths = torch.tensor([len(q) for q in batch.questions], dtype=torch.float64)
        table = parameters["E0" if config.tying == "ADJACENT" else "B"]
        u = (table[padded(batch.questions, width)] * word_weights(config, lengths, width)).sum(dim=-2)

    attention, before_rectifier = [], []
    for hop in range(1, config.hops + 1):
        A, C, T_A, T_C = tables_of_hop(config, parameters, hop)
        m, c = encode(A, T_A), encode(C, T_C)
        scores = torch.einsum("bsd,bd->bs", m, u)  # An empty slot has m = 0, so its score is 0.
        if config.attention == "LINEAR":
            p = scores
        else:
            competing = counted if config.emptySlots == "COUNTED" else filled
            powers = scores.exp() * competing
            total = powers.sum(dim=1, keepdim=True)
            p = powers / torch.where(total > 0, total, torch.ones_like(total))
        attention.append(p)
        o = torch.einsum("bs,bsd->bd", p, c)  # An empty slot has c = 0 and adds nothing.
        u = (u @ parameters["H"].T if config.linearMap else u) + o
        if config.nonlinearity != "NONE":
            first = config.dim // 2 if config.nonlinearity == "HALF" else 0
            before_rectifier.append(u[:, first:])
            u = torch.cat([u[:, :first], u[:, first:].relu()], dim=1)

    W = parameters[f"E{config.hops}" if config.tying == "ADJACENT" else "W"]
    if config.tying == "ADJACENT" and config.output == "ANSWERS":
        W = W[list(config.answerWords)]
    return u @ W.T, attention, before_rectifier


def loss_of(logits, targets):
    """The sum of -log softmax(logits)[target] over the stories that have a target."""
    log_probabilities = logits.log_softmax(dim=1)
    known = [(story, target) for story, target in enumerate(targets) if target >= 0]
    return -sum((log_probabilities[place] for place in known), torch.zeros((), dtype=torch.float64))
