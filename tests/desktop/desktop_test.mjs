// The desktop program in a window under Xvfb: real X events by xdotool, a screenshot, a picture given on the command
// line.
//
// Environment: UNPOOL_DESKTOP (the program), UNPOOL_SCREENSHOTS.  Needs a display: run it under xvfb-run.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { digits, strokePoints } from '../page/digits.mjs';
import { colours, difference, finish, withLimit } from '../page/harness.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.UNPOOL_DESKTOP ?? join(root, 'build/release/bin/unpool-desktop');
const screenshots = process.env.UNPOOL_SCREENSHOTS ?? join(root, 'build/screenshots');
const width = 1280, height = 720;
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const xdotool = (...words) => execFileSync('xdotool', words.map(String), { encoding: 'utf8' }).trim();

/** An X window dump of 32 bits a pixel. */
function fromXwd(bytes) {
    const field = (i) => bytes.readUInt32BE(4 * i);
    const [headerSize, w, h, bits, lineSize, entries] = [field(0), field(4), field(5), field(11), field(12), field(19)];
    assert.equal(bits, 32, 'bits a pixel');
    const start = headerSize + 12 * entries;
    const picture = new PNG({ width: w, height: h });
    for (let y = 0; y < h; ++y)
        for (let x = 0; x < w; ++x) {
            const from = start + y * lineSize + 4 * x, to = 4 * (y * w + x);
            picture.data.set([bytes[from + 2], bytes[from + 1], bytes[from], 255], to);
        }
    return picture;
}

/** The program's window; its settings go to a folder of their own. */
class Window {
    static async open(...words) {
        const self = new Window();
        self.home = mkdtempSync(join(tmpdir(), 'unpool-test-'));
        self.child = spawn(program, ['--width', width, '--height', height, ...words].map(String), {
            env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', XDG_DATA_HOME: self.home, SDL_VIDEODRIVER: 'x11',
                GDK_SCALE: '1' },
            stdio: ['ignore', 'ignore', 'pipe'],
        });
        self.complaints = '';
        self.child.stderr.on('data', (text) => { self.complaints += text; });
        self.ended = new Promise((done) => self.child.on('exit', (code) => done(code)));
        for (let i = 0; i < 100 && !self.id; ++i) {
            await wait(100);
            try {
                self.id = xdotool('search', '--onlyvisible', '--pid', self.child.pid).split('\n').at(-1);
            } catch {
                // not there yet
            }
        }
        assert.ok(self.id, `a window appeared; the program said: ${self.complaints}`);
        xdotool('windowmove', self.id, 0, 0);
        // Without a window manager nobody else gives it the focus.
        xdotool('windowfocus', self.id);
        await wait(1500);
        return self;
    }

    picture() {
        return fromXwd(execFileSync('xwd', ['-silent', '-id', this.id], { maxBuffer: 1 << 28 }));
    }

    keep(name) {
        mkdirSync(screenshots, { recursive: true });
        writeFileSync(join(screenshots, `${name}.png`), PNG.sync.write(this.picture()));
    }

    /** The pad: x 16, y 90, side 248 at this size, as on the page. */
    draw(name) {
        const at = ([x, y]) => [Math.round(16 + 248 * x), Math.round(90 + 248 * y)];
        for (const stroke of digits[name]) {
            const points = strokePoints(stroke, 0.05).map(at);
            xdotool('mousemove', ...points[0], 'mousedown', 1);
            for (const point of points.slice(1)) xdotool('mousemove', ...point, 'sleep', 0.01);
            xdotool('mouseup', 1, 'mousemove', 640, 3);
        }
    }

    async close() {
        this.child.kill('SIGTERM');
        await withLimit(this.ended, 10000);
        rmSync(this.home, { recursive: true, force: true });
        assert.doesNotMatch(this.complaints, /error|assert|sanitizer/i);
    }
}

const crop = (picture, x, y, w, h) => {
    const part = new PNG({ width: w, height: h });
    PNG.bitblt(picture, part, x, y, w, h, 0, 0);
    return part;
};

/** A dark-on-light picture of a seven, as a file. */
function pictureOfSeven(folder) {
    const file = join(folder, 'seven.png');
    const paper = new PNG({ width: 200, height: 200 });
    paper.data.fill(255);
    for (const [cx, cy] of strokePoints(digits.seven[0], 0.01))
        for (let y = -8; y <= 8; ++y)
            for (let x = -8; x <= 8; ++x)
                if (x * x + y * y <= 64)
                    paper.data.set(
                    [20, 20, 20, 255], 4 * ((Math.round(200 * cy) + y) * 200 + Math.round(200 * cx) + x));
    writeFileSync(file, PNG.sync.write(paper));
    return file;
}

/** Whether the bar of a class is the long one: the accent colour at its far end.  Bars lie below the samples, one each
 * 17 points. */
function accentRows(picture) {
    const rows = [];
    for (let y = 500; y < height; ++y) {
        const i = 4 * (y * width + 200);
        const [r, g, b] = picture.data.subarray(i, i + 3);
        if (r > 220 && g > 140 && g < 210 && b < 120) rows.push(y);
    }
    return rows;
}

const tests = {
    'the window draws, and a digit drawn in it is read': async () => {
        const window = await Window.open();
        try {
            const before = window.picture();
            assert.ok(colours(before) > 20, 'it is not blank');
            assert.deepEqual(accentRows(before), [], 'no class before there is a drawing');
            window.draw('seven');
            await wait(1500);
            const after = window.picture();
            window.keep('desktop-seven');
            assert.ok(colours(after) > 100);
            assert.ok(difference(crop(before, 16, 90, 248, 248), crop(after, 16, 90, 248, 248)) > 0.02,
                'there is ink on the pad');
            assert.ok(difference(crop(before, 300, 100, 660, 580), crop(after, 300, 100, 660, 580)) > 0.02,
                'the maps changed');
            assert.ok(accentRows(after).length > 2, 'a class has the long bar');
            xdotool('key', '--window', window.id, 'Delete');
            await wait(800);
            assert.deepEqual(accentRows(window.picture()), [], 'cleared by a key');
        } finally {
            await window.close();
        }
    },

    'at rest it takes no time': async () => {
        const window = await Window.open();
        try {
            window.draw('three');
            await wait(6000);
            const ticks = () =>
                readFileSync(`/proc/${window.child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13)
                .map(Number).reduce((a, b) => a + b);
            const before = ticks();
            await wait(2000);
            assert.ok(ticks() - before <= 4, `${ticks() - before} ticks in two seconds`);
        } finally {
            await window.close();
        }
    },

    'a picture on the command line is opened and read': async () => {
        const folder = mkdtempSync(join(tmpdir(), 'unpool-picture-'));
        const empty = await Window.open();
        const blank = empty.picture();
        await empty.close();
        const window = await Window.open(pictureOfSeven(folder));
        try {
            const picture = window.picture();
            window.keep('desktop-picture');
            const rows = accentRows(picture);
            assert.ok(rows.length > 2, 'a class has the long bar');
            assert.ok(difference(crop(blank, 300, 100, 660, 580), crop(picture, 300, 100, 660, 580)) > 0.02);
            // The seventh of ten rows: three quarters of the way down the bars.
            const others = await Window.open();
            others.draw('seven');
            await wait(1500);
            const drawn = accentRows(others.picture());
            await others.close();
            assert.ok(Math.abs(rows[0] - drawn[0]) <= 2,
                `the same class as a seven drawn by hand: rows ${rows[0]} and ${drawn[0]}`);
        } finally {
            await window.close();
            rmSync(folder, { recursive: true, force: true });
        }
    },

    'a link on the command line opens its view, and a malformed one says why': async () => {
        const code = [];
        for (let row = 0; row < 28; ++row) {  // a one, run-length coded: rows 5 to 22, columns 13 to 15
            if (row < 5 || row > 22) code.push(0, 28);
            else code.push(0, 13, 255, 255, 255, 0, 12);
        }
        const link = `v=1&input=${Buffer.from(code).toString('base64url')}&layer=pool2&map=3&view=`;
        const shots = [];
        for (const words of [`${link}explore`, `${link}occlusion&size=6`, `${link}occlusion&size=99`]) {
            const window = await Window.open('--link', words);
            shots.push(window.picture());
            window.keep(`desktop-link-${shots.length}`);
            await window.close();
        }
        assert.ok(accentRows(shots[0]).length > 2, 'the input was taken and read');
        assert.ok(difference(crop(shots[0], 300, 100, 660, 580), crop(shots[1], 300, 100, 660, 580)) > 0.02,
            'another view');
        assert.ok(difference(crop(shots[1], 16, 90, 240, 240), crop(shots[0], 16, 90, 240, 240)) < 0.01,
            'of the same input');
        assert.ok(difference(crop(shots[2], 16, 90, 240, 240), crop(shots[1], 16, 90, 240, 240)) > 0.02,
            'a refused link changes nothing');
    },

    'it trains in a thread, and its moments are there': async () => {
        const gallery = join(root, 'build/gallery');
        const window = await Window.open('--gallery', gallery, '--link', 'v=2&recipe=digits:3000&view=train');
        try {
            window.draw('seven');
            await wait(1000);
            const before = window.picture();
            xdotool('mousemove', 370, 156, 'click', 1);  // the big button
            await wait(8000);
            const after = window.picture();
            window.keep('desktop-train');
            assert.ok(difference(crop(before, 300, 240, 450, 460), crop(after, 300, 240, 450, 460)) > 0.005, 'curves');
            assert.ok(difference(crop(before, 460, 0, 360, 46), crop(after, 460, 0, 360, 46)) > 0.005, 'the scrubber');
            xdotool('key', '--window', window.id, 'shift+q', 'shift+q', 'shift+q', 'shift+q', 'shift+q', 'shift+q');
            await wait(1000);
            const earlier = window.picture();
            assert.ok(difference(crop(after, 780, 240, 480, 460), crop(earlier, 780, 240, 480, 460)) > 0.01,
                'another moment, other maps');
            xdotool('mousemove', 370, 156, 'click', 1);  // and again, while the window closes
            await wait(500);
        } finally {
            await window.close();
        }
    },

    'a damaged model is refused with one sentence': async () => {
        const folder = mkdtempSync(join(tmpdir(), 'unpool-model-'));
        const file = join(folder, 'broken.safetensors');
        writeFileSync(file, 'not a model');
        const child = spawn(program, ['--model', file], { stdio: ['ignore', 'ignore', 'pipe'] });
        let text = '';
        child.stderr.on('data', (part) => { text += part; });
        const code = await withLimit(new Promise((done) => child.on('exit', done)), 10000);
        rmSync(folder, { recursive: true, force: true });
        assert.equal(code, 1);
        assert.match(text, /^unpool-desktop: .*broken\.safetensors.{20,}\n$/);
    },

    '--help tells what it takes': async () => {
        const text = execFileSync(program, ['--help'], { encoding: 'utf8' });
        for (const word of ['--model', '--gallery', '--link', '--scale', 'file']) assert.match(text, new RegExp(word));
    },
};

assert.ok(existsSync(program), `${program} is built`);
let passed = 0, failed = 0;
for (const [name, test] of Object.entries(tests)) {
    try {
        await withLimit(test(), 90000);
        ++passed;
        console.log(`ok    ${name}`);
    } catch (error) {
        ++failed;
        console.log(`FAIL  ${name}\n      ${error.stack}`);
    }
}
finish(passed, failed);
