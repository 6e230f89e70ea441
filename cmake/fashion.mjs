// Fashion-MNIST from Debian's package dataset-fashion-mnist (MIT): four files in MNIST's format, gzipped.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

// Of the unpacked files.
const md5 = {
    'train-images-idx3-ubyte': 'f4a8712d7a061bf5bd6d2ca38dc4d50a',
    'train-labels-idx1-ubyte': '9018921c3c673c538a1fc5bad174d6f9',
    't10k-images-idx3-ubyte': '8181f5470baa50b63fa0f6fddb340f0a',
    't10k-labels-idx1-ubyte': '15d484375f8d13e6eb1aabb0c3f46965',
};
const folder = '/usr/share/datasets/fashion-mnist';

/** The unpacked bytes of one of the four files; null where the package is not installed; throws where they differ. */
export function fashionFile(name) {
    const path = join(folder, `${name}.gz`);
    if (!existsSync(path)) return null;
    const bytes = gunzipSync(readFileSync(path));
    const found = createHash('md5').update(bytes).digest('hex');
    if (found !== md5[name])
        throw new Error(`${path} is not Fashion-MNIST's file: expected MD5 ${md5[name]}, found ${found}`);
    return bytes;
}
