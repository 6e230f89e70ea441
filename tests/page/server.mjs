// Serves a folder on 127.0.0.1, on a free port, under a sub-path as GitHub Pages does.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const types = {
    '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
    '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
    '.png': 'image/png', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain', '.json': 'application/json',
};

const prefix = '/lessons/unpool/';

/**
 * `missing`: a pattern of files that answer 404 all the same.  `fate(name, time)`: what befalls a file the first (1),
 * second... time
 * that it is asked for: "missing", "cut" (half of it comes, then the connection breaks), milliseconds that it is late,
 * a promise that it waits for, or nothing.
 */
export async function serve(folder, { missing = null, transform = null, fate = () => 0, headers = {} } = {}) {
    const asked = new Map();
    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
        const name = path.startsWith(prefix) ? normalize(path.slice(prefix.length) || 'index.html') : null;
        asked.set(name, (asked.get(name) ?? 0) + 1);
        const what = fate(name, asked.get(name));
        if (what instanceof Promise) await what;
        if (what > 0) await new Promise((done) => setTimeout(done, what));
        if (name === null || name.startsWith('..') || what === 'missing' || (missing && missing.test(name))) {
            response.writeHead(404).end('not found');
            return;
        }
        try {
            const file = await readFile(join(folder, name));
            const bytes = transform ? transform(name, file) : file;
            const type = types[extname(name)] ?? 'application/octet-stream';
            response.writeHead(
                200, { 'Content-Type': type, 'Cache-Control': 'no-store', 'Content-Length': bytes.length, ...headers });
            if (what === 'cut')
                response.write(bytes.subarray(0, bytes.length >> 1), () => setTimeout(() => response.destroy(), 50));
            else response.end(bytes);
        } catch {
            response.writeHead(404).end('not found');
        }
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${server.address().port}`;
    return { origin, url: origin + prefix, asked, close: () => { server.closeAllConnections(); server.close(); } };
}
