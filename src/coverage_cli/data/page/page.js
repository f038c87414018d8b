// Sorts, searches and folds the tables of a report, and opens what stands behind a figure. No library, no network.
// The tables are whole in the page itself; only rows that are shown stay in the document, so that ten thousand are no burden.
"use strict";
(() => {
const told = JSON.parse(document.getElementById("told").textContent);
const words = told.words;
const PAGE = 200;     // rows shown at once where rows stand in no tree
const FOLDED = 400;   // longer trees begin folded
const collator = new Intl.Collator(told.lang, { numeric: true });

const make = (name, settings = {}, ...children) => {
  const element = Object.assign(document.createElement(name), settings);
  element.append(...children);
  return element;
};
const said = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, told.group);
// A search finds "Dong Phong" and "đồng phong" alike.
const plain = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();

// The number that a cell shows, or NaN. Rows whose figures look alike keep their order, as they do on paper.
const number = (text) => {
  const digits = text.split(told.group).join("").replace(told.decimal, ".").replace("\u2212", "-");
  return digits.trim() ? parseFloat(digits) : NaN;
};

class Row {
  constructor(element, at) {
    this.element = element;
    this.at = at;
    this.depth = Number(element.className.slice(1)) || 0;
    this.parent = null;
    this.parts = [];
    this.open = true;
  }
  text(column) { return this.element.cells[column].textContent.trim(); }
  get name() { return this.label ??= this.text(0); }
  get sought() { return this.folded ??= plain(this.name); }
  get path() {
    const above = [];
    for (let row = this.parent; row; row = row.parent) above.push(row.name);
    return above.join(" · ");
  }
}

class Table {
  constructor(section, at) {
    this.at = at;
    this.section = section;
    this.table = section.querySelector("table");
    this.body = this.table.tBodies[0];
    this.heads = [...this.table.tHead.rows[0].cells];
    this.keys = this.heads.map((head) => head.dataset.key);
    this.rows = [...this.body.rows].map((element, place) => new Row(element, place));
    this.nested = this.table.classList.contains("nested") && this.rows.some((row) => row.depth > 0);
    if (this.nested) this.plant();
    this.sorted = null;
    this.room = PAGE;
    this.fill();
    this.addTools();
    this.addHeads();
    this.body.addEventListener("click", (event) => this.clicked(event));
    this.show();
  }

  // Gives each row its parent: in a tree it stands below it.
  plant() {
    const above = [];
    for (const row of this.rows) {
      while (above.length && above.at(-1).depth >= row.depth) above.pop();
      row.parent = above.at(-1) ?? null;
      if (row.parent) row.parent.parts.push(row);
      above.push(row);
    }
    if (this.rows.length > FOLDED) for (const row of this.rows) row.open = row.depth === 0;
  }

  // What bars and lines in cells are measured by: the largest rate and target of the table.
  fill() {
    this.rate = this.keys.indexOf("coverage_pct");
    this.goal = this.keys.indexOf("target_pct");
    const largest = (column) =>
      column < 0 ? 0 : this.rows.reduce((most, row) => Math.max(most, number(row.text(column)) || 0), 0);
    const reached = Math.max(largest(this.rate), largest(this.goal));
    this.scale = reached > 50 ? Math.max(reached, 100) : reached * 1.2 || 1;
    this.periods = this.heads.map((_, at) => at).filter((at) => /^\d{4}/.test(this.keys[at]));
  }

  addTools() {
    const tools = make("div", { className: "tools" });
    this.search = make("input", { type: "search" });
    tools.append(make("label", {}, words.search, " ", this.search));
    this.search.addEventListener("input", () => { this.room = PAGE; this.show(); });
    this.filters = ["status", "level"].map((key) => this.addFilter(key, tools)).filter(Boolean);
    if (this.nested) this.addDepths(tools);
    this.back = make("button", { type: "button", textContent: words.order, hidden: true });
    this.back.addEventListener("click", () => this.sortBy(null));
    tools.append(this.back);
    if (this.nested) {
      this.unfold = make("button", { type: "button" });
      this.unfold.addEventListener("click", () => this.foldAll());
      tools.append(this.unfold);
    }
    this.state = make("p", { className: "state" });
    this.state.setAttribute("role", "status");
    tools.append(this.state);
    this.more = make("button", { type: "button", className: "more" });
    this.more.addEventListener("click", () => { this.room += PAGE; this.show(); });
    const frame = this.table.parentElement;
    frame.before(tools);
    frame.after(this.more);
  }

  addFilter(key, tools) {
    const column = this.keys.indexOf(key);
    const found = column < 0 ? [] : [...new Set(this.rows.map((row) => row.text(column)))];
    if (found.length < 2) return null;
    const choice = this.choice(this.heads[column].textContent, found, tools);
    return (row) => !choice.value || row.text(column) === choice.value;
  }

  // Rows of one depth alone: the districts, or the communes without them.
  addDepths(tools) {
    const depths = [...new Set(this.rows.map((row) => row.depth))].sort();
    const names = this.table.dataset.levels.split("\t");
    if (depths.length < 2 || names.length < depths.length) return;
    const choice = this.choice(this.table.dataset.level, depths.map((depth) => names[depth]), tools);
    this.filters.push((row) => !choice.value || names[row.depth] === choice.value);
  }

  choice(label, values, tools) {
    const options = values.map((value) => make("option", { value, textContent: value }));
    const choice = make("select", {}, make("option", { value: "", textContent: words.all }), ...options);
    tools.append(make("label", {}, label, " ", choice));
    choice.addEventListener("change", () => { this.room = PAGE; this.show(); });
    (this.choices ??= []).push(choice);
    return choice;
  }

  addHeads() {
    this.heads.forEach((head, column) => {
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => this.sortBy(column));
    });
  }

  sortBy(column) {
    const same = this.sorted && this.sorted.column === column;
    const isText = column !== null && this.heads[column].classList.contains("l");
    // Of figures the largest are wanted first, of names the first of the alphabet.
    const up = same ? !this.sorted.up : isText;
    this.sorted = column === null ? null : { column, up };
    this.heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    this.room = PAGE;
    this.show();
  }

  inOrder(rows) {
    if (!this.sorted) return rows;
    const { column, up } = this.sorted;
    const sign = up ? 1 : -1;
    const isText = this.heads[column].classList.contains("l");
    const keyed = rows.map((row) => [isText ? row.text(column) : number(row.text(column)), row]);
    keyed.sort(([first, one], [second, other]) => {
      if (isText) return sign * collator.compare(first, second) || one.at - other.at;
      const gone = Number.isNaN(first) - Number.isNaN(second);   // what is missing stands last, either way
      return gone || sign * (first - second) || one.at - other.at;
    });
    return keyed.map(([, row]) => row);
  }

  // Returns the rows that stand in the tree, unfolded as they are.
  get unfolded() {
    const shown = [];
    const walk = (row) => { shown.push(row); if (row.open) row.parts.forEach(walk); };
    this.rows.filter((row) => !row.parent).forEach(walk);
    return shown;
  }

  show() {
    const wanted = plain(this.search.value.trim());
    const chosen = (this.choices ?? []).some((choice) => choice.value);
    this.flat = !this.nested || Boolean(this.sorted || wanted || chosen);
    let rows = this.flat
      ? this.inOrder(this.rows.filter((row) => row.sought.includes(wanted) && this.filters.every((holds) => holds(row))))
      : this.unfolded;
    const found = rows.length;
    rows = rows.slice(0, this.room);
    for (const row of rows) this.dress(row);
    this.body.replaceChildren(...rows.map((row) => row.element));
    this.table.classList.toggle("flat", this.flat);
    this.tell(found, rows.length);
  }

  tell(found, shown) {
    const left = found - shown;
    this.more.hidden = left <= 0;
    this.more.textContent = said(words.more, { count: count(Math.min(left, PAGE)) });
    this.back.hidden = !this.sorted;
    if (this.unfold) {
      this.unfold.hidden = this.flat;
      this.unfold.textContent = this.rows.some((row) => row.parts.length && !row.open) ? words.unfold : words.fold;
    }
    const parts = [found ? said(words.shown, { shown: count(shown), all: count(this.rows.length) }) : words.none_found];
    if (this.sorted) {
      const column = this.heads[this.sorted.column].textContent;
      parts.push(said(this.sorted.up ? words.sorted_up : words.sorted_down, { column }));
    }
    this.state.textContent = parts.join(" · ");
  }

  foldAll() {
    const isFolded = this.rows.some((row) => row.parts.length && !row.open);
    for (const row of this.rows) if (row.parts.length) row.open = isFolded || row.depth === 0;
    this.room = isFolded ? this.rows.length : PAGE;
    this.show();
  }

  // Gives a row its buttons, its bar and its line when it is first shown, and the unit above it where it stands alone.
  dress(row) {
    const head = row.element.cells[0];
    if (!row.dressed) {
      row.dressed = true;
      const name = row.name;
      head.replaceChildren();
      if (row.parts.length) {
        row.fold = make("button", { type: "button", className: "fold", ariaLabel: said(words.parts_of, { unit: name }) });
        head.append(row.fold);
      }
      head.append(this.story(row.at) ? make("button", { type: "button", className: "story", textContent: name }) : name);
      this.draw(row);
    }
    if (row.fold) row.fold.setAttribute("aria-expanded", row.open);
    head.querySelector("small")?.remove();
    if (this.flat && row.parent) head.append(make("small", { textContent: row.path }));
  }

  draw(row) {
    const cell = row.element.cells[this.rate];
    const rate = cell ? number(cell.textContent) : NaN;
    if (!Number.isNaN(rate)) {
      const goal = this.goal < 0 ? NaN : number(row.text(this.goal));
      cell.append(bar(rate / this.scale, Number.isNaN(goal) ? null : goal / this.scale, row.element));
    }
    if (this.periods.length > 1) line(row, this.periods);
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const row = this.rows.find((one) => one.element === button.closest("tr"));
    if (button.className === "fold") {
      row.open = !row.open;
      this.room = Math.max(this.room, this.unfolded.length);
      this.show();
      row.fold.focus();
    } else this.open(row.at);
  }

  // Returns the lines behind a row: its template with its values in the place of their marks.
  story(at) {
    const held = told.stories[this.at];
    const [template, ...values] = held.rows[at].split("\t");
    const valueOf = (_, place) => values[place].replace(/^\ue002(\d+)$/, (_, line) => held.lines[line]);
    return template && held.templates[template].replace(/⟦(\d+)⟧/g, valueOf);
  }

  open(at) {
    const story = this.story(at), row = this.rows[at];
    if (!story) return;
    const dialog = document.querySelector("dialog");
    dialog.querySelector("h2").textContent = [row.name, row.path].filter(Boolean).join(" · ");
    const lines = story.split("\n").map((text) => {
      const look = { "# ": "h3", "+ ": "p", "- ": "p" }[text.slice(0, 2)];
      const className = { "+ ": "m", "- ": "h", "  ": "aside" }[text.slice(0, 2)] ?? "";
      return make(look ?? "p", { className, textContent: look ? text.slice(2) : text });
    });
    const title = this.section.querySelector("h2").textContent;
    dialog.querySelector("div").replaceChildren(make("p", { className: "note", textContent: title }), ...lines);
    dialog.showModal();
    dialog.scrollTop = 0;
  }
}

const SHAPES = "http://www.w3.org/2000/svg";
const shape = (name, settings, ...children) => {
  const element = document.createElementNS(SHAPES, name);
  for (const [key, value] of Object.entries(settings)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

// A bar of a rate under its figure, with a mark where the target is.
const bar = (share, goal, row) => {
  const at = (part) => Math.round(1000 * Math.max(0, Math.min(part, 1)));
  const state = row.querySelector("td.m, td.h, td.n")?.className ?? "o";
  const mark = goal === null ? [] : [shape("path", { class: "goal", d: `M${at(goal)},0v10` })];
  const settings = { class: `bar ${state}`, viewBox: "0 0 1000 10", preserveAspectRatio: "none", "aria-hidden": "true" };
  return shape("svg", settings, shape("path", { d: `M0,1h${at(share)}v8H0z` }), ...mark);
};

// A line of a row's figures over the periods, in front of the first of them.
const line = (row, periods) => {
  const values = periods.map((column) => number(row.text(column)));
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < 2) return;
  const low = Math.min(...known), span = Math.max(...known) - low || 1;
  const points = values.map((value, at) => [2 + at * 56 / (values.length - 1), 14 - 12 * (value - low) / span]);
  const path = points.filter((_, at) => !Number.isNaN(values[at])).map((point) => point.join(",")).join("L");
  const settings = { class: "spark", viewBox: "0 0 60 16", "aria-hidden": "true" };
  row.element.cells[0].append(shape("svg", settings, shape("path", { d: "M" + path })));
};

// Names and tiles outside of the tables open the row that they belong to.
const addLinks = (tables) => {
  for (const element of document.querySelectorAll("span[data-row]")) {
    const table = tables[element.dataset.section ?? element.closest("section").id.slice(1)];
    if (!table || !table.story(Number(element.dataset.row))) continue;
    const button = make("button", { type: "button", className: "story", textContent: element.textContent });
    button.addEventListener("click", () => table.open(Number(element.dataset.row)));
    element.replaceChildren(button);
  }
  for (const groups of document.querySelectorAll(".groups")) {
    const table = tables[groups.closest("section").id.slice(1)];
    const rowOf = (event) => table.rows[event.target.dataset.row];
    groups.addEventListener("click", (event) => { if (rowOf(event)) table.open(rowOf(event).at); });
    groups.addEventListener("mouseover", (event) => {
      const row = rowOf(event);
      if (!row || event.target.title || event.target.firstChild) return;
      const rate = table.rate < 0 ? "" : `: ${row.text(table.rate)}`;
      const text = [row.name, row.path].filter(Boolean).join(" · ") + rate;
      if (event.target.tagName === "path") event.target.append(shape("title", {}, text));
      else event.target.title = text;
    });
  }
};

const addTheme = () => {
  const button = document.getElementById("theme"), root = document.documentElement;
  button.hidden = false;
  button.addEventListener("click", () => {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
  });
};

const sections = [...document.querySelectorAll("section[id^=s]")].filter((one) => /^s\d+$/.test(one.id));
addLinks(sections.map((section, at) => new Table(section, at)));
addTheme();
document.querySelector("dialog").addEventListener("click", (event) => {
  if (event.target === event.currentTarget) event.target.close();   // beside the dialog
});
})();
