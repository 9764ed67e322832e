// The seat map, live: it looks again every few seconds, adds up, obeys the arrows, and never lets one take too many.
// Without it the map is a form of boxes. What it says comes translated from data-say-* of the map.

const money = await import(document.documentElement.dataset.money);
const toast = (text, kind = "success") => document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
const EVERY = 4000;
const map = document.querySelector("[data-map]");
if (map) start();

function start() {
  const boxes = new Map([...map.querySelectorAll("input")].map((box) => [box.value, box]));
  const form = [...boxes.values()][0]?.form ?? null;
  const most = Number(map.dataset.most);
  const percent = Number(map.dataset.percent);
  const seats = new Map(); // label -> the seat as the server told it
  let tag = null;

  const say = (name, values = {}) =>
    (map.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const chosen = () => [...boxes.values()].filter((box) => box.checked && !box.disabled);
  const off = (price) => price - Math.floor((price * percent * 2 + 100) / 200);

  /* Live */

  async function look() {
    if (document.visibilityState !== "visible") return;
    const headers = { Accept: "application/json" };
    if (tag) headers["If-None-Match"] = tag;
    const answer = await fetch(map.dataset.live, { headers, cache: "no-store", credentials: "same-origin" }).catch(() => null);
    if (!answer || answer.status !== 200) return;
    tag = answer.headers.get("ETag");
    draw(await answer.json());
  }

  function draw(live) {
    const lost = [];
    let free = 0;
    for (const seat of live.seats) {
      seats.set(seat.label, seat);
      const box = boxes.get(seat.label);
      if (!box) continue;
      if (seat.state === "free") free += 1;
      const shell = box.closest(".seat");
      const gone = seat.state !== "free" && !allowed(box, seat);
      if (gone && box.checked) {
        box.checked = false;
        lost.push(seat.label);
      }
      box.disabled = gone || !live.selling;
      for (const state of ["held", "sold", "mine", "broken"]) shell.classList.toggle(state, seat.state === state);
      box.setAttribute("aria-label", spoken(seat));
    }
    const count = document.querySelector("[data-free]");
    if (count) count.textContent = say("left", { count: free });
    if (lost.length) toast(say("lost", { seats: lost.join(", ") }), "danger");
    add();
    roam();
  }

  const allowed = (box, seat) => box.dataset.own === seat.label;

  function spoken(seat) {
    const parts = [say("seat", seat), say(seat.state)];
    if (seat.state === "free") parts.push(money.show(seat.price));
    if (seat.aisle) parts.push(say("aisle"));
    if (["couple", "wheelchair", "companion"].includes(seat.kind)) parts.push(say(seat.kind));
    return parts.join(", ");
  }

  /* Adding up */

  function add() {
    const list = document.querySelector("[data-lines]");
    if (!list) return;
    const lines = chosen().map((box) => [say("seat", seats.get(box.value) ?? {}) || box.value, off(seats.get(box.value)?.price ?? 0)]);
    for (const pick of document.querySelectorAll("select[name=combos]")) {
      const count = Number(pick.value.split(":")[1]);
      if (count) lines.push([`${pick.dataset.title} × ${count}`, count * Number(pick.dataset.price)]);
    }
    const plain = lines.reduce((sum, [, price]) => sum + price, 0);
    const less = saving(plain);
    const total = less?.found?.total ?? plain;
    if (less?.found?.coupon_off) lines.push([less.found.coupon_title || less.found.coupon, -less.found.coupon_off, "good"]);
    if (less?.found?.points_off) lines.push([say("points", less.found), -less.found.points_off, "good"]);
    list.replaceChildren(...lines.flatMap((line) => row(...line)), ...(lines.length ? row(say("total"), total, "sum") : []));
    list.toggleAttribute("aria-busy", Boolean(less?.waits));
    document.querySelectorAll("[data-none]").forEach((hint) => (hint.hidden = lines.length > 0));
    const bar = document.querySelector("[data-bar]");
    if (bar) {
      bar.hidden = !chosen().length;
      bar.querySelector("[data-chosen]").textContent = chosen().map((box) => box.value).join(", ");
      bar.querySelector("[data-sum]").textContent = money.show(total);
    }
    const sum = form?.querySelector("input[name=total]");
    if (sum && seats.size) sum.value = chosen().length && !less?.waits ? String(total) : "";
    const address = new URL(location.href);
    const labels = chosen().map((box) => box.value);
    if (labels.length) address.searchParams.set("seats", labels.join(","));
    else address.searchParams.delete("seats");
    address.searchParams.delete("wish");
    history.replaceState(history.state, "", address);
    const page = form?.querySelector("input[name=_page]");
    if (page) page.value = address.pathname + address.search;
  }

  function row(text, price, look = "") {
    const [term, value] = [document.createElement("dt"), document.createElement("dd")];
    [term.textContent, value.textContent, term.className, value.className] = [text, money.show(price), look, look];
    return [term, value];
  }

  /* Coupon and points: the server says what they take off this choice */

  let quote = null; // of the last choice: waits, found, or refused
  let typing = 0;

  function saving(plain) {
    const [coupon, points] = ["coupon", "points"].map((name) => form?.elements[name]?.value.trim() ?? "");
    const address = document.querySelector("[data-quote]")?.dataset.quote;
    if (!address || !chosen().length || (!coupon && !Number(points))) return (quote = null);
    const combos = [...document.querySelectorAll("select[name=combos]")].map((pick) => pick.value);
    const asked = new URLSearchParams([...chosen().map((box) => ["seats", box.value]), ...combos.map((one) => ["combos", one])]);
    if (coupon) asked.set("coupon", coupon);
    if (points) asked.set("points", points);
    const key = `${asked} ${plain}`;
    if (quote?.key !== key) {
      const mine = (quote = { key, waits: true });
      clearTimeout(typing);
      typing = setTimeout(() => reduce(mine, `${address}?${asked}`), 300);
    }
    return quote;
  }

  async function reduce(mine, address) {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" }).catch(() => null);
    const found = await answer?.json().catch(() => null);
    if (mine !== quote) return;
    mine.waits = false;
    if (answer?.ok) mine.found = found;
    for (const name of ["coupon", "points"]) {
      const slot = form.querySelector(`[data-problem-for=${name}]`);
      const wrong = found?.errors?.find(({ field }) => field === name)?.message ?? "";
      if (slot) [slot.textContent, slot.hidden] = [wrong, !wrong];
    }
    add();
  }

  /* Choosing */

  map.addEventListener("change", ({ target }) => {
    if (!where.has(target)) return;
    const mate = boxes.get(seats.get(target.value)?.mate ?? "");
    if (mate && !mate.disabled) mate.checked = target.checked;
    if (chosen().length > most) {
      target.checked = false;
      if (mate) mate.checked = false;
      toast(say("most", { most }), "danger");
    }
    fix([]);
    add();
  });
  document.addEventListener("change", ({ target }) => target.name === "combos" && add());
  form?.addEventListener("input", ({ target }) => ["coupon", "points"].includes(target.name) && add());

  function choose(labels) {
    for (const [label, box] of boxes) box.checked = labels.includes(label) && !box.disabled;
    add();
    boxes.get(labels[0])?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  const fixer = document.querySelector("[data-fix]");
  function fix(labels) {
    if (!fixer) return;
    fixer.hidden = !labels.length;
    const button = fixer.querySelector("button");
    button.textContent = say("fix", { seats: labels.join(", ") });
    button.onclick = () => {
      choose(labels);
      fix([]);
      form?.querySelectorAll("[data-problem]").forEach((alert) => (alert.hidden = true));
    };
  }
  document.addEventListener("api:refused", ({ detail }) => {
    if (detail.code === "single_left") fix(detail.fix ?? []);
    quote = null;
    add(); // a coupon that another tab has used is no longer in the total
    if (["taken", "price_changed", "not_on_sale"].includes(detail.code)) {
      tag = null;
      look();
    }
  });

  /* Wishes */

  const asking = document.querySelector("[data-wish]");
  asking?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wish = asking.elements.wish.value;
    const answer = await fetch(`${asking.dataset.wish}?${new URLSearchParams(wish.trim() ? { wish } : { count: 2 })}`, { headers: { Accept: "application/json" } }).catch(() => null);
    const place = asking.querySelector("[data-wish-answer]");
    const found = await answer?.json().catch(() => null);
    if (!answer?.ok) {
      place.textContent = found?.errors?.[0]?.message ?? found?.detail ?? "";
      return;
    }
    const values = { wish: found.understood, seats: found.seats.join(", ") };
    place.textContent = found.seats.length ? say("picked", values) : say("nothing", values);
    if (found.seats.length) choose(found.seats);
  });

  /* The keyboard: one stop in the map, arrows inside it, Enter picks */

  const rows = [...map.querySelectorAll(".row-of")].map((line) => [...line.children]);
  const where = new Map();
  rows.forEach((line, y) => line.forEach((cell, x) => {
    const box = cell.querySelector?.("input");
    if (box) where.set(box, [y, x]);
  }));
  let stop = null;

  function roam(to = null) {
    const open = [...where.keys()].filter((box) => !box.disabled);
    stop = to ?? (open.includes(stop) ? stop : chosen()[0] ?? open[0] ?? null);
    for (const box of where.keys()) box.tabIndex = box === stop ? 0 : -1;
  }

  map.addEventListener("focusin", ({ target }) => where.has(target) && roam(target));
  map.addEventListener("keydown", (event) => {
    if (!where.has(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (event.key === "Enter") {
      event.preventDefault();
      event.target.click();
    } else if (step) {
      event.preventDefault();
      const next = beyond(event.target, step);
      if (next) next.focus();
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const line = rows[where.get(event.target)[0]].map((cell) => cell.querySelector?.("input")).filter((box) => box && !box.disabled);
      (event.key === "Home" ? line[0] : line.at(-1))?.focus();
    }
  });

  /** The next seat that can be had in a direction; up and down look sideways too. */
  function beyond(from, [dy, dx]) {
    const [y, x] = where.get(from);
    const open = [...where].filter(([box]) => !box.disabled);
    const ahead = open.filter(([, [oy, ox]]) => (dx ? oy === y && (ox - x) * dx > 0 : (oy - y) * dy > 0));
    const far = ([, [oy, ox]]) => (dx ? Math.abs(ox - x) : Math.abs(oy - y) * 100 + Math.abs(ox - x));
    return ahead.sort((one, other) => far(one) - far(other))[0]?.[0] ?? null;
  }

  /* Size: buttons, and two fingers */

  const sizes = [1.1, 1.5, 1.75, 2.25, 3];
  const field = map.querySelector(".seats");
  let size = Number.parseFloat(getComputedStyle(field).getPropertyValue("--seat")) || 1.75;
  function resize(to) {
    size = Math.min(3.5, Math.max(1, to));
    const middle = (map.scrollLeft + map.clientWidth / 2) / map.scrollWidth;
    field.style.setProperty("--seat", `${size}rem`);
    map.scrollLeft = middle * map.scrollWidth - map.clientWidth / 2;
  }
  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
    const up = button.dataset.zoom > 0;
    resize((up ? sizes.find((one) => one > size + 0.01) : sizes.findLast((one) => one < size - 0.01)) ?? size);
  }));
  let pinch = null;
  const spread = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  map.addEventListener("touchstart", ({ touches }) => {
    pinch = touches.length === 2 ? { from: spread(touches), size } : null;
  }, { passive: true });
  map.addEventListener("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    resize((pinch.size * spread(event.touches)) / pinch.from);
  }, { passive: false });

  const room = (map.clientWidth - 12) / map.scrollWidth;
  if (room < 1) resize(Math.max(1.5, size * room)); // all of it where there is room, never below what a finger hits
  map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;
  const first = chosen()[0]?.closest(".seat").getBoundingClientRect();
  if (first) map.scrollLeft += first.x + first.width / 2 - map.getBoundingClientRect().x - map.clientWidth / 2;
  roam();
  look();
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
