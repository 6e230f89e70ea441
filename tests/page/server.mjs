// Serves a folder on 127.0.0.1, on a free port, under a sub-path as GitHub Pages does.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const types = {
    '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
    '.png': 'image/png', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain', '.json': 'application/json',
};

const prefix = '/lessons/unpool/';

/** `missing`: a pattern of files that answer 404 all the same. */
export async function serve(folder, { missing = null, transform = null } = {}) {
    const server = createServer(async (request, response) => {
        const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
        const name = path.startsWith(prefix) ? normalize(path.slice(prefix.length) || 'index.html') : null;
        if (name === null || name.startsWith('..') || (missing && missing.test(name))) {
            response.writeHead(404).end('not found');
            return;
        }
        try {
            const bytes = await readFile(join(folder, name));
            response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream', 'Cache-Control': 'no-store' });
            response.end(transform ? transform(name, bytes) : bytes);
        } catch {
            response.writeHead(404).end('not found');
        }
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${server.address().port}`;
    return { origin, url: origin + prefix, close: () => { server.closeAllConnections(); server.close(); } };
}
