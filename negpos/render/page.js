// The page of `negpos page`. It works nothing out: it looks up what negpos found for a pair of
// parties on a day, draws it, and keeps what is chosen in the fragment of the address.
// Every text of the data reaches the page as text, never as HTML.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const LAST = data.days.length - 1;
const RELATIONS = data.relations.map(([name, sign, words, meaning]) => ({ name, sign, words, meaning }));
const SILENT = RELATIONS.findIndex((relation) => relation.name === "silent");
const DASH = { spans: [], evidence: [], hasWords: false, change: null, place: -1 };

// Looking up.

const word = (place) => data.words[place];
const party = (place) => data.parties[place][1];
const address = (place) => (place ? word(data.addresses[place][0]) + data.addresses[place][1] : "");

// A run tells what holds from a day on: day, value, day, value … each of so many places.
function placeInRun(run, start, width, day) {
  let found = -1;
  for (let at = start; at < run.length && run[at] <= day; at += width) found = at;
  return found;
}

const cellRuns = data.sides.map((rows) => new Map(rows.map((row) => [row[0], row])));
const pairRuns = new Map(
  data.pairs.map(([one, other, heads, rows]) => [
    `${one} ${other}`,
    { heads, standings: new Map(rows.map((row) => [row[0], row])) },
  ]),
);
const pairOf = (a, b) => pairRuns.get(a < b ? `${a} ${b}` : `${b} ${a}`);

function cellOf(side, issue, day) {
  const run = cellRuns[side].get(issue);
  const at = run ? placeInRun(run, 1, 3, day) : -1;
  if (at < 0) return DASH;
  const [spans, evidence, hasWords = 1] = data.cells[run[at + 1]];
  const isNew = day > 0 && run[at] === day;
  const change = isNew && run[at + 2] ? data.changes[run[at + 2]] : null;
  return { spans, evidence, hasWords: Boolean(hasWords), change, place: run[at + 1] };
}

// How two sides stand on an issue; null where neither has words on it.
function standingOf(a, b, issue, day) {
  const run = pairOf(a, b).standings.get(issue);
  if (!run) {
    const speaks = cellOf(a, issue, day).hasWords || cellOf(b, issue, day).hasWords;
    return speaks ? { relation: SILENT, reason: "", beside: [] } : null;
  }
  const at = placeInRun(run, 1, 2, day);
  if (at < 0 || run[at + 1] < 0) return null;
  const [relation, reason, ...beside] = data.standings[run[at + 1]];
  return { relation, reason: word(reason), beside: beside.map(word) };
}

function headOf(a, b, day) {
  const { heads } = pairOf(a, b);
  const at = placeInRun(heads, 0, 2, day);
  return at < 0 ? [] : data.heads[heads[at + 1]].map((pieces) => pieces.map(word).join(""));
}

function statement(place) {
  const [text, speaker, when, manner, firmness, ask, limits, ...sources] = data.demands[place];
  const cited = [];
  for (let at = 0; at < sources.length; at += 2) {
    const [publisher, date, grade, link] = data.sources[sources[at]];
    cited.push({
      publisher: word(publisher),
      date: word(date),
      grade: word(grade),
      link: address(link),
      at: word(sources[at + 1]),
    });
  }
  return {
    text,
    speaker: word(speaker),
    when: word(when),
    manner: word(manner),
    firmness: word(firmness),
    ask: word(ask),
    limits: limits.map(word),
    sources: cited,
  };
}

function evidenceOf(cell) {
  const found = [];
  for (let at = 0; at < cell.evidence.length; at += 2) {
    const [title, fate, line] = data.roles[cell.evidence[at]].map(word);
    found.push({ title, fate, line, ...statement(cell.evidence[at + 1]) });
  }
  return found;
}

// Words in any case, with or without accents, in any spelling that the dossier lists.
const plain = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").toLowerCase();
const spellings = new Map(Object.entries(data.spellings).map((pair) => pair.map(plain)));
const folded = (text) =>
  plain(text).replace(/[\p{L}\p{N}]+/gu, (one) => spellings.get(one) ?? one);

const spoken = new Map();
function wordsOf(cell) {
  if (!spoken.has(cell.place)) {
    const texts = cell.spans.map((span) => word(data.spans[span][0]));
    for (const told of evidenceOf(cell)) {
      texts.push(told.text, told.speaker, told.when, told.firmness, told.ask, ...told.limits);
      texts.push(...told.sources.map((source) => source.publisher));
    }
    spoken.set(cell.place, folded(texts.join(" ")));
  }
  return spoken.get(cell.place);
}

// What is chosen, and the address that says so.

const usual = () => ({
  a: data.start[0] ?? 0,
  b: data.start[1] ?? 1,
  day: LAST,
  words: "",
  theme: "",
  relations: [],
  order: "worst",
  changed: false,
  open: [],
});

function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const chosen = usual();
  const placeOf = (id) => data.parties.findIndex((row) => row[0] === id);
  const [a, b] = [placeOf(given.get("a")), placeOf(given.get("b"))];
  if (a >= 0 && b >= 0 && a !== b) [chosen.a, chosen.b] = [a, b];
  const on = given.get("on");
  if (on) chosen.day = Math.max(0, data.days.findLastIndex(([day]) => day.slice(0, on.length) <= on));
  chosen.words = given.get("words") ?? "";
  if (data.themes.some(([id]) => id === given.get("theme"))) chosen.theme = given.get("theme");
  const relations = (given.get("relations") ?? "").split(",");
  chosen.relations = RELATIONS.map((r) => r.name).filter((name) => relations.includes(name));
  if (given.get("order") === "theme") chosen.order = "theme";
  chosen.changed = given.get("changed") === "1";
  chosen.open = (given.get("open") ?? "").split(",").filter(Boolean);
  return chosen;
}

function toAddress(chosen) {
  const told = new URLSearchParams();
  told.set("a", data.parties[chosen.a][0]);
  told.set("b", data.parties[chosen.b][0]);
  if (chosen.day !== LAST) told.set("on", data.days[chosen.day][0]);
  if (chosen.words) told.set("words", chosen.words);
  if (chosen.theme) told.set("theme", chosen.theme);
  if (chosen.relations.length) told.set("relations", chosen.relations.join(","));
  if (chosen.order !== "worst") told.set("order", chosen.order);
  if (chosen.changed) told.set("changed", "1");
  if (chosen.open.length) told.set("open", chosen.open.join(","));
  return `#${told}`;
}

let chosen = usual();

// A new choice is a new step for the Back button; letters typed into one field are not.
function choose(change, isStep = true) {
  chosen = { ...chosen, ...change };
  const there = toAddress(chosen);
  if (there !== location.hash) {
    if (isStep) location.hash = there;
    else location.replace(there);
  }
  draw();
}

// Drawing.

const byId = (id) => document.getElementById(id);

// Words that run from right to left are kept apart from the figures and words around them.
const FROM_THE_RIGHT = "[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc]+";
const RUNS = new RegExp(`${FROM_THE_RIGHT}(?:[ '-]+${FROM_THE_RIGHT})*`, "g");
const isolated = (text) => text.replace(RUNS, "\u2068$&\u2069");

function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  const told = children.filter((child) => child !== null && child !== "");
  made.append(...told.map((child) => (typeof child === "string" ? isolated(child) : child)));
  return made;
}

const bdi = (text) => make("bdi", {}, text);

function linked(text, link, className) {
  if (!/^https?:\/\//.test(link)) return make("span", { class: className }, text);
  return make("a", { class: className, href: link, rel: "noopener noreferrer" }, text);
}

function drawSpans(cell) {
  if (!cell.spans.length) return make("p", { class: "told quiet" }, "–");
  const told = make("p", { class: "told", dir: "auto" });
  for (const place of cell.spans) {
    const [text, tone, link] = data.spans[place];
    if (word(text) === "\n") told.append(make("br"));
    else told.append(linked(word(text), address(link), word(tone)));
  }
  return told;
}

function drawStatement(told) {
  const asked = [told.firmness, told.ask].filter(Boolean).join(": ");
  return make(
    "li",
    {},
    make("p", { class: "who" }, make("b", {}, told.when), " ", bdi(told.speaker)),
    make("p", { class: "quiet" }, told.manner),
    make("blockquote", { dir: "auto" }, told.text),
    make("p", { class: told.firmness === "red-line" ? "line" : "strong", dir: "auto" }, asked),
    ...told.limits.map((line) => make("p", { dir: "auto" }, line)),
    make("p", { class: "quiet" }, [told.fate, told.line].filter(Boolean).join("; ")),
    make(
      "ul",
      { class: "sources" },
      ...told.sources.map((source) =>
        make(
          "li",
          {},
          `[${source.grade}] `,
          linked(source.publisher, source.link),
          `, ${source.date}${source.at ? `, ${source.at}` : ""}`,
        ),
      ),
    ),
  );
}

function commandFor(side, issue) {
  const day = chosen.day === LAST ? "" : ` --as-of ${data.days[chosen.day][0]}`;
  return `negpos why ${data.parties[side][0]} ${data.issues[issue][0]}${day}${data.option}`;
}

function drawEvidence(side, issue, cell) {
  const panel = make("div", { class: "evidence" });
  panel.append(make("p", { class: "question", dir: "auto" }, data.issues[issue][3]));
  let list = null;
  let title = null;
  for (const told of evidenceOf(cell)) {
    if (told.title !== title) {
      title = told.title;
      list = make("ul", { class: "statements" });
      panel.append(make("h3", {}, title), list);
    }
    list.append(drawStatement(told));
  }
  panel.append(make("p", { class: "quiet" }, "All on record: ", make("code", {}, commandFor(side, issue))));
  return panel;
}

function changeWords(change) {
  const [words, before, isStill] = change;
  const since = `since ${data.days[chosen.day][2]}: ${word(words)}`;
  return `${isStill ? "" : "changed "}${since}${before ? `; before: ${word(before)}` : ""}`;
}

function drawCell(side, issue, cell) {
  const change = cell.change;
  const frame = change ? (change[2] ? "changed still" : "changed") : "";
  const made = make("td", { class: `stance ${frame}`, "data-side": party(side), role: "cell" });
  if (change) made.append(make("p", { class: "mark" }, changeWords(change)));
  made.append(drawSpans(cell));
  const count = cell.evidence.length / 2;
  if (!count) return made;
  const key = `${data.issues[issue][0]}:${data.parties[side][0]}`;
  const panel = `evidence-${side}-${issue}`;
  const isOpen = chosen.open.includes(key);
  const told = `evidence: ${count} statement${count === 1 ? "" : "s"}`;
  const button = make(
    "button",
    {
      type: "button",
      id: `open-${side}-${issue}`,
      class: "open",
      "aria-expanded": String(isOpen),
      "aria-controls": panel,
      "aria-label": `${told}, ${party(side)} on ${data.issues[issue][1]}`,
    },
    told,
  );
  const holder = make("div", { id: panel });
  if (isOpen) holder.append(drawEvidence(side, issue, cell));
  const toggle = () => {
    const isNow = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(isNow));
    holder.replaceChildren(...(isNow ? [drawEvidence(side, issue, cell)] : []));
    const others = chosen.open.filter((other) => other !== key);
    chosen = { ...chosen, open: isNow ? [...others, key] : others };
    location.hash = toAddress(chosen);
  };
  button.addEventListener("click", toggle);
  made.addEventListener("click", (event) => {
    const isSelecting = String(getSelection()).length > 0;
    if (!isSelecting && !event.target.closest("a, button, .evidence")) toggle();
  });
  made.classList.add("can-open");
  made.append(button, holder);
  return made;
}

function badge(relation) {
  const { name, sign, words } = RELATIONS[relation];
  return make("span", { class: `badge ${name}` }, make("span", { class: "sign" }, sign), ` ${words}`);
}

function drawRelation(row) {
  const made = make("td", { class: `relation ${row.was ? "changed" : ""}`, role: "cell" });
  made.append(badge(row.standing.relation));
  for (const line of row.standing.beside) made.append(make("p", { class: "quiet" }, line));
  if (row.standing.reason) made.append(make("p", { dir: "auto" }, row.standing.reason));
  if (row.was) made.append(make("p", { class: "mark" }, row.was));
  return made;
}

function drawRow(row) {
  const [id, label, theme] = data.issues[row.issue];
  return make(
    "tr",
    { role: "row", "data-issue": id, "data-relation": RELATIONS[row.standing.relation].name },
    make(
      "th",
      { scope: "row", role: "rowheader" },
      make("span", { class: "label", dir: "auto" }, label),
      chosen.order === "worst" ? make("span", { class: "theme", dir: "auto" }, data.themes[theme][1]) : null,
    ),
    drawCell(chosen.a, row.issue, row.cells[0]),
    drawCell(chosen.b, row.issue, row.cells[1]),
    drawRelation(row),
  );
}

// The issues that the pair addresses on the day chosen, each with what became of it.
function rowsOfPair() {
  const rows = [];
  for (let issue = 0; issue < data.issues.length; issue += 1) {
    const standing = standingOf(chosen.a, chosen.b, issue, chosen.day);
    if (!standing) continue;
    const cells = [chosen.a, chosen.b].map((side) => cellOf(side, issue, chosen.day));
    rows.push({ issue, standing, cells, was: formerRelation(issue, standing) });
  }
  return rows;
}

function formerRelation(issue, standing) {
  if (chosen.day === 0) return "";
  const former = standingOf(chosen.a, chosen.b, issue, chosen.day - 1);
  if (!former || former.relation === standing.relation) return "";
  const { sign, words } = RELATIONS[former.relation];
  return `was ${sign} ${words} on ${data.days[chosen.day][2]}`;
}

// A stance or a relation became another; or the same is told with other words beside it.
const isChanged = (row) => Boolean(row.was) || row.cells.some((cell) => cell.change && !cell.change[2]);
const isTold = (row) => !isChanged(row) && row.cells.some((cell) => cell.change);

function matchesWords(row, wanted) {
  const [, label, theme, question] = data.issues[row.issue];
  const { words } = RELATIONS[row.standing.relation];
  const own = folded([label, question, data.themes[theme][1], words, row.standing.reason].join(" "));
  const all = `${own} ${wordsOf(row.cells[0])} ${wordsOf(row.cells[1])}`;
  return wanted.every((part) => all.includes(part));
}

function isShown(row) {
  const wanted = folded(chosen.words).split(" ").filter(Boolean);
  return (
    (!chosen.theme || data.themes[data.issues[row.issue][2]][0] === chosen.theme) &&
    (!chosen.relations.length || chosen.relations.includes(RELATIONS[row.standing.relation].name)) &&
    (!chosen.changed || isChanged(row)) &&
    matchesWords(row, wanted)
  );
}

// Rows under the headings of their relation, the worst first, or of their theme.
function drawTable(rows) {
  const byRelation = (x, y) => x.standing.relation - y.standing.relation || x.issue - y.issue;
  const isByTheme = chosen.order === "theme";
  const groupOf = (row) => (isByTheme ? data.issues[row.issue][2] : row.standing.relation);
  const groups = new Map();
  for (const row of [...rows].sort(byRelation)) {
    groups.set(groupOf(row), [...(groups.get(groupOf(row)) ?? []), row]);
  }
  const keys = [...groups.keys()].sort((x, y) => x - y);
  const bodies = keys.map((key) =>
    make(
      "tbody",
      { role: "rowgroup" },
      make(
        "tr",
        { role: "row", class: "group" },
        make("th", { colspan: 4, scope: "rowgroup", role: "rowheader" }, ...heading(key, groups.get(key).length)),
      ),
      ...groups.get(key).map(drawRow),
    ),
  );
  byId("table").querySelectorAll("tbody").forEach((old) => old.remove());
  byId("table").append(...bodies);
  byId("side-a").replaceChildren(bdi(party(chosen.a)));
  byId("side-b").replaceChildren(bdi(party(chosen.b)));
  byId("table").hidden = rows.length === 0;
}

function heading(key, count) {
  if (chosen.order === "theme") return [make("span", { dir: "auto" }, data.themes[key][1]), ` (${count})`];
  const { meaning } = RELATIONS[key];
  return [badge(key), ` ${count} – ${meaning}`];
}

function drawHead(rows, shown) {
  const names = [party(chosen.a), party(chosen.b)];
  byId("title").replaceChildren(bdi(names[0]), " × ", bdi(names[1]));
  document.title = `${names.join(" × ")} – ${data.title}`;
  const [, day, before] = data.days[chosen.day];
  const known = chosen.day === LAST ? "" : `as known on ${day}, `;
  byId("where").textContent = `${data.what}, ${known}${data.ends} – dossier ${data.dossier}`;
  byId("narrowed").textContent = data.narrowed;
  const [counts = "", caveat = ""] = headOf(chosen.a, chosen.b, chosen.day);
  byId("head").textContent = counts;
  byId("caveat").textContent = caveat;
  const changed = rows.filter(isChanged).length;
  byId("changed-count").textContent = chosen.day ? `changed since ${before} (${changed})` : "changed (0)";
  const all = shown.length === rows.length ? "all" : `${shown.length} of`;
  const told = rows.filter(isTold).length;
  const since = chosen.day
    ? `; since ${before} ${changed} changed${told ? `, ${told} more are the same, told otherwise` : ""}`
    : "; the record begins here";
  byId("status").textContent = `As of ${day}: ${all} ${rows.length} issues shown${since}.`;
  byId("none").hidden = shown.length > 0;
  byId("none-words").textContent = rows.length
    ? "No issue matches what is asked for."
    : "Neither side had spoken by this day.";
  byId("all").hidden = rows.length === 0;
}

function drawControls(rows) {
  byId("a").value = data.parties[chosen.a][0];
  byId("b").value = data.parties[chosen.b][0];
  if (byId("words").value !== chosen.words) byId("words").value = chosen.words;
  byId("theme").value = chosen.theme;
  byId("order").value = chosen.order;
  byId("changed").checked = chosen.changed;
  byId("day").value = String(chosen.day);
  byId("day").setAttribute("aria-valuetext", data.days[chosen.day][1]);
  byId("day-words").textContent = data.days[chosen.day][1];
  const [earlier, later] = [byId("earlier"), byId("later")];
  const ends = [[earlier, later, chosen.day === 0], [later, earlier, chosen.day === LAST]];
  ends.sort((one, other) => one[2] - other[2]); // a button is free before the focus goes to it
  for (const [button, other, isEnd] of ends) {
    if (isEnd && document.activeElement === button) other.focus();
    button.disabled = isEnd;
  }
  RELATIONS.forEach(({ name }, place) => {
    const count = rows.filter((row) => row.standing.relation === place).length;
    const chip = byId(`relation-${name}`);
    chip.setAttribute("aria-pressed", String(chosen.relations.includes(name)));
    chip.querySelector(".count").textContent = String(count);
  });
}

// The strip: how many issues stand in each relation, month by month. The slider says the same to
// those who do not see it.

const HEIGHT = 60;

function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const countsOf = new Map();
function countsOn(a, b, day) {
  const key = `${Math.min(a, b)} ${Math.max(a, b)} ${day}`;
  if (!countsOf.has(key)) {
    const counts = RELATIONS.map(() => 0);
    for (let issue = 0; issue < data.issues.length; issue += 1) {
      const standing = standingOf(a, b, issue, day);
      if (standing) counts[standing.relation] += 1;
    }
    countsOf.set(key, counts);
  }
  return countsOf.get(key);
}

function drawStrip() {
  const strip = byId("strip");
  const counts = data.days.map((_, day) => countsOn(chosen.a, chosen.b, day));
  const shared = counts.map((row) => row.reduce((sum, count, place) => sum + (place === SILENT ? 0 : count), 0));
  const most = Math.max(1, ...shared);
  strip.setAttribute("viewBox", `0 0 ${data.days.length * 10} ${HEIGHT}`);
  strip.replaceChildren();
  counts.forEach((row, day) => {
    const bar = svg("g", { class: day === chosen.day ? "bar now" : "bar" });
    bar.append(svg("rect", { class: "room", x: day * 10, y: 0, width: 10, height: HEIGHT }));
    let top = HEIGHT;
    const told = [];
    row.forEach((count, place) => {
      if (!count) return;
      told.push(`${count} ${RELATIONS[place].words}`);
      if (place === SILENT) return;
      const height = (count / most) * (HEIGHT - 4);
      top -= height;
      bar.append(svg("rect", { class: RELATIONS[place].name, x: day * 10 + 1, y: top, width: 8, height }));
    });
    const title = svg("title", {});
    title.textContent = `${data.days[day][1]}: ${told.join(", ") || "neither has spoken"}`;
    bar.append(title);
    bar.addEventListener("click", () => choose({ day }));
    strip.append(bar);
  });
}

// A year stands under its first month where there is room for it.
function drawYears() {
  const years = byId("years");
  const each = years.clientWidth / data.days.length;
  let free = 0;
  years.replaceChildren();
  data.days.forEach(([day], place) => {
    const year = day.slice(0, 4);
    const isFirst = place === 0 || data.days[place - 1][0].slice(0, 4) !== year;
    if (!isFirst || place * each < free || years.clientWidth - place * each < 34) return;
    const label = make("span", {}, year);
    label.style.left = `${(100 * place) / data.days.length}%`;
    years.append(label);
    free = place * each + 40;
  });
}

function draw() {
  const rows = rowsOfPair();
  const shown = rows.filter(isShown);
  drawControls(rows);
  drawHead(rows, shown);
  drawTable(shown);
  drawStrip();
}

// Listening.

function options(select, rows) {
  select.append(...rows.map(([value, text]) => make("option", { value }, text)));
}

function chooseSide(own, other) {
  const place = data.parties.findIndex(([id]) => id === byId(own).value);
  // the party that is already on the other side changes places with this one
  const swapped = place === chosen[other] ? { [other]: chosen[own] } : {};
  choose({ [own]: place, ...swapped, open: [] });
}

function listen() {
  byId("a").addEventListener("change", () => chooseSide("a", "b"));
  byId("b").addEventListener("change", () => chooseSide("b", "a"));
  byId("swap").addEventListener("click", () => choose({ a: chosen.b, b: chosen.a }));
  byId("words").addEventListener("input", () => choose({ words: byId("words").value }, false));
  byId("theme").addEventListener("change", () => choose({ theme: byId("theme").value }));
  byId("order").addEventListener("change", () => choose({ order: byId("order").value }));
  byId("changed").addEventListener("change", () => choose({ changed: byId("changed").checked }));
  byId("day").addEventListener("input", () => {
    chosen = { ...chosen, day: Number(byId("day").value) };
    draw();
  });
  byId("day").addEventListener("change", () => choose({ day: Number(byId("day").value) }));
  byId("earlier").addEventListener("click", () => choose({ day: Math.max(0, chosen.day - 1) }));
  byId("later").addEventListener("click", () => choose({ day: Math.min(LAST, chosen.day + 1) }));
  byId("all").addEventListener("click", () => {
    choose({ words: "", theme: "", relations: [], changed: false });
    byId("words").focus();
  });
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("resize", drawYears);
  addEventListener("hashchange", () => {
    if (location.hash === toAddress(chosen)) return;
    chosen = fromAddress();
    draw();
  });
}

function chips() {
  for (const { name, sign, words, meaning } of RELATIONS) {
    const chip = make(
      "button",
      { type: "button", id: `relation-${name}`, class: `chip ${name}`, "aria-pressed": "false", title: meaning },
      make("span", { class: "sign", "aria-hidden": "true" }, sign),
      ` ${words} `,
      make("span", { class: "count" }),
    );
    chip.addEventListener("click", () => {
      const isOn = chosen.relations.includes(name);
      const others = chosen.relations.filter((other) => other !== name);
      const wanted = isOn ? others : [...others, name];
      choose({ relations: RELATIONS.map((r) => r.name).filter((own) => wanted.includes(own)) });
    });
    byId("relations").append(chip);
  }
}

function begin() {
  if (!data.start.length) {
    byId("nothing").hidden = false;
    byId("where").textContent = `${data.what} – dossier ${data.dossier}`;
    byId("narrowed").textContent = data.narrowed;
    return;
  }
  options(byId("a"), data.parties);
  options(byId("b"), data.parties);
  options(byId("theme"), [["", "all themes"], ...data.themes]);
  byId("marks").textContent = data.marks;
  byId("day").max = String(LAST);
  byId("time").style.setProperty("--days", String(data.days.length));
  chips();
  listen();
  byId("all-of-it").hidden = false;
  drawYears();
  chosen = fromAddress();
  draw();
}

begin();
