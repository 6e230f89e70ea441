// The data sets of page and desktop program, as gzipped IDX files:
//
//   node cmake/gallery.mjs OUT_FOLDER
//       ->  images.idx.gz, labels.idx.gz                          MNIST's train[0:10000], dealt out by class
//           learn-images-1.idx.gz ... 5, learn-labels.idx.gz      train[10000:60000], in MNIST's order
//           t10k-images.idx.gz, t10k-labels.idx.gz                t10k
//           fashion-images.idx.gz, fashion-labels.idx.gz          Fashion-MNIST's train[0:10000], and
//           fashion-t10k-images.idx.gz, fashion-t10k-labels...    its t10k, where Debian's package is installed
//
// src/app/sets.cpp knows them by these names.  The shipped network never saw the first 10,000 (weights/README.md);
// their classes are dealt out in turn (0 1 2 ... 9 0 1 ...), so that any stretch of the gallery is mixed; in a class
// they keep MNIST's order.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fashionFile } from './fashion.mjs';
import { mnistFile, orStop, writeWhole } from './mnist.mjs';

const pixels = 28 * 28;
const inPart = 10000;

/** Pictures [begin, end) of one of MNIST's pairs, and their labels. */
function slice(read, pair, begin, end) {
    return {
        images: read(`${pair}-images-idx3-ubyte`).subarray(16 + begin * pixels, 16 + end * pixels),
        labels: read(`${pair}-labels-idx1-ubyte`).subarray(8 + begin, 8 + end),
    };
}

/** The digits' classes in turn, until all are dealt out. */
function dealtOut({ images, labels }) {
    const classes = Array.from({ length: 10 }, () => []);
    labels.forEach((label, i) => classes[label].push(images.subarray(i * pixels, (i + 1) * pixels)));
    const digits = [];
    for (let row = 0; classes.some((list) => row < list.length); ++row)
        classes.forEach((list, label) => { if (row < list.length) digits.push({ label, bytes: list[row] }); });
    return { images: Buffer.concat(digits.map((d) => d.bytes)), labels: Buffer.from(digits.map((d) => d.label)) };
}

function idx(sizes, bytes) {
    const header = Buffer.alloc(4 + 4 * sizes.length);
    header.writeUInt32BE(0x800 + sizes.length);
    sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
    return Buffer.concat([header, bytes]);
}

/** Writes a set's files; gives their bytes. */
function write(out, stem, { images, labels }) {
    const count = labels.length, parts = count / inPart;
    const files = Array.from({ length: parts }, (_, i) => {
        const part = images.subarray(i * inPart * pixels, (i + 1) * inPart * pixels);
        return [`${stem}images${parts > 1 ? `-${i + 1}` : ''}.idx.gz`, idx([inPart, 28, 28], part)];
    });
    let sum = 0;
    for (const [name, bytes] of [...files, [`${stem}labels.idx.gz`, idx([count], labels)]]) {
        const packed = gzipSync(bytes, { level: 9 });
        writeWhole(join(out, name), packed);
        sum += packed.length;
    }
    return sum;
}

function main(out) {
    if (!out) throw new Error('usage: node cmake/gallery.mjs OUT_FOLDER');
    mkdirSync(out, { recursive: true });
    const digits = write(out, 'learn-', slice(mnistFile, 'train', inPart, 60000)) +
        write(out, 't10k-', slice(mnistFile, 't10k', 0, inPart)) +
        write(out, '', dealtOut(slice(mnistFile, 'train', 0, inPart)));
    console.log(`gallery: 70,000 digits, ${digits} bytes`);
    if (digits > 12e6) throw new Error(`the digits take ${digits} bytes; their budget is 12,000,000`);
    if (!fashionFile('train-images-idx3-ubyte')) {
        for (const stem of ['fashion', 'fashion-t10k'])
            for (const what of ['images', 'labels']) rmSync(join(out, `${stem}-${what}.idx.gz`), { force: true });
        console.log('gallery: no Fashion-MNIST, because the package dataset-fashion-mnist is not installed');
        return;
    }
    const clothes = write(out, 'fashion-', slice(fashionFile, 'train', 0, inPart)) +
        write(out, 'fashion-t10k-', slice(fashionFile, 't10k', 0, inPart));
    console.log(`gallery: 20,000 pictures of Fashion-MNIST, ${clothes} bytes`);
}

orStop('gallery', () => main(process.argv[2]));
