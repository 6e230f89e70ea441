// Reads the include lines of src/ against the layering of cmake/rooms.cmake, because a forbidden header would otherwise
// compile: all rooms share one include root, and system headers are everywhere.
//
//   node tests/layers_test.mjs            checks src/
//   node tests/layers_test.mjs --verbose  also prints what was checked
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

// Rows of the table: set(UNPOOL_USES_<room> a b c).
function readRows() {
    const rows = new Map();
    for (const [, room, uses] of readFileSync(join(root, 'cmake/rooms.cmake'), 'utf8')
        .matchAll(/^set\(UNPOOL_USES_(\w+)([^)]*)\)/gm)) {
        rows.set(room, new Set([room, ...uses.trim().split(/\s+/).filter(Boolean)]));
    }
    return rows;
}

// Headers that only some rooms may include: pattern, rooms, and whether only their .cpp files may.
const restricted = [
    { what: 'Eigen', pattern: /^(unsupported\/)?Eigen\//, rooms: ['nn', 'explain'], cppOnly: true },
    { what: 'SIMD intrinsics', pattern: /^(immintrin|[a-z]mmintrin|x86intrin|arm_neon|wasm_simd128)\.h$/,
        rooms: ['nn', 'explain'] },
    { what: 'nlohmann-json', pattern: /^nlohmann\//, rooms: ['figure', 'io', 'app', 'cli', 'platform', 'engine'] },
    { what: 'CLI11', pattern: /^CLI\//, rooms: ['cli', 'platform'], cppOnly: true },
    { what: 'stb', pattern: /^(stb\/)?stb_/, rooms: ['image', 'figure', 'io'], cppOnly: true },
    { what: 'Dear ImGui', pattern: /^(misc\/cpp\/)?imgui/, rooms: ['gpu', 'ui', 'platform'] },
    { what: 'OpenGL', pattern: /^(GL|GLES[23]?|EGL|KHR)\/|^SDL_opengl|^webgl/, rooms: ['gpu', 'platform'] },
    { what: 'SDL', pattern: /^(SDL2\/)?SDL/, except: /^SDL_opengl/, rooms: ['platform'] },
    { what: 'Emscripten', pattern: /^emscripten/, rooms: ['platform'] },
    { what: 'generated assets', pattern: /^assets\//, rooms: ['figure', 'app', 'ui', 'platform', 'cli'] },
    { what: 'the operating system', pattern: /^(unistd|fcntl|dirent|signal|dlfcn|termios)\.h$|^sys\/|^csignal$/,
        rooms: ['io', 'platform', 'cli'] },
    { what: 'files and consoles', pattern: /^(iostream|fstream|filesystem)$/, rooms: ['io', 'platform', 'cli'] },
    { what: 'run-time types', pattern: /^(typeinfo|typeindex|any)$/, rooms: [] },
];
const neverOutsideTests = /^(doctest|catch2?|gtest|gmock|benchmark)\//;

function* filesUnder(folder) {
    for (const name of readdirSync(folder).sort()) {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) yield* filesUnder(path);
        else if (/\.(h|hpp|cpp|cc|c|inl)$/.test(name)) yield path;
    }
}

// Why `room` may not include `header` from `file`, or nothing.
function objection(rows, room, file, header, quoted) {
    const top = header.split('/')[0];
    if (rows.has(top) && header.includes('/')) {
        return rows.get(room).has(top) ? undefined : `${room} may not use ${top}`;
    }
    if (neverOutsideTests.test(header)) return 'test headers belong in tests/';
    for (const rule of restricted) {
        if (!rule.pattern.test(header) || rule.except?.test(header)) continue;
        if (!rule.rooms.includes(room)) return `${rule.what} is for ${rule.rooms.join(', ') || 'no room'} only`;
        if (rule.cppOnly && !file.endsWith('.cpp')) return `${rule.what} belongs in .cpp files`;
        return undefined;
    }
    if (quoted) return 'includes are rooted at src ("room/name.h")';
    return undefined;
}

function check(rows) {
    const problems = [];
    let lines = 0;
    for (const path of filesUnder(join(root, 'src'))) {
        const file = relative(root, path).split(sep).join('/');
        const room = file.split('/')[1];
        if (!rows.has(room)) {
            problems.push(`${file}: ${room} is not in the table of cmake/rooms.cmake`);
            continue;
        }
        readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
            const include = line.match(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/);
            if (!include) return;
            ++lines;
            const why = objection(rows, room, file, include[2], include[1] === '"');
            if (why) problems.push(`${file}:${index + 1}: ${line.trim()}: ${why}`);
        });
    }
    return { problems, lines };
}

// Types of one name in one namespace: the linker takes the members of one for both, and no compiler says so.
// Files are formatted, so that what begins a line stands in a namespace and in nothing else.
function typesOf(text) {
    const open = [], found = [];
    for (const line of text.split('\n')) {
        const space = line.match(/^namespace ?([\w:]*) ?\{/);
        const type = line.match(/^(?:struct|class) (\w+)(?!\w|::).*\{/);
        if (space) open.push(space[1]);
        else if (/^\}  \/\/ namespace/.test(line)) open.pop();
        else if (type && !open.includes('')) found.push([...open, type[1]].join('::'));
    }
    return found;
}

function typesDefinedTwice() {
    const places = new Map();
    for (const path of filesUnder(join(root, 'src')))
        for (const type of typesOf(readFileSync(path, 'utf8')))
            places.set(type, [...places.get(type) ?? [], relative(root, path)]);
    return [...places].filter(([, files]) => files.length > 1).map(([type, files]) => `${type}: ${files.join(', ')}`);
}

// The rules must be able to fail.
function checkTheChecker(rows) {
    const bad = [
        ['nn', 'src/nn/a.cpp', 'app/state.h', true], ['nn', 'src/nn/a.h', 'Eigen/Core', false],
            ['app', 'src/app/a.cpp', 'imgui.h', false],
        ['ui', 'src/ui/a.cpp', 'SDL.h', false], ['ui', 'src/ui/a.cpp', 'GLES3/gl3.h', false],
            ['image', 'src/image/a.cpp', 'nn/tensor.h', true],
        ['app', 'src/app/a.cpp', 'emscripten.h', false], ['io', 'src/io/a.cpp', 'doctest/doctest.h', false],
            ['nn', 'src/nn/a.cpp', 'tensor.h', true],
    ];
    const good = [
        ['nn', 'src/nn/a.cpp', 'Eigen/Core', false], ['ui', 'src/ui/a.cpp', 'imgui.h', false],
            ['platform', 'src/platform/a.cpp', 'SDL.h', false],
        ['gpu', 'src/gpu/a.cpp', 'SDL_opengl.h', false], ['app', 'src/app/a.cpp', 'nn/tensor.h', true],
            ['nn', 'src/nn/a.cpp', 'vector', false],
    ];
    return [...bad.filter((c) => !objection(rows, ...c)), ...good.filter((c) => objection(rows, ...c))].map(
        (c) => `the checker is wrong about ${c.join(' ')}`);
}

function checkTheTypes() {
    const text = ['namespace a {', 'struct B {', '};', 'namespace {', 'struct C {', '}  // namespace', 'struct D::E {',
        'class F : B {'].join('\n');
    const found = typesOf(text).join(' ');
    return found === 'a::B a::F' ? [] : [`the checker finds the types ${found}`];
}

const rows = readRows();
const { problems, lines } = check(rows);
problems.push(...typesDefinedTwice().map((what) => `two types of one name: ${what}`));
problems.push(...checkTheChecker(rows), ...checkTheTypes());
problems.forEach((problem) => console.error(problem));
console.log(`layers: ${lines} include lines, ${rows.size} rooms, ${problems.length} problems`);
process.exit(problems.length || lines === 0 ? 1 : 0);
