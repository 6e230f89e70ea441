#!/usr/bin/env python3
"""Independent NumPy and PyTorch reference for the measures by which networks are compared (src/explain).

    python3 make_measures.py WEIGHTS t10k-images-idx3-ubyte t10k-labels-idx1-ubyte reference_measures.json

It needs Debian's python3-torch, python3-numpy and python3-scipy.  WEIGHTS is the folder with lenet5.safetensors and
lenet5-seed5.safetensors; digits are the first ones of MNIST's t10k.  Everything is in double precision.
"""
import json
import math
import sys

import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import linear_sum_assignment, minimize
from scipy.special import ndtri

torch.set_num_threads(1)
MASK = (1 << 64) - 1
LAYERS = ["pool1", "pool2", "fc1", "fc2", "logits"]


class Random:
    """xoshiro256** as src/nn/random.h seeds it."""

    def __init__(self, seed, stream):
        x = (seed + stream * 0xd1342543de82ef95) & MASK
        self.state = []
        for _ in range(4):
            x = (x + 0x9e3779b97f4a7c15) & MASK
            z = ((x ^ (x >> 30)) * 0xbf58476d1ce4e5b9) & MASK
            z = ((z ^ (z >> 27)) * 0x94d049bb133111eb) & MASK
            self.state.append(z ^ (z >> 31))

    def next(self):
        s = self.state
        rotate = lambda v, k: ((v << k) | (v >> (64 - k))) & MASK
        result, t = (rotate((s[1] * 5) & MASK, 7) * 9) & MASK, (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)
        return result

    def below(self, count):
        return ((self.next() >> 32) * count) >> 32

    def uniform(self):
        return (self.next() >> 40) / 16777216

    def normal(self):
        return ndtri(((self.next() >> 12) + 0.5) / 2 ** 52)


def load(path):
    data = open(path, "rb").read()
    size = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8:8 + size]), data[8 + size:]
    kinds = {"F16": np.float16, "F32": np.float32}
    out = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = np.frombuffer(body[begin:end], kinds[entry["dtype"]]).reshape(entry["shape"])
            out[name] = torch.tensor(values.astype(np.float64))
    return out


def above_pool1(w, x):
    a = {"pool2": F.max_pool2d(F.relu(F.conv2d(x, w["conv2.weight"], w["conv2.bias"])), 2)}
    return {**a, **above_pool2(w, a["pool2"])}


def above_pool2(w, x):
    a = {"fc1": F.relu(F.linear(x.flatten(1), w["fc1.weight"], w["fc1.bias"]))}
    a["fc2"] = F.relu(F.linear(a["fc1"], w["fc2.weight"], w["fc2.bias"]))
    a["logits"] = F.linear(a["fc2"], w["fc3.weight"], w["fc3.bias"])
    return a


def forward(w, x):
    a = {"input": x, "pool1": F.max_pool2d(F.relu(F.conv2d(x, w["conv1.weight"], w["conv1.bias"], padding=2)), 2)}
    return {**a, **above_pool1(w, a["pool1"])}


def moved(p, scale=1.0, degrees=0.0, right=0.0, down=0.0):
    """Where each pixel came from; bilinear, 0 outside."""
    rows, columns = np.mgrid[0:28, 0:28].astype(float)
    x, y, t = columns - 13.5 - right, rows - 13.5 - down, math.radians(degrees)
    sx, sy = (x * math.cos(t) - y * math.sin(t)) / scale + 13.5, (x * math.sin(t) + y * math.cos(t)) / scale + 13.5
    padded = np.pad(p, 40)
    r, c = np.floor(sy).astype(int), np.floor(sx).astype(int)
    fy, fx = sy - r, sx - c
    at = lambda i, j: padded[i + 40, j + 40]
    return (1 - fy) * ((1 - fx) * at(r, c) + fx * at(r, c + 1)) + fy * ((1 - fx) * at(r + 1, c) + fx * at(r + 1, c + 1))


def thickness(p, most, edge):
    q = np.pad(p, 1, constant_values=edge)
    around = most(np.stack([q[1:-1, 1:-1], q[:-2, 1:-1], q[2:, 1:-1], q[1:-1, :-2], q[1:-1, 2:]]), axis=0)
    return 0.65 * p + 0.35 * around


def harmed(how, p, digit):
    random = Random(1, digit)
    if how == "shift":
        dx, dy = [(2, 0), (0, 2), (-2, 0), (0, -2)][random.below(4)]
        return moved(p, right=dx, down=dy)
    if how == "rotation":
        return moved(p, degrees=20 if random.uniform() < 0.5 else -20)
    if how == "scale":
        return moved(p, scale=0.8)
    if how == "thinner":
        return thickness(p, np.min, 1)
    if how == "thicker":
        return thickness(p, np.max, 0)
    if how == "noise":
        return np.clip(p + 0.3 * np.array([random.normal() for _ in range(784)]).reshape(28, 28), 0, 1)
    if how == "contrast":
        return p / 2
    if how == "inverted":
        return 1 - p
    rows, columns = np.nonzero(p.sum(1))[0], np.nonzero(p.sum(0))[0]
    top = rows[0] + random.below(max(1, rows[-1] - rows[0] + 1 - 5))
    left = columns[0] + random.below(max(1, columns[-1] - columns[0] + 1 - 5))
    q = p.copy()
    q[top:top + 6, left:left + 6] = 0
    return q


HARMS = ["shift", "rotation", "scale", "thinner", "thicker", "noise", "contrast", "inverted", "erased"]


def robustness(w, pixels, labels, n):
    out = {}
    for how in HARMS:
        pictures = np.stack([harmed(how, pixels[i], i) for i in range(n)])
        answers = forward(w, torch.tensor(pictures)[:, None])["logits"].argmax(1).numpy()
        weights = (np.arange(784) % 101).reshape(28, 28)
        out[how] = {"accuracy": float((answers == labels[:n]).mean()),
                    "pixels": [float((pictures[i] * weights).sum() / weights.sum()) for i in range(20)]}
    return out


def calibration(w, pixels, labels, n):
    """On noisy digits, so that many bins are filled."""
    pictures = np.stack([harmed("noise", pixels[i], i) for i in range(n)])
    p = F.softmax(forward(w, torch.tensor(pictures)[:, None])["logits"], 1).numpy()
    confidence, right = p.max(1), p.argmax(1) == labels[:n]
    bins, error = [], 0
    for m in range(15):
        inside = (confidence > m / 15) & (confidence <= (m + 1) / 15)
        bins.append([int(inside.sum()), float(confidence[inside].sum()), int(right[inside].sum())])
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return {"bins": bins, "error": error, "overconfidence": float(confidence.mean() - right.mean())}


def maps(a):
    """(maps, digits and places)."""
    a = a.numpy()
    return np.moveaxis(a.reshape(a.shape[0], a.shape[1], -1), 1, 0).reshape(a.shape[1], -1)


def correlations(x, y):
    with np.errstate(all="ignore"):
        r = np.corrcoef(np.concatenate([maps(x), maps(y)]))
    return r[:x.shape[1], x.shape[1]:]


def matching(a, b):
    out = {}
    for layer in ("pool1", "pool2"):
        r = correlations(a[layer], b[layer])
        rows, columns = linear_sum_assignment(-r)
        assert not np.isnan(r).any()
        out[layer] = {"correlations": r.flatten().tolist(), "one_to_one": columns.tolist(),
                      "best": r.argmax(1).tolist(), "mean": float(r[rows, columns].mean())}
    return out


def cka(x, y):
    x, y = x.flatten(1).numpy(), y.flatten(1).numpy()
    x, y = x - x.mean(0), y - y.mean(0)
    norm = np.linalg.norm
    return float(norm(y.T @ x) ** 2 / (norm(x.T @ x) * norm(y.T @ y)))


def loss_without(w, layer, a, labels, off, how):
    x = a[layer].clone()
    for unit in off:
        x[:, unit] = 0 if how == "zero" else x[:, unit].mean(0)
    if layer == "pool1":
        scores = above_pool1(w, x)["logits"]
    elif layer == "pool2":
        scores = above_pool2(w, x)["logits"]
    elif layer == "fc1":
        scores = F.linear(F.relu(F.linear(x, w["fc2.weight"], w["fc2.bias"])), w["fc3.weight"], w["fc3.bias"])
    else:
        scores = F.linear(x, w["fc3.weight"], w["fc3.bias"]) if layer == "fc2" else x
    return float(F.cross_entropy(scores, labels))


def coadaptation(w, a, labels, layer, units, how):
    loss = lambda *off: loss_without(w, layer, a, labels, off, how)
    intact, alone = loss(), [loss(i) for i in range(units)]
    pairs = [loss(i, k) - alone[i] - alone[k] + intact for i in range(units) for k in range(i + 1, units)]
    return {"intact": intact, "costs": [x - intact for x in alone], "pairs": pairs}


def redundancy(a):
    out = {}
    for layer in LAYERS[:-1]:
        x = maps(a[layer])
        with np.errstate(all="ignore"):
            r = np.abs(np.corrcoef(x))[np.triu_indices(len(x), 1)]
        eigenvalues = np.linalg.eigvalsh(np.cov(x, bias=True))
        out[layer] = {"redundancy": float(np.nanmean(r)),
                      "dimensions": float(eigenvalues.sum() ** 2 / (eigenvalues ** 2).sum()),
                      "dead": np.nonzero(x.max(1) <= 0)[0].tolist()}
    return out


def roughness(kernels, n=1024):
    """By the trapezoid rule over n frequencies a side; the border between high and low counts half."""
    f = np.abs(np.fft.fftfreq(n))
    low = np.where(f < 0.25, 1.0, np.where(f == 0.25, 0.5, 0.0))
    energy = sum(np.abs(np.fft.fft2(k, (n, n))) ** 2 for k in kernels)
    return float(1 - (energy * low[:, None] * low[None]).sum() / energy.sum())


def softmax_fit(x, labels, decay, together):
    """scipy's L-BFGS on the objective, in double precision."""
    x = x.flatten(1).numpy()
    mean, deviation = x.mean(0), x.std(0)
    scale = np.where(deviation > 0, 1 / np.where(deviation > 0, deviation, 1), 0)
    if together:
        scale = np.where(deviation > 0, 1 / np.sqrt((deviation ** 2).mean()), 0)
    z = torch.tensor((x - mean) * scale)

    def objective(values):
        w = torch.tensor(values.reshape(-1, 10), requires_grad=True)
        loss = F.cross_entropy(z @ w[:-1] + w[-1], labels)
        whole = loss + decay / 2 * (w[:-1] ** 2).sum()
        whole.backward()
        return float(whole), w.grad.numpy().flatten()

    found = minimize(objective, np.zeros(10 * (z.shape[1] + 1)), jac=True, method="L-BFGS-B",
                     options={"maxiter": 5000, "maxfun": 10000, "ftol": 1e-15, "gtol": 1e-8, "maxcor": 30})
    w = found.x.reshape(-1, 10)
    answers = lambda y: ((y.flatten(1).numpy() - mean) * scale @ w[:-1] + w[-1]).argmax(1)
    return float(found.fun), answers


def probes(a, labels, n, m):
    out = {}
    for layer in ["input"] + LAYERS[:-1]:
        objective, answers = softmax_fit(a[layer][:n], labels[:n], 1e-3, False)
        right = lambda begin, end: float((answers(a[layer][begin:end]) == labels[begin:end].numpy()).mean())
        out[layer] = {"objective": objective, "learnt": right(0, n), "accuracy": right(n, n + m)}
    return out


def few_shot(x, labels):
    objective, _ = softmax_fit(x, labels, 1e-2, True)
    right = 0
    for i in range(len(x)):
        others = [k for k in range(len(x)) if k != i]
        right += int(softmax_fit(x[others], labels[others], 1e-2, True)[1](x[i:i + 1])[0]) == int(labels[i])
    return {"objective": objective, "leave_one_out": right / len(x)}


def main(weights, images, classes, out):
    pixels = np.frombuffer(open(images, "rb").read()[16:], np.uint8).reshape(-1, 28, 28)[:1000] / 255.0
    labels = np.frombuffer(open(classes, "rb").read()[8:], np.uint8)[:1000].astype(np.int64)
    one, other = load(weights + "/lenet5.safetensors"), load(weights + "/lenet5-seed5.safetensors")
    told = torch.tensor(labels)
    with torch.no_grad():
        a, b = (forward(w, torch.tensor(pixels)[:, None]) for w in (one, other))
        first = lambda n: ({k: v[:n] for k, v in a.items()}, {k: v[:n] for k, v in b.items()})
        result = {"robustness": robustness(other, pixels, labels, 200),
                  "calibration": calibration(other, pixels, labels, 300),
                  "matching": matching(*first(60)),
                  "likeness": [cka(first(80)[0][r], first(80)[1][c]) for r in LAYERS for c in LAYERS],
                  "redundancy": redundancy(first(100)[0]),
                  "roughness": {layer: [roughness(k.numpy()) for k in one[layer + ".weight"]]
                                for layer in ("conv1", "conv2")},
                  "coadaptation": {}}
        for layer, units, how in (("pool1", 6, "zero"), ("pool2", 16, "zero"), ("pool2", 16, "mean"),
                                  ("fc1", 120, "zero"), ("fc2", 84, "mean"), ("logits", 10, "zero")):
            found = coadaptation(other, first(50)[1], told[:50], layer, units, how)
            if units > 20:  # of many pairs every 50th
                found["pairs"] = found["pairs"][::50]
            result["coadaptation"][layer + " " + how] = found
    result["probes"] = probes({k: v.detach() for k, v in a.items()}, told, 300, 300)
    result["few_shot"] = few_shot(b["fc2"][:40].detach(), told[:40])
    def short(v):
        if isinstance(v, float):
            return float(f"{v:.8g}")
        if isinstance(v, dict):
            return {k: short(x) for k, x in v.items()}
        return [short(x) for x in v] if isinstance(v, list) else v

    with open(out, "w") as file:
        json.dump(short(result), file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
