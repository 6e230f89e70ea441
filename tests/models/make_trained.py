#!/usr/bin/env python3
"""Trains the small networks of tests/models/trained-* with PyTorch 1.13: what their files do not say must be found.

Usage: make_trained.py MNIST_FOLDER [NAME...]
Each learns from train[10000:60000] for a minute or less and is saved as half precision.  Beside it FILE.json: how many of
train[0:10000] it reads, and what must be assumed to read it as it was trained.
"""
import json
import pathlib
import struct
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent
torch.set_num_threads(1)


def idx(path, head):
    return np.frombuffer(pathlib.Path(path).read_bytes()[head:], np.uint8)


def lenet(activation, pool, maps=(6, 16), units=(96, 64), padding=2, kernel=5, side=28, pool_first=False, flat=None):
    """A convolution, an activation, a pool, twice; then dense layers."""
    layers, before = [], 1
    for i, count in enumerate(maps):
        border = padding if i == 0 else 0
        side = (side + 2 * border - kernel + 1) // 2
        layers.append(nn.Conv2d(before, count, kernel, padding=border))
        layers += [pool(2), activation()] if pool_first else [activation(), pool(2)]
        before = count
    layers.append(flat() if flat else nn.Flatten())
    before *= side * side
    for count in units:
        layers += [nn.Linear(before, count), activation()]
        before = count
    return nn.Sequential(*layers, nn.Linear(before, 10))


class FlattenLast(nn.Module):
    """As TensorFlow does: by rows, columns, channels."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def plain(x):
    return x


def bare(names):
    return [str(n) for n in names]


def features(names, dense):
    """features.0 ... classifier.1 ...: numbers begin anew with the dense layers."""
    first = min(dense)
    return [f"classifier.{n - first + 1}" if n in dense else f"features.{n}" for n in names]


LENET = ["c1", "c3", "c5", "f6", "f7"]
NETS = {
    "tanh-average": dict(make=lambda: lenet(nn.Tanh, nn.AvgPool2d), says={"activation": "tanh", "pooling": "average"}),
    "minus-one": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d), prepare=lambda x: x * 2 - 1, names="bare",
                      says={"input": "-1 to 1"}),
    "mean-deviation": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, (10, 20), (50,), padding=0, pool_first=True),
                           prepare=lambda x: (x - 0.1307) / 0.3081, names=["conv1", "conv2", "fc1", "fc2"],
                           says={"input": "mean 0.1307, deviation 0.3081"}),
    "framed-255": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, padding=0, side=32),
                       prepare=lambda x: F.pad(x, (2, 2, 2, 2)) * 255, names=LENET,
                       says={"input": "0 to 255"}),
    "resized": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, padding=0, side=32),
                    prepare=lambda x: F.interpolate(x, size=32, mode="bilinear", align_corners=False),
                    says={"size": "32 x 32, resized"}),
    "valid": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, units=(120, 84), padding=0), names="features", says={}),
    "maps-32-64": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, (32, 64), (), padding=0, kernel=3), passes=2,
                       prepare=lambda x: (x - 0.1307) / 0.3081, says={"input": "mean 0.1307, deviation 0.3081"}),
    "maps-8-16": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, (8, 16), (128, 64), padding=0), names="features", says={}),
    "pool-first": dict(make=lambda: lenet(nn.ReLU, nn.AvgPool2d, units=(80, 40), padding=0, pool_first=True),
                       prepare=lambda x: x * 2 - 1,
                       says={"pooling": "average", "order": "pooling first", "input": "-1 to 1"}),
    "sigmoid": dict(make=lambda: lenet(nn.Sigmoid, nn.AvgPool2d), rate=0.006, passes=6, names="features",
                    says={"activation": "sigmoid", "pooling": "average"}),
    "dark-ink": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, padding=0, units=(60,)), prepare=lambda x: 1 - x,
                     says={"input": "0 to 1, dark ink"}),
    "keras": dict(make=lambda: lenet(nn.ReLU, nn.MaxPool2d, (16, 32), (48,), padding=0, kernel=3, flat=FlattenLast),
                  layout="keras", says={"flattening": "rows first"}),
}


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, array in tensors.items():
        raw = np.ascontiguousarray(array, np.float16).tobytes()
        header[name] = {"dtype": "F16", "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    path.write_bytes(struct.pack("<Q", len(head)) + head + data)


def save(name, net, model):
    """Under the names that the entry asks for; by default those of layers: conv1, conv2, fc1 ..."""
    layers = [(n, m) for n, m in model.named_modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    places = [int(n) for n, _ in layers]
    dense = {int(n) for n, m in layers if isinstance(m, nn.Linear)}
    names = net.get("names")
    if names == "bare":
        names = bare(places)
    elif names == "features":
        names = features(places, dense)
    elif names is None:
        names = [("fc" if p in dense else "conv") + str(i + 1 - (len(places) - len(dense) if p in dense else 0))
                 for i, p in enumerate(places)]
    state = {}
    for called, (_, layer) in zip(names, layers):
        state[called + ".weight"] = layer.weight.detach().half()
        state[called + ".bias"] = layer.bias.detach().half()
    if net.get("layout") == "keras":
        turned = {}
        for key, value in state.items():
            array = value.numpy()
            array = array.transpose(2, 3, 1, 0) if array.ndim == 4 else array.T if array.ndim == 2 else array
            turned[key.replace(".weight", "/kernel").replace(".bias", "/bias")] = array
        write_safetensors(HERE / f"trained-{name}.safetensors", turned)
        return f"trained-{name}.safetensors"
    torch.save(state, HERE / f"trained-{name}.pt")
    return f"trained-{name}.pt"


def main():
    folder = pathlib.Path(sys.argv[1])
    pixels = torch.from_numpy(idx(folder / "train-images-idx3-ubyte", 16).copy()).reshape(-1, 1, 28, 28)
    labels = torch.from_numpy(idx(folder / "train-labels-idx1-ubyte", 8).copy()).long()
    for name, net in NETS.items():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        torch.manual_seed(1)
        model, prepare = net["make"](), net.get("prepare", plain)
        passes, batch = net.get("passes", 4), 64
        optimiser = torch.optim.Adam(model.parameters(), net.get("rate", 0.002))
        steps = passes * 50000 // batch
        rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, net.get("rate", 0.002) * 2, steps, pct_start=0.15)
        order = torch.cat([torch.randperm(50000) + 10000 for _ in range(passes)])
        for step in range(steps):
            chosen = order[step * batch:(step + 1) * batch]
            loss = F.cross_entropy(model(prepare(pixels[chosen].float() / 255)), labels[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()
        model.half().float().eval()
        with torch.no_grad():
            right = sum(int((model(prepare(pixels[a:a + 1000].float() / 255)).argmax(1) == labels[a:a + 1000]).sum())
                        for a in range(0, 10000, 1000))
        file = save(name, net, model)
        (HERE / (file + ".json")).write_text(json.dumps({"held_out": right / 10000, "assumed": net["says"]}) + "\n")
        print(file, (HERE / file).stat().st_size, right / 10000, flush=True)


main()
