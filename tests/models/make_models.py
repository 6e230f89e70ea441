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


def keep_lively(model, seed):
    """Running means and variances, gains and shifts as a training leaves them."""
    torch.manual_seed(seed)
    for layer in model:
        if not isinstance(layer, (nn.BatchNorm2d, nn.BatchNorm1d)):
            continue
        layer.running_mean.uniform_(-0.5, 0.5)
        layer.running_var.uniform_(0.5, 2)
        nn.init.uniform_(layer.weight, 0.5, 1.5)
        nn.init.uniform_(layer.bias, -0.5, 0.5)
    return model


class Prepared(nn.Module):
    """Does something to its input first, and says so in ONNX."""

    def __init__(self, prepare, net):
        super().__init__()
        self.prepare = prepare
        self.net = net

    def forward(self, x):
        return self.net(self.prepare(x))


class LeNet32(nn.Module):
    """C5 is a convolution; reads 32 x 32."""

    def __init__(self):
        super().__init__()
        self.c1, self.c3, self.c5 = nn.Conv2d(1, 4, 5), nn.Conv2d(4, 6, 5), nn.Conv2d(6, 20, 5)
        self.f6, self.f7 = nn.Linear(20, 12), nn.Linear(12, 10)

    def forward(self, x):
        x = torch.max_pool2d(torch.tanh(self.c1(x)), 2)
        x = torch.max_pool2d(torch.tanh(self.c3(x)), 2)
        return self.f7(torch.tanh(self.f6(torch.tanh(self.c5(x)).flatten(1))))


def kinds():
    """A file for each kind of layer, and for each way of a digit to the input."""
    f = nn.functional
    sequence = nn.Sequential
    make = {
        "leaky.pt": lambda: sequence(nn.Conv2d(1, 4, 5), nn.LeakyReLU(0.1), nn.MaxPool2d(2), nn.Conv2d(4, 6, 5, padding=1), nn.LeakyReLU(),
                                     nn.AvgPool2d(2), nn.Flatten(), nn.Linear(150, 10)),
        "sigmoid.pt": lambda: sequence(nn.Conv2d(1, 4, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2), nn.Conv2d(4, 6, 5), nn.Sigmoid(),
                                       nn.AvgPool2d(2), nn.Flatten(), nn.Linear(150, 24), nn.Sigmoid(), nn.Linear(24, 10)),
        "norm-after-pool.pt": lambda: keep_lively(sequence(nn.BatchNorm2d(1), nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.BatchNorm2d(4),
                                                           nn.Conv2d(4, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(96, 16),
                                                           nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 10)), 21),
        "global-average.pt": lambda: sequence(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 12, 5), nn.ReLU(),
                                              nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(12, 10)),
        "pool-first.pt": lambda: sequence(nn.MaxPool2d(2), nn.Conv2d(1, 6, 5), nn.ReLU(), nn.Conv2d(6, 8, 5), nn.ReLU(), nn.Flatten(), nn.Linear(288, 10)),
        "pool-before-activation.pt": lambda: sequence(nn.Conv2d(1, 4, 5), nn.MaxPool2d(2), nn.ReLU(), nn.Conv2d(4, 6, 5), nn.AvgPool2d(2), nn.Tanh(),
                                                      nn.Flatten(), nn.Linear(96, 10)),
        "no-bias.pt": lambda: sequence(nn.Conv2d(1, 4, 5, bias=False), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 5, bias=False), nn.ReLU(),
                                       nn.MaxPool2d(2), nn.Flatten(), nn.Linear(96, 10, bias=False)),
        "five-classes.pt": lambda: sequence(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(576, 5)),
        "letters.pt": lambda: sequence(nn.Conv2d(1, 3, 5), nn.ReLU(), nn.MaxPool2d(4), nn.Flatten(), nn.Linear(108, 26), nn.LogSoftmax(1)),
        "zero-pad.pt": lambda: sequence(nn.Conv2d(1, 4, 5, padding=3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(900, 10)),
    }
    for i, (name, build) in enumerate(make.items()):
        torch.manual_seed(30 + i)
        model = build()
        model.eval()
        torch.save(model, HERE / name)
        tell(name, logits(model[:-1] if name == "letters.pt" else model))
    torch.manual_seed(50)
    c5 = LeNet32()
    export("c5.onnx", c5, 32)
    tell("c5.onnx", logits(c5, lambda x: f.pad(x, (2, 2, 2, 2))))
    ways = {
        "bytes.onnx": lambda x: x / 255,
        "mean-deviation.onnx": lambda x: (x - 0.1307) / 0.3081,
        "dark.onnx": lambda x: 1 - x,
        "framed.onnx": lambda x: f.pad((x - 0.5) / 0.5, (2, 2, 2, 2), value=-1.0),
        "framed-grey.onnx": lambda x: f.pad((x - 0.1307) / 0.3081, (2, 2, 2, 2)),
        "resized.onnx": lambda x: f.interpolate(x, size=(32, 32), mode="bilinear", align_corners=False) * 2 - 1,
    }
    for i, (name, prepare) in enumerate(ways.items()):
        torch.manual_seed(60 + i)
        side = 32 if name in ("framed.onnx", "framed-grey.onnx", "resized.onnx") else 28
        # With a border of its own: a shift of the input is not the same as one of the first weights.
        net = sequence(nn.Conv2d(1, 4, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(side * side, 10))
        model = Prepared(prepare, net)
        export(name, model)
        tell(name, logits(model, (lambda x: x * 255) if name == "bytes.onnx" else (lambda x: x)))


def nhwc():
    """As tf2onnx writes a Keras model: rows, columns, channels outside, transposed around convolutions."""
    from onnx import TensorProto, helper, numpy_helper
    torch.manual_seed(80)
    model = nn.Sequential(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(96, 10))
    n = lambda tensor: tensor.detach().numpy()
    tensors = {"w1": n(model[0].weight), "b1": n(model[0].bias), "w2": n(model[3].weight), "b2": n(model[3].bias),
               "w3": np.ascontiguousarray(keras_dense(model[7], 6, 4)), "b3": n(model[7].bias), "row": np.array([-1, 96], np.int64)}
    node = helper.make_node
    pool = {"kernel_shape": [2, 2], "strides": [2, 2]}
    nodes = [node("Transpose", ["digit"], ["x1"], perm=[0, 3, 1, 2]), node("Conv", ["x1", "w1", "b1"], ["x2"], kernel_shape=[5, 5]),
             node("Relu", ["x2"], ["x3"]), node("MaxPool", ["x3"], ["x4"], **pool), node("Conv", ["x4", "w2", "b2"], ["x5"], kernel_shape=[5, 5]),
             node("Relu", ["x5"], ["x6"]), node("MaxPool", ["x6"], ["x7"], **pool), node("Transpose", ["x7"], ["x8"], perm=[0, 2, 3, 1]),
             node("Reshape", ["x8", "row"], ["x9"]), node("MatMul", ["x9", "w3"], ["x10"]), node("Add", ["x10", "b3"], ["x11"]),
             node("Softmax", ["x11"], ["classes"])]
    graph = helper.make_graph(nodes, "model", [helper.make_tensor_value_info("digit", TensorProto.FLOAT, ["batch", 28, 28, 1])],
                              [helper.make_tensor_value_info("classes", TensorProto.FLOAT, ["batch", 10])],
                              [numpy_helper.from_array(array, name) for name, array in tensors.items()])
    (HERE / "channels-last.onnx").write_bytes(helper.make_model(graph, producer_name="by hand").SerializeToString())
    tell("channels-last.onnx", logits(model))


def write_tfjs(name, layers, weights, functional=False, shards=1, quantise=None):
    """A layers model as tensorflowjs_converter and model.save() write it.  weights: (name, array) in their order."""
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    specs, data = [], b""
    for key, array in weights:
        spec = {"name": key, "shape": list(array.shape), "dtype": "float32"}
        if quantise == "float16":
            spec["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
            data += array.astype("<f2").tobytes()
        elif quantise:
            low, high, most = float(array.min()), float(array.max()), {"uint8": 255, "uint16": 65535}[quantise]
            scale = (high - low) / most or 1.0
            spec["quantization"] = {"dtype": quantise, "min": low, "scale": scale, "original_dtype": "float32"}
            data += np.round((array - low) / scale).astype({"uint8": "u1", "uint16": "<u2"}[quantise]).tobytes()
        else:
            data += array.astype("<f4").tobytes()
        specs.append(spec)
    paths = [f"group1-shard{i + 1}of{shards}.bin" for i in range(shards)]
    for i, path in enumerate(paths):
        (folder / path).write_bytes(data[len(data) * i // shards:len(data) * (i + 1) // shards])
    listed = []
    for i, (kind, config) in enumerate(layers):
        layer = {"class_name": kind, "config": config}
        if functional:
            layer["name"] = config["name"]
            layer["inbound_nodes"] = [[[layers[i - 1][1]["name"], 0, 0, {}]]] if i else []
        listed.append(layer)
    config = {"name": "model", "layers": listed}
    if functional:
        config["input_layers"] = [[layers[0][1]["name"], 0, 0]]
        config["output_layers"] = [[layers[-1][1]["name"], 0, 0]]
    model = {"format": "layers-model", "generatedBy": "keras v2.15.0", "convertedBy": "by hand",
             "modelTopology": {"keras_version": "2.15.0", "backend": "tensorflow",
                               "model_config": {"class_name": "Functional" if functional else "Sequential", "config": config}},
             "weightsManifest": [{"paths": paths, "weights": specs}]}
    (folder / "model.json").write_text(json.dumps(model))


def keras_conv(layer):
    return layer.weight.detach().permute(2, 3, 1, 0).contiguous().numpy()


def keras_dense(layer, maps=0, side=0):
    weight = layer.weight.detach()
    if maps:  # flattened by rows, columns, channels
        weight = weight.reshape(-1, maps, side, side).permute(0, 2, 3, 1).reshape(weight.shape)
    return weight.t().contiguous().numpy()


def conv_config(name, filters, kernel, **more):
    return {"name": name, "filters": filters, "kernel_size": [kernel, kernel], "strides": [1, 1], "padding": "valid", "data_format": "channels_last",
            "dilation_rate": [1, 1], "groups": 1, "activation": "linear", "use_bias": True, **more}


def tensorflow_js():
    n = lambda tensor: tensor.detach().numpy()
    torch.manual_seed(70)
    model = nn.Sequential(nn.Conv2d(1, 4, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
                          nn.Linear(150, 16), nn.Sigmoid(), nn.Linear(16, 10))
    layers = [("Conv2D", conv_config("conv2d", 4, 5, padding="same", activation="relu", batch_input_shape=[None, 28, 28, 1])),
              ("MaxPooling2D", {"name": "max_pooling2d", "pool_size": [2, 2], "strides": [2, 2], "padding": "valid"}),
              ("Conv2D", conv_config("conv2d_1", 6, 5)), ("Activation", {"name": "activation", "activation": "tanh"}),
              ("AveragePooling2D", {"name": "average_pooling2d", "pool_size": [2, 2], "strides": None, "padding": "same"}),
              ("Flatten", {"name": "flatten", "data_format": "channels_last"}), ("Dense", {"name": "dense", "units": 16, "activation": "sigmoid", "use_bias": True}),
              ("Dropout", {"name": "dropout", "rate": 0.5}), ("Dense", {"name": "dense_1", "units": 10, "activation": "softmax", "use_bias": True})]
    weights = [("conv2d/kernel", keras_conv(model[0])), ("conv2d/bias", n(model[0].bias)), ("conv2d_1/kernel", keras_conv(model[3])),
               ("conv2d_1/bias", n(model[3].bias)), ("dense/kernel", keras_dense(model[7], 6, 5)), ("dense/bias", n(model[7].bias)),
               ("dense_1/kernel", keras_dense(model[9])), ("dense_1/bias", n(model[9].bias))]
    write_tfjs("tfjs", layers, weights, shards=3)
    tell("tfjs/model.json", logits(model))
    torch.manual_seed(71)
    model = nn.Sequential(nn.Conv2d(1, 6, 3, bias=False), nn.BatchNorm2d(6, eps=1e-3), nn.LeakyReLU(0.3), nn.MaxPool2d(2), nn.Conv2d(6, 8, 3), nn.ReLU(),
                          nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10))
    keep_lively(model, 72)
    layers = [("InputLayer", {"name": "input_1", "batch_input_shape": [None, 28, 28, 1]}), ("Rescaling", {"name": "rescaling", "scale": 1 / 127.5, "offset": -1}),
              ("Conv2D", conv_config("conv2d", 6, 3, use_bias=False)), ("BatchNormalization", {"name": "batch_normalization", "axis": [3], "epsilon": 1e-3}),
              ("LeakyReLU", {"name": "leaky_re_lu", "alpha": 0.3}), ("MaxPooling2D", {"name": "max_pooling2d", "pool_size": [2, 2], "padding": "valid"}),
              ("Conv2D", conv_config("conv2d_1", 8, 3)), ("ReLU", {"name": "re_lu", "max_value": None, "negative_slope": 0.0, "threshold": 0.0}),
              ("GlobalAveragePooling2D", {"name": "global_average_pooling2d"}), ("Dense", {"name": "dense", "units": 10, "activation": "linear", "use_bias": True}),
              ("Softmax", {"name": "softmax", "axis": -1})]
    for name, how in (("tfjs-functional", None), ("tfjs-uint8", "uint8"), ("tfjs-uint16", "uint16"), ("tfjs-float16", "float16")):
        tensors = [("conv2d/kernel", model[0].weight), ("batch_normalization/gamma", model[1].weight), ("batch_normalization/beta", model[1].bias),
                   ("batch_normalization/moving_mean", model[1].running_mean), ("batch_normalization/moving_variance", model[1].running_var),
                   ("conv2d_1/kernel", model[4].weight), ("conv2d_1/bias", model[4].bias), ("dense/kernel", model[8].weight), ("dense/bias", model[8].bias)]
        with torch.no_grad():
            for _, tensor in tensors if how else []:  # what the rounded numbers say
                if how == "float16":
                    tensor.copy_(tensor.half().float())
                    continue
                low, most = tensor.min(), {"uint8": 255, "uint16": 65535}[how]
                scale = (tensor.max() - low) / most
                tensor.copy_(torch.round((tensor - low) / scale) * scale + low)
        arrays = [(key, keras_conv(model[0]) if key == "conv2d/kernel" else keras_conv(model[4]) if key == "conv2d_1/kernel" else
                   keras_dense(model[8]) if key == "dense/kernel" else n(tensor)) for key, tensor in tensors]
        write_tfjs(name, layers, arrays, functional=True, quantise=how)
        tell(name + "/model.json", logits(model, lambda x: x * 2 - 1))


def main():
    batch_norm = pytorch()
    onnx(batch_norm)
    safetensors()
    kinds()
    nhwc()
    tensorflow_js()


if __name__ == "__main__":
    main()
