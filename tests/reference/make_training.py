#!/usr/bin/env python3
"""Independent PyTorch reference for training: the loss of every batch of two short runs of LeNet-5.

    python3 make_training.py reference_training.json

It needs Debian's python3-torch and python3-numpy.  Weights and pictures come from whole numbers, so that the C++ test
(tests/nn/reference_training_test.cpp) makes the same ones without a file: see `mixed`.  Pictures are bars, no MNIST.
Network: as in make_reference.py.  Sample n of a run is picture n; batches of 32, 50 of them.
"""
import json
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)

BATCHES, BATCH, WARM_UP = 50, 32, 0.1
SHAPES = {"conv1": (6, 1, 5, 5), "conv2": (16, 6, 5, 5), "fc1": (120, 400), "fc2": (84, 120), "fc3": (10, 84)}


def mixed(numbers, salt):
    """A 32-bit hash of whole numbers, in arithmetic modulo 2^32."""
    u = np.uint64
    h = (np.atleast_1d(np.asarray(numbers, u)) * u(2654435761) + u(salt)) & u(0xffffffff)
    h ^= h >> u(16)
    h = h * u(2246822519) & u(0xffffffff)
    return h ^ (h >> u(13))


def weights():
    out = {}
    for salt, (name, shape) in enumerate(SHAPES.items(), 1):
        count, fan_in = int(np.prod(shape)), int(np.prod(shape[1:]))
        unit = (mixed(np.arange(count), salt) >> np.uint64(8)).astype(np.float32) * np.float32(2.0 ** -24)
        bound = np.float32(np.sqrt(6.0 / fan_in))
        values = (np.float32(2) * unit - np.float32(1)) * bound
        out[name + ".weight"] = torch.tensor(values.reshape(shape)).requires_grad_()
        out[name + ".bias"] = torch.zeros(shape[0]).requires_grad_()
    return out


def picture(n):
    """Its label says the bar's row, but for one in eight, whose label is another."""
    noise = (mixed(np.arange(784) + 784 * n, 77) & np.uint64(63)).reshape(28, 28)
    kind = int(mixed(n, 78)[0]) % 10
    noise[4 + 2 * kind:6 + 2 * kind, 5:22 - n % 4] = 255
    label = (kind + 3) % 10 if int(mixed(n, 79)[0]) % 8 == 0 else kind
    return noise.astype(np.float32) / np.float32(255), label


def logits(w, x):
    x = F.max_pool2d(F.relu(F.conv2d(x, w["conv1.weight"], w["conv1.bias"], padding=2)), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, w["conv2.weight"], w["conv2.bias"])), 2)
    x = F.relu(F.linear(x.flatten(1), w["fc1.weight"], w["fc1.bias"]))
    return F.linear(F.relu(F.linear(x, w["fc2.weight"], w["fc2.bias"])), w["fc3.weight"], w["fc3.bias"])


def share(step):
    """The learning rate's, as nn::cosine_schedule has it; the schedule ends one step behind the last."""
    done = (step + 1) / (BATCHES + 1.0)
    if done < WARM_UP:
        return done / WARM_UP
    return 0.5 + 0.5 * np.cos(3.14159265358979 * (done - WARM_UP) / (1 - WARM_UP))


def run(make, rate):
    w = weights()
    groups = [{"params": [p for n, p in w.items() if n.endswith("weight")], "weight_decay": 0.01},
              {"params": [p for n, p in w.items() if n.endswith("bias")], "weight_decay": 0.0}]
    optimiser, losses = make(groups, rate), []
    for step in range(BATCHES):
        samples = [picture(n) for n in range(step * BATCH, (step + 1) * BATCH)]
        x = torch.tensor(np.stack([s[0] for s in samples]))[:, None]
        loss = F.cross_entropy(logits(w, x), torch.tensor([s[1] for s in samples]))
        for group in optimiser.param_groups:
            group["lr"] = rate * share(step)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(round(loss.item(), 7))
    sums = {name: round(float(p.detach().double().abs().sum()), 5) for name, p in w.items()}
    return {"rate": rate, "losses": losses, "sums": sums}


class DecoupledSgd(torch.optim.SGD):
    """Nesterov momentum with decay beside it, rate times decay of the weights, as nn::Optimiser has it."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            decay = group["weight_decay"]
            for p in group["params"]:
                p.mul_(1 - group["lr"] * decay)
            group["weight_decay"] = 0.0
        super().step()
        for group, decay in zip(self.param_groups, (0.01, 0.0)):
            group["weight_decay"] = decay


def main():
    result = {"torch": torch.__version__, "adamw": run(lambda g, rate: torch.optim.AdamW(g, lr=rate), 0.001),
              "sgd": run(lambda g, rate: DecoupledSgd(g, lr=rate, momentum=0.9, nesterov=True), 0.01)}
    with open(sys.argv[1], "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


main()
