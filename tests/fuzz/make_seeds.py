#!/usr/bin/env python3
"""Writes the small seed files of the fuzzers, tests/fuzz/seeds/*: one valid file of each shape a parser knows."""
import base64
import gzip
import json
import pathlib
import struct
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


def main():
    dense = {"input": [1, 2, 2], "layers": [{"kind": "fully_connected", "name": "fc", "outputs": 2}, {"kind": "softmax", "name": "softmax"}]}
    kinds = {"name": "all", "input": [1, 8, 8], "layers": [
        {"kind": "conv", "name": "conv1", "outputs": 2, "kernel": 3, "stride": 1, "padding": 1}, {"kind": "relu", "name": "relu1"},
        {"kind": "max_pool", "name": "pool1", "kernel": 2, "stride": 2}, {"kind": "average_pool", "name": "pool2", "kernel": 2, "stride": 2},
        {"kind": "tanh", "name": "tanh1"}, {"kind": "dropout", "name": "drop", "rate": 0.25}, {"kind": "fully_connected", "name": "fc", "outputs": 10},
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
