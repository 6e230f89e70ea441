// A browser driven by the WebDriver protocol (https://www.w3.org/TR/webdriver2/): plain HTTP, so that no package is
// needed.  For WebKit: Debian's WebKitWebDriver and MiniBrowser of the package webkit2gtk-driver.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

const freePort = () => new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => done(port));
    });
});

export class Session {
    /** `send(method, path, body)` as the driver answers it. */
    constructor(driver, base) {
        Object.assign(this, { driver, base, path: '' });
    }

    async send(method, path, body = method === 'POST' ? {} : undefined) {
        const response = await fetch(`${this.base}${this.path}${path}`, {
            method, body: body && JSON.stringify(body),
            headers: { 'Content-Type': 'application/json; charset=utf-8' } });
        const { value } = await response.json();
        if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
        return value;
    }

    go(url) { return this.send('POST', '/url', { url }); }

    /** Calls a function in the page and waits for what it returns or promises. */
    async evaluate(work, ...values) {
        const script = `const [values, done] = arguments;
            Promise.resolve().then(() => (${work})(...values))
                .then((value) => done({ value: value === undefined ? null : value }),
                      (error) => done({ error: String(error) }));`;
        const { value, error } = await this.send('POST', '/execute/async', { script, args: [values] });
        if (error) throw new Error(error);
        return value;
    }

    /** The mouse: "move" with x and y (CSS pixels), "down", "up", in the order given. */
    pointer(steps) {
        const button = { down: 'pointerDown', up: 'pointerUp' };
        const actions = steps.map(([what, x, y]) => what === 'move'
            ? { type: 'pointerMove', duration: 10, x: Math.round(x), y: Math.round(y) }
            : { type: button[what], button: 0 });
        return this.send('POST', '/actions', { actions: [
            { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
    }

    /** Keys, held down together: Control, Shift or letters. */
    keys(...names) {
        const codes = { Control: '\uE009', Shift: '\uE008', Enter: '\uE007', Escape: '\uE00C' };
        const step = (type) => (name) => ({ type, value: codes[name] ?? name });
        return this.send('POST', '/actions', { actions: [{ type: 'key', id: 'keys',
            actions: [...names.map(step('keyDown')), ...[...names].reverse().map(step('keyUp'))] }] });
    }

    /** The page as a PNG file's bytes. */
    async screenshot() { return Buffer.from(await this.send('GET', '/screenshot'), 'base64'); }

    /** The size of the page's own area, in CSS pixels. */
    async setSize(width, height) {
        for (let i = 0; i < 3; ++i) {
            const [w, h] = await this.evaluate(() => [innerWidth, innerHeight]);
            if (w === width && h === height) return;
            const rect = await this.send('GET', '/window/rect');
            const wider = { width: rect.width + width - w, height: rect.height + height - h };
            await this.send('POST', '/window/rect', wider);
            await new Promise((done) => setTimeout(done, 500));
        }
    }

    async close() {
        await this.send('DELETE', '').catch(() => {});
        this.driver.kill();
    }
}

/** Needs a display: run under xvfb-run. */
export async function openWebKit() {
    const find = (names) => names.find((name) => name && existsSync(name));
    const driverPath = find([process.env.UNPOOL_WEBKIT_DRIVER, '/usr/bin/WebKitWebDriver']);
    const browserPath = find([process.env.UNPOOL_WEBKIT, ...['x86_64', 'aarch64'].flatMap(
        (machine) => ['4.1', '4.0'].map((v) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-${v}/MiniBrowser`))]);
    if (!driverPath || !browserPath)
        throw new Error('WebKit was not found; install the package webkit2gtk-driver, or name WebKitWebDriver and '
            + 'MiniBrowser in UNPOOL_WEBKIT_DRIVER and UNPOOL_WEBKIT');
    const port = await freePort();
    // Its sandbox needs rights that root in a container has not.
    const sandbox = process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {};
    const driver = spawn(driverPath, [`--port=${port}`], {
        stdio: 'ignore', env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', ...sandbox } });
    const session = new Session(driver, `http://127.0.0.1:${port}`);
    const wanted = { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': {
        binary: browserPath, args: ['--automation'] } } } };
    for (let attempt = 0;; ++attempt) {
        try {
            const { sessionId, capabilities } = await session.send('POST', '/session', wanted);
            session.path = `/session/${sessionId}`;
            session.name = `${capabilities.browserName} ${capabilities.browserVersion}`;
            await session.send('POST', '/timeouts', { script: 120000, pageLoad: 60000 });
            return session;
        } catch (error) {
            if (attempt === 20 || error.cause?.code !== 'ECONNREFUSED') {
                driver.kill();
                throw error;
            }
            await new Promise((done) => setTimeout(done, 250));  // it is about to listen
        }
    }
}
