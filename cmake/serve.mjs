// A static file server for dist/, on 127.0.0.1 only, without dependencies.
//
//   node cmake/serve.mjs [--port N] [--folder dist] [--prefix /sub/path]
//
// Port 0 takes a free one; the address is printed as the first line.  Text, scripts, wasm and the rest that GitHub
// Pages
// compresses are sent gzipped to browsers that take it; as there, everything may be cached for ten minutes only.
import { createServer } from 'node:http';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { dirname, extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';

const types = {
    '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
        '.mjs': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.webmanifest': 'application/manifest+json',
    '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.md': 'text/plain; charset=utf-8',
        '.wasm': 'application/wasm',
    '.png': 'image/png', '.ico': 'image/x-icon',
};
const compressed = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.txt', '.md', '.wasm']);

// The file that a URL names inside `folder`, or nothing.
function fileFor(folder, prefix, url) {
    let path;
    try {
        path = decodeURIComponent(url.split(/[?#]/)[0]);
    } catch {
        return undefined;
    }
    if (path.includes('\0') || !path.startsWith(prefix)) return undefined;
    path = normalize(path.slice(prefix.length) || '/');
    let file = join(folder, path);
    if (file !== folder && !file.startsWith(folder + sep)) return undefined;
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

function answer(folder, prefix, request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
    const file = fileFor(folder, prefix, request.url);
    if (!file) return response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n');
    const extension = extname(file);
    const headers = {
        'content-type': types[extension] ?? 'application/octet-stream', 'cache-control': 'max-age=600',
        'x-content-type-options': 'nosniff' };
    const gzip = compressed.has(extension) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (gzip) Object.assign(headers, { 'content-encoding': 'gzip', vary: 'accept-encoding' });
    else headers['content-length'] = statSync(file).size;
    response.writeHead(200, headers);
    if (request.method === 'HEAD') return response.end();
    const stream = createReadStream(file).on('error', () => response.destroy());
    return gzip ? stream.pipe(createGzip()).pipe(response) : stream.pipe(response);
}

/// Serves `folder` and resolves to {address, port, close()}.
export function serve({ folder, port = 0, prefix = '' }) {
    const root = resolve(folder);
    const server = createServer((request, response) => answer(root, prefix, request, response));
    return new Promise((ok, fail) => {
        server.once('error', fail);
        server.listen(port, '127.0.0.1', () => {
            const taken = server.address().port;
            ok({ port: taken, address: `http://127.0.0.1:${taken}${prefix}/`,
                close: () => new Promise((done) => { server.close(done); server.closeAllConnections?.(); }) });
        });
    });
}

function option(name, fallback) {
    const at = process.argv.indexOf(name);
    return at < 0 ? fallback : process.argv[at + 1];
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
    const folder = option('--folder', join(dirname(fileURLToPath(import.meta.url)), '..', 'dist'));
    try {
        const { address } = await serve(
            { folder, port: Number(option('--port', '8000')), prefix: option('--prefix', '') });
        console.log(`Serving ${resolve(folder)} at ${address} (Ctrl-C stops)`);
    } catch (error) {
        console.error(error.code === 'EADDRINUSE'
            ? `port ${option('--port', '8000')} is taken; give another with --port N, or --port 0 for a free one`
            : String(error));
        process.exit(1);
    }
}
