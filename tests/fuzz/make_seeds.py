#!/usr/bin/env python3
"""Writes the small seed files of the fuzzers, tests/fuzz/seeds/*: one valid file of each shape a parser knows."""
import base64
import collections
import gzip
import io
import json
import math
import pathlib
import pickle
import struct
import sys
import types
import zipfile
import zlib

SEEDS = pathlib.Path(__file__).parent / "seeds"


def put(name, data):
    path = SEEDS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def safetensors(tensors, metadata=None):
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, (dtype, shape, raw) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + data


def png(width, height, colour_type, channels, depth=8):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(bytes([y % 5]) + bytes((x * y * 7) % 256 for x in range(width * channels * depth // 8)) for y in range(height))
    palette = chunk(b"PLTE", bytes(range(48))) if colour_type == 3 else b""
    head = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pixels(values):
    """A link's input: a zero is followed by how many there are, up to 255; base64url."""
    code, at = bytearray(), 0
    while at < len(values):
        code.append(values[at])
        at += 1
        if code[-1] == 0:
            run = 1
            while run < 255 and at < len(values) and values[at] == 0:
                run, at = run + 1, at + 1
            code.append(run)
    return base64.urlsafe_b64encode(bytes(code)).rstrip(b"=").decode()


def field(number, body):
    """A protobuf field: bytes, or a number."""
    def varint(value):
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        return bytes(out + bytes([value]))
    if isinstance(body, int):
        return varint(number << 3) + varint(body)
    body = body.encode() if isinstance(body, str) else body
    return varint(number << 3 | 2) + varint(len(body)) + body


def onnx_model():
    """Sub, Div, Conv, Relu, MaxPool, Flatten, Gemm on 1 x 8 x 8."""
    def tensor(name, sides, values):
        return field(5, b"".join(field(1, side) for side in sides) + field(2, 1) + field(8, name) + field(9, struct.pack(f"<{len(values)}f", *values)))

    def node(op, inputs, output, **integers):
        named = [field(5, field(1, key) + (b"".join(field(8, v) for v in value) if isinstance(value, list) else field(3, value)))
                 for key, value in integers.items()]
        return field(1, b"".join(field(1, i) for i in inputs) + field(2, output) + field(4, op) + b"".join(named))
    shape = b"".join(field(1, field(1, side)) for side in (1, 1, 8, 8))
    digit = field(11, field(1, "digit") + field(2, field(1, field(1, 1) + field(2, shape))))
    values = [((i * 37) % 19 - 9) / 20 for i in range(54)]
    graph = (node("Sub", ["digit", "mean"], "a") + node("Div", ["a", "deviation"], "b") +
             node("Conv", ["b", "w", "wb"], "c", kernel_shape=[3, 3], pads=[1, 1, 1, 1], strides=[1, 1]) + node("Relu", ["c"], "d") +
             node("MaxPool", ["d"], "e", kernel_shape=[4, 4], strides=[4, 4]) + node("Flatten", ["e"], "f") +
             node("Gemm", ["f", "v", "vb"], "g", transB=1) + digit + tensor("mean", [], [0.5]) + tensor("deviation", [], [0.5]) +
             tensor("w", [2, 1, 3, 3], values[:18]) + tensor("wb", [2], [0.1, -0.1]) + tensor("v", [3, 8], values[18:42]) + tensor("vb", [3], [0, 0, 1]))
    return field(1, 8) + field(2, "seed") + field(7, graph)


def archive(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def tfjs():
    """model.json and its weights: Rescaling, Conv2D, BatchNormalization, LeakyReLU, Flatten, Dense on 28 x 28."""
    layers = [("Rescaling", {"name": "r", "scale": 2, "offset": -1, "batch_input_shape": [None, 28, 28, 1]}),
              ("Conv2D", {"name": "c", "filters": 2, "kernel_size": [5, 5], "strides": [4, 4], "padding": "valid"}),
              ("BatchNormalization", {"name": "n", "epsilon": 0.001}), ("LeakyReLU", {"name": "l", "alpha": 0.1}),
              ("MaxPooling2D", {"name": "p", "pool_size": [3, 3]}), ("Flatten", {"name": "f"}),
              ("Dense", {"name": "d", "units": 3, "activation": "softmax"})]
    shapes = [("c/kernel", [5, 5, 1, 2]), ("c/bias", [2]), ("n/gamma", [2]), ("n/beta", [2]), ("n/moving_mean", [2]), ("n/moving_variance", [2]),
              ("d/kernel", [8, 3]), ("d/bias", [3])]
    data, specs = b"", []
    for i, (name, shape) in enumerate(shapes):
        count = math.prod(shape)
        specs.append({"name": name, "shape": shape, "dtype": "float32"})
        if i == 0:
            specs[0]["quantization"] = {"dtype": "uint8", "min": -0.5, "scale": 0.004}
            data += bytes(range(count))
        else:
            data += struct.pack(f"<{count}f", *[0.5 + 0.1 * (k % 5) for k in range(count)])
    model = {"format": "layers-model", "modelTopology": {"model_config": {"class_name": "Sequential", "config": {
                 "layers": [{"class_name": kind, "config": config} for kind, config in layers]}}},
             "weightsManifest": [{"paths": ["a.bin", "b.bin"], "weights": specs}]}
    return json.dumps(model), data


def torch_state():
    """A state dict as torch.save writes it: a zip archive with a pickle and storages."""
    class Storage:
        def __init__(self, key, count):
            self.key, self.count = key, count

    class Rebuilt:
        def __init__(self, key, shape):
            self.storage, self.shape = Storage(key, math.prod(shape)), shape

        def __reduce__(self):
            strides = [math.prod(self.shape[i + 1:]) for i in range(len(self.shape))]
            return rebuild, (self.storage, 0, tuple(self.shape), tuple(strides), False, collections.OrderedDict())

    def rebuild():
        pass

    rebuild.__module__, rebuild.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    storage_class = type("FloatStorage", (), {"__module__": "torch"})
    for name, members in (("torch", {"FloatStorage": storage_class}), ("torch._utils", {"_rebuild_tensor_v2": rebuild})):
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(members)

    class Pickler(pickle.Pickler):
        def persistent_id(self, thing):
            return ("storage", storage_class, thing.key, "cpu", thing.count) if isinstance(thing, Storage) else None

    shapes = {"conv1.weight": [2, 1, 5, 5], "conv1.bias": [2], "fc1.weight": [2, 288], "fc1.bias": [2]}
    out = io.BytesIO()
    Pickler(out, 2).dump({name: Rebuilt(str(i), shape) for i, (name, shape) in enumerate(shapes.items())})
    members = {"m/data.pkl": out.getvalue(), "m/version": "3\n"}
    for i, shape in enumerate(shapes.values()):
        members[f"m/data/{i}"] = struct.pack(f"<{math.prod(shape)}f", *[((k * 37) % 19 - 9) / 20 for k in range(math.prod(shape))])
    return archive(members)


def main():
    dense = {"input": [1, 2, 2], "layers": [{"kind": "fully_connected", "name": "fc", "outputs": 2}, {"kind": "softmax", "name": "softmax"}]}
    kinds = {"name": "all", "input": [1, 8, 8], "layers": [
        {"kind": "conv", "name": "conv1", "outputs": 2, "kernel": 3, "stride": 1, "padding": 1}, {"kind": "relu", "name": "relu1"},
        {"kind": "max_pool", "name": "pool1", "kernel": 2, "stride": 2}, {"kind": "average_pool", "name": "pool2", "kernel": 2, "stride": 2},
        {"kind": "tanh", "name": "tanh1"}, {"kind": "leaky_relu", "name": "leaky1", "slope": 0.1}, {"kind": "sigmoid", "name": "sigmoid1"},
        {"kind": "batch_norm", "name": "norm1"}, {"kind": "resize", "name": "size1", "side": 3}, {"kind": "dropout", "name": "drop", "rate": 0.25}, {"kind": "fully_connected", "name": "fc", "outputs": 10},
        {"kind": "softmax", "name": "softmax"}]}
    weights = {"fc.weight": ("F32", [2, 4], struct.pack("<8f", *range(8))), "fc.bias": ("F32", [2], struct.pack("<2f", 0.5, -1))}
    put("model/dense", safetensors(weights, {"architecture": json.dumps(dense), "epochs": "3"}))
    # Fits the pad, so that the fuzzer goes on to pictures and probes.
    pad = {"input": [1, 28, 28], "layers": [
        {"kind": "conv", "name": "c", "outputs": 2, "kernel": 5, "stride": 4}, {"kind": "relu", "name": "r"},
        {"kind": "max_pool", "name": "p", "kernel": 3, "stride": 3}, {"kind": "fully_connected", "name": "f", "outputs": 3},
        {"kind": "softmax", "name": "s"}]}
    floats = [((i * 37) % 19 - 9) / 20 for i in range(77)]
    weights = {"c.weight": ("F32", [2, 1, 5, 5], struct.pack("<50f", *floats[:50])), "c.bias": ("F32", [2], bytes(8)),
               "f.weight": ("F32", [3, 8], struct.pack("<24f", *floats[50:74])), "f.bias": ("F32", [3], bytes(12))}
    put("model/pad", safetensors(weights, {"architecture": json.dumps(pad)}))
    put("model/integers", safetensors({"a": ("I32", [2], bytes(8)), "b": ("I64", [1], bytes(8)), "c": ("F32", [], bytes(4)), "d": ("F32", [0, 3], b"")}))
    halves = {"fc.weight": ("F16", [2, 4], struct.pack("<8e", *range(8))), "fc.bias": ("BF16", [2], bytes(4)), "x": ("F64", [1], bytes(8))}
    put("model/halves", safetensors(halves))
    put("model/empty", safetensors({"a": ("F32", [0], b""), "b": ("F32", [0], b"")}))
    put("framework/onnx", onnx_model())
    model_json, data = tfjs()
    put("framework/model.json", model_json)
    put("framework/tfjs.zip", archive({"model.json": model_json, "a.bin": data[:77], "b.bin": data[77:]}))
    put("framework/torch.pt", torch_state())
    put("architecture/dense", json.dumps(dense))
    put("architecture/kinds", json.dumps(kinds))
    images = b"\0\0\x08\x03" + struct.pack(">III", 2, 2, 3) + bytes(range(12))
    labels = b"\0\0\x08\x01" + struct.pack(">I", 4) + bytes([7, 0, 9, 3])
    put("idx/images", images)
    put("idx/labels", labels)
    put("idx/images.gz", gzip.compress(images, mtime=0))
    put("idx/labels.gz", gzip.compress(labels, mtime=0))
    put("idx/members.gz", gzip.compress(labels[:5], mtime=0) + gzip.compress(labels[5:], mtime=0) + bytes(9))
    put("strokes/objects", '{"id": [{}, {}], "strokes": [[{}, {}, {}, {}]]}')
    put("strokes/lines", '\ufeff\n{"strokes": []}\n[[[1, 2], [3, 4]]]\n{"strokes": [[\n')
    put("settings/all", '{"theme": 1, "show": 2, "scale": 0, "gamma": 0.8, "grey": true, "fit": true, "all_layers": false, '
        '"left": 280, "right": 296, "hint_seen": true}')
    put("strokes/line", '{"id": "a", "label": 7, "strokes": [[[1, 2], [3.5, -4e2], [1e-3, 5]], [[5, 6]]]}')
    put("strokes/bare", "[[[0, 0, 0.5], [1, 1, 0.6]], []]")
    bar = pixels([200 if 10 <= i // 28 < 18 and i % 28 == 14 else 0 for i in range(784)])
    put("link/explore", "v=1&input=&layer=input&keep=all&view=explore")
    put("link/selection", f"https://example.org/unpool/#v=1&input={bar}&label=1&layer=conv1&map=2&unit=30&keep=unit")
    put("link/occlusion", f"v=1&input={bar}&layer=pool2&map=7&keep=strongest&view=occlusion&size=4&fill=grey&row=3&column=20")
    put("link/maximise", "v=1&layer=relu3&map=5&keep=whole&view=maximise&of=maps&maps=3%3A1%2C7%3A-0.5&seed=9&step=0.05&clamp=0")
    for name, colour_type, channels, depth in (("grey", 0, 1, 8), ("rgb", 2, 3, 8), ("palette", 3, 1, 4), ("grey_alpha", 4, 2, 8), ("rgba16", 6, 4, 16)):
        put("png/" + name, png(8, 6, colour_type, channels, depth))


if __name__ == "__main__":
    main()
