// The gallery: MNIST's first 10,000 training digits as two gzipped IDX files.
//
//   node cmake/gallery.mjs OUT_FOLDER      ->  images.idx.gz (10000 x 28 x 28), labels.idx.gz
//
// The shipped network never saw them (weights/README.md).  Their classes are dealt out in turn (0 1 2 ... 9 0 1 ...),
// so
// that any stretch of the gallery is mixed; within a class they keep MNIST's order.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { mnistFile, orStop, writeWhole } from './mnist.mjs';

const pixels = 28 * 28;
const total = 10000;

// Class -> list of digits, each 784 bytes.
function readClasses() {
    const images = mnistFile('train-images-idx3-ubyte').subarray(16);
    const labels = mnistFile('train-labels-idx1-ubyte').subarray(8);
    const classes = Array.from({ length: 10 }, () => []);
    for (let i = 0; i < total; ++i) classes[labels[i]].push(images.subarray(i * pixels, (i + 1) * pixels));
    return classes;
}

// The digits' classes in turn, until all are dealt out.
function dealOut(classes) {
    const digits = [];
    for (let row = 0; classes.some((list) => row < list.length); ++row) {
        classes.forEach((list, label) => { if (row < list.length) digits.push({ label, bytes: list[row] }); });
    }
    return digits;
}

function idx(sizes, bytes) {
    const header = Buffer.alloc(4 + 4 * sizes.length);
    header.writeUInt32BE(0x800 + sizes.length);
    sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
    return Buffer.concat([header, bytes]);
}

function main(out) {
    if (!out) throw new Error('usage: node cmake/gallery.mjs OUT_FOLDER');
    const digits = dealOut(readClasses());
    mkdirSync(out, { recursive: true });
    const images = gzipSync(idx([total, 28, 28], Buffer.concat(digits.map((d) => d.bytes))), { level: 9 });
    const labels = gzipSync(idx([total], Buffer.from(digits.map((d) => d.label))), { level: 9 });
    writeWhole(join(out, 'images.idx.gz'), images);
    writeWhole(join(out, 'labels.idx.gz'), labels);
    console.log(`gallery: ${digits.length} digits, ${images.length + labels.length} bytes`);
}

orStop('gallery', () => main(process.argv[2]));
