#!/usr/bin/python3
"""Writes network.json: what an End-to-End Memory Network must compute, for many small cases.

The numbers come from the twin in dense_network.py. This needs PyTorch (1.13 or later) only, and writes
the same bytes each time:

    python3 make_golden.py
"""

import dataclasses
import json
import math
import pathlib
import sys

import torch

sys.dont_write_bytecode = True  # The build copies this folder, and should not copy caches with it.
from dense_network import Batch, Config, forward, loss_of, parameter_shapes

SEED = 150308895
PARAMETER_DEVIATION = 0.4  # Larger than in training, so that errors show.
TRIVIAL_GRADIENT = 1e-4
ROUNDING_NOISE = 1e-14  # Sums that cancel leave this much, and how much depends on the processor.
KINK_DISTANCE = 1e-3

# The second story is empty; there are an empty sentence, an old and a missing time, words repeated within
# and between sentences, and null words (0) at the start, inside and at the end of a sentence.
FACTS = [
    [([3, 7, 5], 2), ([4, 7, 9, 2, 6, 3, 1], 1), ([], 0)],
    [],
    [([1, 2, 3], 4), ([8, 8, 5], 3), ([3, 0, 7, 4], -1), ([10], 1), ([11, 12, 6, 3], 0)],
    [([5, 7, 5, 0], 3), ([0, 2, 9], 0)],
]
QUESTIONS = [[3, 8, 0, 7], [5], [9, 3, 3, 10, 6], [12, 4]]
PLAIN = Batch(FACTS, QUESTIONS, [6, 2, 11, 9])
TO_ANSWERS = Batch(FACTS, QUESTIONS, [4, 0, 2, 1])
WITHOUT_QUESTIONS = Batch(FACTS, [], PLAIN.targets)
# Without times: a temporal row does not exist for more slots than the memory has.
TIMELESS = Batch([[(words, -1) for words, _ in story] for story in FACTS], QUESTIONS, PLAIN.targets)
# A text with an unknown word (0): the words at four places, each after at most six words before it.
TEXT = [4, 7, 2, 9, 7, 0, 11, 4, 7]
TEXT_PLACES = [0, 3, 7, 8]
TOKENS = Batch(
    [[([TEXT[i]], place - 1 - i) for i in range(max(0, place - 6), place)] for place in TEXT_PLACES],
    [],
    [TEXT[place] for place in TEXT_PLACES],
)


def cases():
    """All cases as name, settings and batch. New ones go last: the place in this list is the seed."""
    for tying, hops in (("ADJACENT", 3), ("LAYER_WISE", 3), ("NONE", 2)):
        for encoding in ("BAG_OF_WORDS", "POSITION_PAPER", "POSITION_AUTHORS"):
            linear_map = tying == "LAYER_WISE" and encoding != "POSITION_PAPER"
            settings = Config(tying=tying, hops=hops, encoding=encoding, linearMap=linear_map)
            yield f"{tying}_{encoding}".lower(), settings, PLAIN
    answers = dict(output="ANSWERS", answerWords=(9, 3, 12, 6, 1))
    layer_wise = dict(tying="LAYER_WISE", linearMap=True)
    yield "one_hop_adjacent", Config(hops=1), PLAIN
    yield "one_hop_layer_wise", Config(hops=1, memorySize=6, **layer_wise), PLAIN
    yield "counted_adjacent", Config(emptySlots="COUNTED"), PLAIN
    yield "counted_layer_wise", Config(emptySlots="COUNTED", memorySize=6, **layer_wise), PLAIN
    yield "counted_overfull", Config(emptySlots="COUNTED", memorySize=4, time=False), TIMELESS
    yield "linear_adjacent", Config(hops=2, attention="LINEAR", encoding="POSITION_PAPER"), PLAIN
    yield "linear_counted_none", Config(attention="LINEAR", emptySlots="COUNTED", tying="NONE", hops=1), PLAIN
    yield "half_odd_dim", Config(nonlinearity="HALF", dim=5), PLAIN
    yield "half_layer_wise", Config(nonlinearity="HALF", **layer_wise), PLAIN
    yield "all_adjacent", Config(nonlinearity="ALL", hops=2), PLAIN
    yield "all_layer_wise", Config(nonlinearity="ALL", tying="LAYER_WISE"), PLAIN
    yield "answers_adjacent", Config(hops=2, **answers), TO_ANSWERS
    yield "answers_layer_wise", Config(**answers, **layer_wise), TO_ANSWERS
    yield "no_time_adjacent", Config(time=False), TIMELESS
    yield "no_time_layer_wise", Config(time=False, **layer_wise), TIMELESS
    yield "fixed_length_paper", Config(hops=2, encoding="POSITION_PAPER", fixedLength=8), PLAIN
    yield "fixed_length_authors", Config(encoding="POSITION_AUTHORS", fixedLength=7, **layer_wise), PLAIN
    yield "linear_map_adjacent", Config(hops=2, linearMap=True), PLAIN
    yield "linear_map_none", Config(linearMap=True, tying="NONE", hops=2), PLAIN
    yield "constant_query_adjacent", Config(hops=2, query="CONSTANT"), WITHOUT_QUESTIONS
    yield "missing_targets", Config(hops=2), dataclasses.replace(PLAIN, targets=[6, -1, -1, 9])
    yield "no_targets", Config(hops=1), dataclasses.replace(PLAIN, targets=[-1] * 4)
    yield "no_slots", Config(tying="LAYER_WISE"), dataclasses.replace(PLAIN, stories=[[]] * 4)
    yield "empty_questions", Config(**layer_wise), dataclasses.replace(PLAIN, questions=[[], [], [5, 3], []])
    language = dict(layer_wise, query="CONSTANT", nonlinearity="HALF", memorySize=6)
    yield "language_model", Config(**language), TOKENS
    mixed = dict(encoding="POSITION_AUTHORS", fixedLength=7, emptySlots="COUNTED", nonlinearity="ALL", dim=5)
    yield "mixed_adjacent", Config(linearMap=True, **mixed, **answers), TO_ANSWERS


def draw_parameters(config, seed):
    """Normal numbers of four decimals; the row of the null word is zero in every table of words."""
    generator = torch.Generator().manual_seed(seed)
    parameters = {}
    for name, shape in parameter_shapes(config).items():
        values = torch.randn(shape, generator=generator, dtype=torch.float64) * PARAMETER_DEVIATION
        values = torch.round(values * 1e4) / 1e4
        answer_rows = name == "W" and config.output == "ANSWERS"
        if name[0] in "EABCW" and not answer_rows:
            values[0] = 0
        parameters[name] = values.requires_grad_()
    return parameters


def zero_by_design(config, batch, name):
    """Whether no gradient can reach a parameter: nothing is asked, or no sentence is read."""
    no_targets = all(target < 0 for target in batch.targets)
    no_slots = not any(batch.stories)
    return no_targets or (no_slots and name in ("A", "C", "T_A", "T_C"))


def check(name, config, batch, parameters, gradients, before_rectifier):
    """Stops at a case that would prove nothing, and where autograd and differences disagree."""
    for parameter, gradient in gradients.items():
        largest = gradient.abs().max().item()
        if zero_by_design(config, batch, parameter):
            assert largest == 0, f"{name}: the gradient of {parameter} should be 0, found {largest}"
        else:
            assert math.isfinite(largest) and largest > TRIVIAL_GRADIENT, f"{name}: gradient of {parameter}: {largest}"
    for values in before_rectifier:
        # A component that the previous hop rectified to 0 may stay there: no kink is near it.
        near = (values.abs() < KINK_DISTANCE) & (values != 0)
        assert not near.any(), f"{name}: a value too near the rectifier's kink; choose another SEED"

    def loss(*values):
        return loss_of(forward(config, batch, dict(zip(parameters, values)))[0], batch.targets)

    if any(target >= 0 for target in batch.targets):
        assert torch.autograd.gradcheck(loss, tuple(parameters.values()), eps=1e-6, atol=1e-7, rtol=1e-6)


def numbers(tensor):
    """The values in row-major order, with nine significant digits."""
    flat = tensor.detach().reshape(-1).tolist()
    assert all(map(math.isfinite, flat)), "found a value that is not finite"
    return [0.0 if abs(value) < ROUNDING_NOISE else float(f"{value:.9g}") for value in flat]


def offsets(lists):
    return [sum(map(len, lists[:end])) for end in range(len(lists) + 1)]


def ragged(batch):
    """The batch in the flat form of the Java side; no queries at all when there are no questions."""
    memories = [words for story in batch.stories for words, _ in story]
    return {
        "words": sum(memories, []),
        "offsets": offsets(memories),
        "times": [time for story in batch.stories for _, time in story],
        "slotOffsets": offsets(batch.stories),
        "queryWords": sum(batch.questions, []),
        "queryOffsets": offsets(batch.questions),
        "targets": batch.targets,
    }


def run(name, config, batch, seed):
    """Computes, checks and describes one case."""
    parameters = draw_parameters(config, seed)
    logits, attention, before_rectifier = forward(config, batch, parameters)
    loss = loss_of(logits, batch.targets)
    found = torch.autograd.grad(loss, list(parameters.values()), allow_unused=True) if loss.requires_grad else ()
    gradients = {key: torch.zeros_like(value) for key, value in parameters.items()}
    gradients.update({key: value for key, value in zip(parameters, found) if value is not None})
    check(name, config, batch, parameters, gradients, before_rectifier)
    filled = torch.tensor([[slot < len(story) for slot in range(attention[0].shape[1])] for story in batch.stories])
    return {
        "name": name,
        "config": dataclasses.asdict(config),
        "batch": ragged(batch),
        "parameters": {key: {"shape": list(p.shape), "values": numbers(p)} for key, p in parameters.items()},
        "expected": {
            "logits": numbers(logits),
            "attention": [numbers(p[filled]) for p in attention],
            "loss": numbers(loss)[0],
            "gradients": {key: numbers(gradient) for key, gradient in gradients.items()},
        },
    }


def rendered(value, indent=""):
    """JSON with one line for each plain value or list of numbers, so that changes are readable."""
    inner = indent + " "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {rendered(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(inner + rendered(item, inner) for item in value) + f"\n{indent}]"
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def main():
    torch.set_num_threads(1)
    results = [run(*case, SEED + place) for place, case in enumerate(cases())]
    assert len({result["name"] for result in results}) == len(results), "two cases have the same name"
    text = rendered({"made_by": "make_golden.py: plain PyTorch, float64, autograd", "cases": results})
    pathlib.Path(__file__).with_name("network.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
