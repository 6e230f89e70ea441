// Splits the page's program in two: the first part has what the first frame and drawing need (docs/adr/0009).
//
//   node cmake/split-program.mjs --program build/web/bin/unpool-web.wasm --list cmake/second-part.txt
//                                --first FILE --second FILE --doors FILE [--why WORDS]
//
// The program has its functions' names, the two parts do not.  What goes to the second part is decided by the list and
// by who calls whom; Binaryen's wasm-split cuts.  The first part imports placeholders from "later", the second all that
// it needs from "first".  FILE.placeholders tells their functions' names.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function stop(message) {
    console.error(`split-program: ${message}`);
    process.exit(1);
}

function option(name) {
    const at = process.argv.indexOf(`--${name}`);
    if (at < 0 || !process.argv[at + 1]) stop(`--${name} is missing`);
    return process.argv[at + 1];
}

/** Binaryen's tools: those of an emsdk where one is active. */
function run(tool, ...args) {
    const folder = process.env.EMSDK ? join(process.env.EMSDK, 'upstream/bin') : '';
    try {
        return execFileSync(join(folder, tool), args, { maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] })
            .toString();
    } catch (error) {
        return stop(`${tool} failed: ${error.message.split('\n')[0]}`);
    }
}

// What every browser has that has SIMD, which the page needs.
const features = ['--enable-simd', '--enable-mutable-globals', '--enable-sign-ext'];

/** Names as Binaryen writes them, and as people do. */
const readable = (name) => name.replace(/\\([0-9a-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    .replaceAll('(anonymous namespace)::', '').replace(/^byn\$mgfn-shared\$/, '');

/** Who calls whom: function -> functions; those that are exported, and those that pointers may lead to. */
function callGraph(program) {
    const calls = new Map(), exported = [], pointedAt = new Set();
    for (const line of run('wasm-opt', ...features, '--print-call-graph', program, '-o', '/dev/null').split('\n')) {
        const edge = line.match(/^  "(.*)" -> "(.*)"; \/\/ call/);
        const node = line.match(/^  "(.*)" \[style="([a-z, ]*)"(?:, fillcolor="(\w+)")?\]/);
        if (edge) calls.get(edge[1])?.push(edge[2]);
        else if (node && node[3] === 'white') calls.set(node[1], []);
        else if (node && node[3] === 'gray') exported.push(node[1]);
        else if (node && node[2].includes('rounded')) pointedAt.add(node[1]);
    }
    const sizes = codeSizes(program);
    if (!calls.has('__wasm_call_ctors') || calls.size !== sizes.length) stop(`${program} has no names`);
    const small = new Set([...calls.keys()].filter((name, i) => sizes[i] < smallest && !exported.includes(name)));
    return { calls, exported, pointedAt, small };
}

/** The list's lines by their first word. */
function readList(path) {
    const rules = { second: [], first: [], whole: [] };
    for (const line of readFileSync(path, 'utf8').split('\n')) {
        const [kind, name] = line.replace(/#.*/, '').trim().split(/\s+/);
        if (kind) (rules[kind] ?? stop(`${path} has an unknown line: ${line}`)).push(name);
    }
    return rules;
}

const isOfLibrary = (name) => /^(.* )?(std|nlohmann)::/.test(name.split('(')[0]) || name.startsWith('decltype');

/** Bytes of each function's code, in their order. */
function codeSizes(program) {
    const bytes = readFileSync(program), sizes = [];
    let at = 8;
    const number = () => {
        for (let value = 0, shift = 0;; shift += 7) {
            value += (bytes[at] & 127) * 2 ** shift;
            if (bytes[at++] < 128) return value;
        }
    };
    while (at < bytes.length) {
        const isCode = bytes[at++] === 10, length = number(), end = at + length;
        if (isCode) for (let left = number(); left > 0; --left, at += sizes.at(-1)) sizes.push(number());
        at = end;
    }
    return sizes;
}

/** Constructors and the like of a room's types are called by whoever has one; a variant's are reached by pointers. */
const isSpecial = (name) => /(\w+)(<.*>)?::~?\1$|operator/.test(name.split('(')[0]);
const isVariants = (name) => name.includes('__variant_detail');

/** Of small functions many are the same bytes, and one stands for all of them: its name says nothing of who calls it.
 */
const smallest = 64;

/** The functions of the second part. */
function choose({ calls, exported, pointedAt, small }, rules) {
    const names = new Map([...calls.keys()].map((name) => [name, readable(name)]));
    const begins = (name, list) => {
        const head = names.get(name).split('(')[0];
        return list.some((beginning) => head.startsWith(beginning) || head.includes(` ${beginning}`));
    };
    // A library's function for a room's types goes with the room where only pointers lead to it.
    const isSecond = (name) => !small.has(name) && (isOfLibrary(names.get(name))
        ? pointedAt.has(name) && !isVariants(names.get(name))
            && rules.second.some((room) => room.endsWith('::') && names.get(name).includes(room))
        : begins(name, rules.second) && !begins(name, rules.first) && !isSpecial(names.get(name)));
    const cut = new Set([...calls.keys()].filter(isSecond)), first = new Map();
    const keep = (start, all) => {
        for (const left = [[start, null]]; left.length;) {
            const [name, from] = left.pop();
            if (!calls.has(name) || first.has(name) || (!all && cut.has(name))) continue;
            first.set(name, from);
            left.push(...calls.get(name).map((next) => [next, name]));
        }
    };
    keep('__wasm_call_ctors', true);
    for (const name of calls.keys()) if (!isOfLibrary(names.get(name)) && begins(name, rules.whole)) keep(name, true);
    for (const name of [...exported, ...pointedAt]) keep(name, false);
    const second = [...calls.keys()].filter((name) => !first.has(name));
    const doors = [...first.keys()].flatMap((from) => calls.get(from).filter((to) => calls.has(to) && !first.has(to))
        .map((to) => `${names.get(to).split('(')[0]}  <-  ${names.get(from).split('(')[0]}`));
    return { second, doors: [...new Set(doors)].sort(), first, names };
}

/** Why functions whose names hold `word` are in the first part: each with who calls it, up to the start. */
function explain({ first, names }, word) {
    const short = (name) => (names.get(name) ?? name).split('(')[0];
    for (const name of first.keys()) {
        if (!names.get(name).includes(word)) continue;
        const chain = [];
        for (let at = name; at; at = first.get(at)) chain.push(short(at));
        console.log(chain.join('  <-  '));
    }
}

const program = option('program'), firstFile = option('first'), secondFile = option('second');
const chosen = choose(callGraph(program), readList(option('list')));
const { second, doors } = chosen;
if (process.argv.includes('--why')) explain(chosen, option('why'));
writeFileSync(option('doors'), `${doors.join('\n')}\n`);
const listed = join(dirname(secondFile), 'second-part.names');
writeFileSync(listed, second.join('\n'));
run('wasm-split', ...features, program, `--split-funcs=@${listed}`, '-o1', firstFile, '-o2', secondFile,
    '--placeholder-namespace=later', '--import-namespace=first', '--placeholdermap');
rmSync(listed);
// Twice: what the first time leaves is worth a second.
for (const file of [firstFile, secondFile]) run('wasm-opt', ...features, '-Oz', '-Oz', file, '-o', file);
