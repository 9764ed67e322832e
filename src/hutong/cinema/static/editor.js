// The editor of a hall: draws the plan of the text field as a grid, and writes what is drawn back into it.
const SIGNS = ["S", "C", "W", "P", "X", "_", "."];
const SEATS = "SCWPX";

class Editor {
  constructor(box) {
    this.box = box;
    this.text = box.closest("form").querySelector("[name=plan]");
    this.zones = [...box.closest("form").querySelectorAll("[name=zones]")];
    this.words = JSON.parse(box.dataset.words);
    this.tool = "S";
    this.rows = this.read(this.text.value);
    box.classList.add("plan-editor");
    this.build();
    this.text.addEventListener("change", () => { this.rows = this.read(this.text.value); this.draw(); });
    for (const zone of this.zones) zone.addEventListener("input", () => this.drawTools());
  }

  read(text) {
    return text.trim().split("\n").map((line) => {
      const [label = "", cells = "", zones = ""] = line.trim().toUpperCase().split(/\s+/);
      if (!cells) return { label: "", cells: [], zones: [] };
      return { label, cells: [...cells], zones: [...zones.padEnd(cells.length, "1")].map((one) => (/[1-6]/.test(one) ? one : "1")) };
    });
  }

  write() {
    const several = this.zones.filter((one) => one.value.trim()).length > 1;
    this.text.value = this.rows.map((row) => {
      if (!row.cells.some((one) => SEATS.includes(one))) return "-";
      const zones = row.cells.map((one, at) => (SEATS.includes(one) ? row.zones[at] : one)).join("");
      return `${row.label} ${row.cells.join("")}${several ? ` ${zones}` : ""}`;
    }).join("\n");
    const sold = this.rows.flatMap((row) => row.cells).filter((one) => "SCWP".includes(one)).length;
    this.count.textContent = this.box.dataset.count.replace("{count}", sold);
  }

  button(label, press, parent) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-still btn-sm";
    made.textContent = label;
    made.addEventListener("click", press);
    parent.append(made);
    return made;
  }

  build() {
    const part = (name) => { const made = document.createElement("div"); made.className = name; this.box.append(made); return made; };
    const help = document.createElement("p");
    help.className = "quiet small m-0";
    help.textContent = this.box.dataset.help;
    this.box.append(help);
    this.tools = part("tools");
    this.tools.setAttribute("role", "toolbar");
    this.tools.setAttribute("aria-label", this.box.dataset.tool);
    const screen = part("screen");
    screen.setAttribute("aria-hidden", "true");
    this.sheet = part("sheet-of");
    const sizes = part("tools");
    const say = this.box.dataset;
    this.button(say.addRow, () => this.resize(1, 0), sizes);
    this.button(say.dropRow, () => this.resize(-1, 0), sizes);
    this.button(say.addColumn, () => this.resize(0, 1), sizes);
    this.button(say.dropColumn, () => this.resize(0, -1), sizes);
    this.count = document.createElement("b");
    this.count.className = "num";
    this.count.setAttribute("role", "status");
    sizes.append(this.count);
    this.sheet.addEventListener("pointerdown", (event) => {
      const cell = event.target.closest(".cell");
      this.mouse = event.pointerType === "mouse";  // a finger scrolls, and draws by tapping
      if (!cell || !this.mouse) return;
      this.drawing = true;
      this.paint(cell);
    });
    this.sheet.addEventListener("click", (event) => {
      const cell = event.target.closest(".cell");
      if (cell && !this.mouse) this.paint(cell);
    });
    this.sheet.addEventListener("pointermove", (event) => {
      if (!this.drawing) return;
      const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest(".cell");
      if (cell && this.sheet.contains(cell)) this.paint(cell);
    });
    addEventListener("pointerup", () => { this.drawing = false; });
    this.sheet.addEventListener("keydown", (event) => this.key(event));
    this.drawTools();
    this.draw();
  }

  drawTools() {
    this.tools.replaceChildren();
    for (const sign of SIGNS) this.pick(sign, `${this.words[sign]} (${sign})`);
    this.zones.forEach((field, at) => {
      if (field.value.trim()) this.pick(String(at + 1), `${this.box.dataset.zone.replace("{zone}", at + 1)}: ${field.value}`);
    });
    if (this.count) this.write();
  }

  pick(tool, label) {
    const made = this.button(label, () => { this.tool = tool; this.drawTools(); this.tools.querySelector("[aria-pressed=true]")?.focus(); }, this.tools);
    made.setAttribute("aria-pressed", String(this.tool === tool));
  }

  resize(rows, columns) {
    const width = Math.max(...this.rows.map((row) => row.cells.length), 0);
    if (rows > 0 && this.rows.length < 60) {
      const last = [...this.rows].reverse().find((row) => row.cells.length);
      this.rows.push({ label: next(last?.label), cells: [...(last?.cells ?? "SSSS")], zones: [...(last?.zones ?? "1111")] });
    }
    if (rows < 0 && this.rows.length > 1) this.rows.pop();
    for (const row of this.rows) {
      if (!row.cells.length) continue;
      if (columns > 0 && width < 60) { row.cells.push("S"); row.zones.push("1"); }
      if (columns < 0 && width > 1) { row.cells.length = Math.min(row.cells.length, width - 1); row.zones.length = row.cells.length; }
    }
    this.draw();
  }

  draw() {
    const width = Math.max(...this.rows.map((row) => row.cells.length), 1);
    this.sheet.replaceChildren(...this.rows.map((row, y) => {
      const line = document.createElement("div");
      line.className = "line";
      const label = document.createElement("input");
      label.value = row.label;
      label.maxLength = 2;
      label.setAttribute("aria-label", this.box.dataset.row.replace("{row}", y + 1));
      label.addEventListener("input", () => { row.label = label.value.trim().toUpperCase(); this.write(); });
      line.append(label);
      while (row.cells.length < width) { row.cells.push("."); row.zones.push("1"); }
      row.cells.forEach((_sign, x) => {
        const cell = document.createElement("button");
        cell.type = "button";
        cell.className = "cell";
        cell.dataset.y = y;
        cell.dataset.x = x;
        cell.tabIndex = y === 0 && x === 0 ? 0 : -1;
        line.append(cell);
        this.show(cell);
      });
      return line;
    }));
    this.write();
  }

  show(cell) {
    const row = this.rows[cell.dataset.y];
    const sign = row.cells[cell.dataset.x];
    const seat = SEATS.includes(sign);
    cell.dataset.sign = sign;
    if (seat) cell.dataset.zone = row.zones[cell.dataset.x]; else delete cell.dataset.zone;
    const place = seat ? row.cells.slice(0, Number(cell.dataset.x) + 1).filter((one) => SEATS.includes(one)).length : "";
    cell.textContent = seat ? `${row.label}${place}` : "";
    cell.setAttribute("aria-label", `${row.label}${place || ` ${Number(cell.dataset.x) + 1}`}: ${this.words[sign]}${seat ? `, ${this.box.dataset.zone.replace("{zone}", row.zones[cell.dataset.x])}` : ""}`);
  }

  paint(cell, tool = this.tool) {
    const row = this.rows[cell.dataset.y];
    const x = Number(cell.dataset.x);
    if (/[1-6]/.test(tool)) row.zones[x] = tool;
    else {
      row.cells[x] = tool;
      if (!row.label && SEATS.includes(tool)) { row.label = next(this.rows.slice(0, cell.dataset.y).reverse().find((one) => one.label)?.label); this.sheet.children[cell.dataset.y].querySelector("input").value = row.label; }
    }
    for (const one of this.sheet.children[cell.dataset.y].querySelectorAll(".cell")) this.show(one);
    this.write();
  }

  key(event) {
    const cell = event.target.closest(".cell");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (step) {
      const to = this.sheet.querySelector(`.cell[data-y="${Number(cell.dataset.y) + step[0]}"][data-x="${Number(cell.dataset.x) + step[1]}"]`);
      if (to) { cell.tabIndex = -1; to.tabIndex = 0; to.focus(); }
    } else if (event.key === "Enter" || event.key === " ") this.paint(cell);
    else if (SIGNS.includes(event.key.toUpperCase())) this.paint(cell, event.key.toUpperCase());
    else if (/^[1-6]$/.test(event.key) && this.zones[event.key - 1]?.value.trim()) this.paint(cell, event.key);
    else return;
    event.preventDefault();
  }
}

function next(label) {
  if (!label) return "A";
  if (label.length === 1) return label === "Z" ? "AA" : String.fromCharCode(label.charCodeAt(0) + 1);
  return label[1] === "Z" ? `${String.fromCharCode(label.charCodeAt(0) + 1)}A` : label[0] + String.fromCharCode(label.charCodeAt(1) + 1);
}

for (const box of document.querySelectorAll("[data-editor]")) new Editor(box);
