// The open view beside the canvas, for those who do not see it: its name, what it found, the answer, and controls of
// the browser's own for what can be set, chosen, saved and shared.  src/app/mirror.h has the program's side.

const mirrorPause = 400;  // milliseconds: it follows, but not every frame
const longestRange = 200;  // with more steps than that a number is typed
let mirrorAsked = 0;
let mirrored = "";
const mirrorRows = new Map();  // key -> { row, control, note, sort }

/** After a frame. */
function mirrorSoon() {
  if (mirrorAsked || !isWhole) return;
  mirrorAsked = setTimeout(() => {
    mirrorAsked = 0;
    const text = textAt(program["_unpool_mirror"]());
    if (text === mirrored || failed) return;
    mirrored = text;
    showMirror(JSON.parse(text));
  }, mirrorPause);
}

function actInMirror(what, value = "") {
  withText(what, (act) => withText(String(value), (text) => program["_unpool_mirror_act"](act, text)));
  drawNow();
}

/** A control with its words; `sort` changes where another element is needed. */
function makeRow(sort, label, tag, type) {
  const control = document.createElement(tag);
  if (type) control.type = type;
  if (tag === "button") {
    control.textContent = label;
    return { row: control, control, note: null, sort };
  }
  const row = document.createElement("label"), note = document.createElement("output");
  control.setAttribute("aria-label", label);  // without the note
  row.append(`${label} `, control, note);
  return { row, control, note, sort };
}

/** The row of this key, made where it is not there, or is another control by now. */
function rowOf(key, label, tag, type, wire) {
  const sort = [label, tag, type].join(), known = mirrorRows.get(key);
  if (known && known.sort === sort) return known;
  const made = makeRow(sort, label, tag, type);
  if (known) known.row.replaceWith(made.row);
  else byId("mirror").append(made.row);
  mirrorRows.set(key, made);
  wire(made.control);
  return made;
}

/** groups: [[name, [[value, words], ...]], ...]; a group without a name has its options by themselves. */
function fillSelect(select, groups, chosen) {
  const text = JSON.stringify(groups);
  if (select.dataset.options !== text) {
    select.dataset.options = text;
    select.replaceChildren(...groups.flatMap(([name, list]) => {
      const options = list.map(([value, words]) => new Option(words, value));
      if (!name) return options;
      const group = document.createElement("optgroup");
      group.label = name;
      group.append(...options);
      return [group];
    }));
  }
  select.value = String(chosen);
}

function selectRow(key, label, groups, chosen, choose) {
  const { control } = rowOf(key, label, "select", "",
    (select) => listen(select, "change", () => choose(select.value)));
  fillSelect(control, groups, chosen);
}

function viewsRow({ view, views }) {
  const names = [...new Set(views.map(({ group }) => group))];
  const groups = names.map((name) => [name, views.filter(({ group }) => group === name)
    .map(({ id, title }) => [id, title])]);
  selectRow("view", "View", groups, view, (id) => {
    withText(id, (address) => program["_unpool_open_view"](address));
    drawNow();
  });
}

const numbered = (count, words) => [["", Array.from({ length: count }, (_, i) => [i, words(i)])]];

function selectionRows({ layers, layer, maps, map }) {
  const named = [["", [[-1, "input"], ...layers.map((name, i) => [i, name])]]];
  selectRow("layer", "Layer", named, layer, (value) => actInMirror("layer", value));
  selectRow("map", "Map", numbered(maps, String), map, (value) => actInMirror("map", value));
}

function settingRow({ key, label, tip, kind, value, low, high, choices, words }) {
  const name = `set ${key}`;
  if (kind === "choice")
    return selectRow(name, label, numbered(choices.length, (i) => choices[i]), value, (to) => actInMirror(name, to));
  if (kind === "button") {
    const next = () => actInMirror(name, Number(mirrorRows.get(name).control.dataset.value) + 1);
    rowOf(name, label, "button", "button", (button) => listen(button, "click", next))
      .control.dataset.value = value >= high ? low - 1 : value;
    return;
  }
  if (kind === "toggle") {
    const { control } = rowOf(name, label, "input", "checkbox",
      (box) => listen(box, "change", () => actInMirror(name, box.checked ? 1 : 0)));
    control.checked = value !== 0;
    control.title = tip;
    return;
  }
  const isTyped = kind === "whole" && high - low > longestRange;
  const { control, note } = rowOf(name, label, "input", isTyped ? "number" : "range",
    (input) => listen(input, isTyped ? "change" : "input", () => actInMirror(name, input.value)));
  Object.assign(control, { min: low, max: high, step: kind === "whole" ? 1 : (high - low) / 100, title: tip });
  if (control.value !== String(value)) control.value = value;
  const said = words || String(Math.round(value * 1000) / 1000);
  control.setAttribute("aria-valuetext", said);
  note.textContent = isTyped ? "" : said;
}

const mirrorActs = {
  reset: "Settings as they were", share: "Share this view", link: "Copy a link to this view",
  figure: "Save the figure (PNG)", numbers: "Save every number (CSV)", animation: "Save the animation (PNG)",
  save: "Save the selected map (PNG)",
};

function showMirror(seen) {
  byId("mirror-title").textContent = seen.title;
  byId("mirror-question").textContent = seen.question;
  byId("mirror-finding").textContent = seen.busy && !seen.finding ? "It is being computed." : seen.finding;
  byId("mirror-answer").textContent = seen.answer;
  const keys = ["view", ...(seen.selection ? ["layer", "map"] : []), ...seen.settings.map(({ key }) => `set ${key}`),
    ...Object.keys(mirrorActs).filter((act) => seen.can.includes(act))];
  for (const [key, { row, control }] of mirrorRows) {
    if (keys.includes(key)) continue;
    if (control === document.activeElement) byId("controls").focus();  // the keyboard stays where it was
    row.remove();
    mirrorRows.delete(key);
  }
  viewsRow(seen);
  if (seen.selection) selectionRows(seen.selection);
  seen.settings.forEach(settingRow);
  for (const [act, words] of Object.entries(mirrorActs))
    if (seen.can.includes(act)) rowOf(act, words, "button", "button", (button) =>
      listen(button, "click", () => actInMirror(act)));
  // In their order; what stands where it belongs is not moved, for it would lose the keyboard.
  let before = byId("mirror-answer");
  for (const key of keys) {
    const { row } = mirrorRows.get(key);
    if (before.nextElementSibling !== row) before.after(row);
    before = row;
  }
}
