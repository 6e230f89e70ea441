#!/usr/bin/env python3
"""Writes the small model files of tests/models with PyTorch 1.13 (Debian: python3-torch, python3-onnx, python3-numpy).

Random weights; beside each file FILE.json: three inputs (seeds of a formula that the test repeats) and the logits.
"""
import json
import pathlib
import struct
import warnings

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
warnings.filterwarnings("ignore")


def digit(seed, side=28):
    """Values from 0 to 1 that every language computes alike: a linear congruential generator, thinned out."""
    state, values = seed, []
    for _ in range(side * side):
        state = (state * 1103515245 + 12345) % 2**31
        values.append((state >> 16) % 256 / 255 if (state >> 8) % 3 == 0 else 0.0)
    return np.array(values, np.float32).reshape(1, 1, side, side)


INPUTS = [digit(seed) for seed in (1, 2, 3)]


def logits(model, prepare=lambda x: x):
    model.eval()
    with torch.no_grad():
        return [model(prepare(torch.from_numpy(x))).double().flatten().tolist() for x in INPUTS]


def tell(name, values, tolerance=1e-5, **more):
    (HERE / (name + ".json")).write_text(json.dumps({"logits": [[float("%.9g" % v) for v in row] for row in values],
                                                     "tolerance": tolerance, **more}) + "\n")


def small(seed=0, activation=nn.ReLU, pool=nn.MaxPool2d, bias=True, padding=2):
    torch.manual_seed(seed)
    side = 5 if padding else 4
    return nn.Sequential(nn.Conv2d(1, 4, 5, padding=padding, bias=bias), activation(), pool(2), nn.Conv2d(4, 6, 5),
                         activation(), pool(2), nn.Flatten(), nn.Linear(6 * side * side, 24), activation(), nn.Linear(24, 10))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5)
        self.pool = nn.AvgPool2d(2)
        self.conv2 = nn.Conv2d(4, 6, 5)
        self.act = nn.Tanh()
        self.fc1 = nn.Linear(96, 24)
        self.fc2 = nn.Linear(24, 10)

    def forward(self, x):
        x = self.pool(self.act(self.conv1(x)))
        x = self.pool(self.act(self.conv2(x)))
        return self.fc2(self.act(self.fc1(x.flatten(1))))


class Lenet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 4, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 5), nn.ReLU(), nn.MaxPool2d(2))
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(150, 24), nn.ReLU(), nn.Linear(24, 10))

    def forward(self, x):
        return self.classifier(self.features(x))


def save(obj, name, model, tolerance=1e-5, old=False, **more):
    torch.save(obj, HERE / name, _use_new_zipfile_serialization=not old)
    tell(name, logits(model), tolerance, **more)


def pytorch():
    model = small(1)
    save(model.state_dict(), "state-dict.pt", model)
    save(model.state_dict(), "state-dict-old.pt", model, old=True)
    save(model, "module.pt", model)
    save(model, "module-old.pt", model, old=True)
    optimiser = torch.optim.Adam(model.parameters())
    before = {k: v.clone() for k, v in model.state_dict().items()}
    loss = model(torch.from_numpy(INPUTS[0])).sum()
    loss.backward()
    optimiser.step()
    save({"epoch": 3, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimiser.state_dict(), "loss": loss}, "checkpoint.pt", model)
    model.load_state_dict(before)
    lenet = Lenet()
    save({"state_dict": {"module." + k: v for k, v in lenet.state_dict().items()}, "best": 0.99}, "data-parallel.pt", lenet)
    save({"_orig_mod." + k: v for k, v in lenet.state_dict().items()}, "compiled.pth", lenet)
    save(nn.DataParallel(small(2)), "data-parallel-module.pt", small(2))
    net = Net()
    save(net, "class.pt", net)  # padding, tanh and average pooling are in the modules
    for name, dtype in (("half.pt", torch.float16), ("bfloat16.pt", torch.bfloat16), ("double.pt", torch.float64)):
        rounded = {k: v.to(dtype) for k, v in small(3).state_dict().items()}
        model = small(3)
        model.load_state_dict({k: v.float() for k, v in rounded.items()})
        save(rounded, name, model)
    # Strides, offsets and storages that are shared.
    model = small(4)
    state = model.state_dict()
    state["0.weight"] = state["0.weight"].permute(2, 3, 1, 0).contiguous().permute(3, 2, 0, 1)
    state["7.weight"] = state["7.weight"].t().contiguous().t()
    both = torch.cat([state["7.bias"], state["9.bias"]])
    state["7.bias"], state["9.bias"] = both[:24], both[24:]
    save(state, "strided.pt", model)
    save(state, "strided-old.pt", model, old=True)
    torch.manual_seed(5)
    model = nn.Sequential(nn.Conv2d(1, 4, 5, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(4, 6, 3), nn.BatchNorm2d(6),
                          nn.Tanh(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(), nn.Linear(150, 10))
    for layer in (model[1], model[5]):
        layer.running_mean.uniform_(-0.5, 0.5)
        layer.running_var.uniform_(0.5, 2)
        nn.init.uniform_(layer.weight, 0.5, 1.5)
        nn.init.uniform_(layer.bias, -0.5, 0.5)
    save(model, "batch-norm.pt", model)
    torch.jit.trace(small(1), torch.from_numpy(INPUTS[0])).save(HERE / "refused-torchscript.pt")
    return model


def write_safetensors(name, tensors):
    header, data = {}, b""
    for key, (dtype, shape, raw) in tensors.items():
        header[key] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    (HERE / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def safetensors():
    kinds = {"BF16": torch.bfloat16, "F16": torch.float16, "F64": torch.float64, "F32": torch.float32}
    for dtype, kind in kinds.items():
        model = small(6)
        state = {k: v.to(kind) for k, v in model.state_dict().items()}
        model.load_state_dict({k: v.float() for k, v in state.items()})
        raw = {k: (v.view(torch.int16) if v.element_size() == 2 else v).numpy().tobytes() for k, v in state.items()}
        name = f"unnamed-{dtype.lower()}.safetensors"
        write_safetensors(name, {k: (dtype, list(v.shape), raw[k]) for k, v in state.items()})
        tell(name, logits(model))
    # As Keras has it: (rows, columns, in, out), (in, out), maps flattened by rows, columns, channels.
    model = small(10, padding=0)
    conv = [model[i].weight.detach().permute(2, 3, 1, 0).contiguous() for i in (0, 3)]
    dense = [model[7].weight.detach().reshape(24, 6, 4, 4).permute(2, 3, 1, 0).reshape(96, 24).contiguous(), model[9].weight.detach().t().contiguous()]
    tensors = {}
    for name, kernel, layer in zip(("conv2d", "conv2d_1", "dense", "dense_1"), conv + dense, (0, 3, 7, 9)):
        tensors[name + "/kernel:0"] = ("F32", list(kernel.shape), kernel.numpy().tobytes())
        tensors[name + "/bias:0"] = ("F32", list(model[layer].bias.shape), model[layer].bias.detach().numpy().tobytes())
    write_safetensors("keras.safetensors", tensors)
    tell("keras.safetensors", logits(model))


class Scaled(nn.Module):
    """Takes pixels from 0 to 1 and brings them to -1 .. 1 itself."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return torch.log_softmax(self.net((x - 0.5) / 0.5), 1)


def export(name, model, side=28, channels=1, **options):
    model.eval()
    torch.onnx.export(model, torch.zeros(1, channels, side, side), HERE / name, input_names=["digit"], **options)


def onnx(batch_norm):
    export("plain.onnx", small(7))
    tell("plain.onnx", logits(small(7)))
    scaled = Scaled(small(8, nn.Tanh, nn.AvgPool2d, padding=0))
    export("scaled.onnx", scaled, dynamic_axes={"digit": {0: "batch"}})
    tell("scaled.onnx", logits(scaled.net, lambda x: (x - 0.5) / 0.5))
    export("batch-norm.onnx", batch_norm, training=torch.onnx.TrainingMode.PRESERVE)
    tell("batch-norm.onnx", logits(batch_norm))
    torch.manual_seed(9)
    wide = nn.Sequential(nn.Conv2d(3, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(784, 10))
    export("colour32.onnx", wide, 32, 3)
    tell("colour32.onnx", logits(wide, lambda x: nn.functional.pad(x, (2, 2, 2, 2)).repeat(1, 3, 1, 1)))
    export("refused-elu.onnx", nn.Sequential(nn.Conv2d(1, 2, 5), nn.ELU(), nn.Flatten(), nn.Linear(1152, 10)))


def main():
    batch_norm = pytorch()
    onnx(batch_norm)
    safetensors()


if __name__ == "__main__":
    main()
