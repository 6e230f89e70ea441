// cmake/debian-source.sh takes pinned sources and nothing else, whatever an archive serves: tried with an archive of
// our own in apt's place.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const script = readFileSync(new URL("../cmake/debian-source.sh", import.meta.url), "utf8");
const [, pin, sum] = script.match(/pins="(1\.92\S*) ([0-9a-f]{64})"/);

/// Runs a script with an apt that has these versions and gives this archive; its folder comes back, too.
function fetch(t, versions, archive, text = script) {
  const folder = mkdtempSync(join(tmpdir(), "unpool-pins-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const command = (name, body) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  command("dpkg-source", "exit 0");
  command("apt-cache", `printf 'Version: %s\\n' ${versions.join(" ")}`);
  command("apt-get", `case "$*" in
*" source "*) printf '%s' '${archive}' > imgui_1.orig.tar.xz; mkdir imgui-1; echo source > imgui-1/imgui.h ;;
esac`);
  writeFileSync(join(folder, "script.sh"), text);
  const run = spawnSync("bash", [join(folder, "script.sh"), "imgui", join(folder, "deps")],
    { encoding: "utf8", env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
  const lines = run.stderr.trim().split("\n");
  return { code: run.status, last: lines.at(-1), got: existsSync(join(folder, "deps/src/imgui/imgui.h")) };
}

/// The script with the checksum of an archive that we can make.
const withSum = (archive) => script.replace(sum, createHash("sha256").update(archive).digest("hex"));

test("a pinned version with its checksum is taken, also where the archive has newer ones", (t) => {
  if (!existsSync(keyring)) return assert.match(fetch(t, [`${pin}+ds-1`], "x").last, /keyring.* is missing/);
  const run = fetch(t, ["1:1.93.0-1", `1:${pin}+ds-2`, `${pin}+ds-1`], "good", withSum("good"));
  assert.deepEqual([run.code, run.got], [0, true], run.last);
});

test("another archive under the pinned version's name is refused", (t) => {
  if (!existsSync(keyring)) return;
  const run = fetch(t, [`${pin}+ds-1`], "bad", withSum("good"));
  assert.deepEqual([run.code, run.got], [1, false]);
  assert.match(run.last, /not the pinned archive \(SHA-256 differs\)/);
});

test("a version that is not pinned is refused in one sentence that names both", (t) => {
  if (!existsSync(keyring)) return;
  const run = fetch(t, ["1.92.9+ds-1"], "good", withSum("good"));
  assert.deepEqual([run.code, run.got], [1, false]);
  assert.ok(run.last.includes(`has imgui 1.92.9+ds-1, expected ${pin};`), run.last);
});

test("FetchContent's sources are pinned by commit or SHA-256", () => {
  const pins = readFileSync(new URL("../cmake/fetched.cmake", import.meta.url), "utf8")
    .match(/set\(UNPOOL_PIN_[^)]*\)/g);
  assert.ok(pins.length >= 6);
  for (const one of pins) assert.match(one, /GIT_TAG [0-9a-f]{40}\b|URL_HASH SHA256=[0-9a-f]{64}\b/);
});
