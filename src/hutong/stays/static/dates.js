// The dates of a stay: picked in the calendar or typed, priced at once by GET /homes/{id}/quote.
// The server draws calendar and price alike (GET /homes/{id}?check_in=…); this module saves the reload.

const money = await import(document.documentElement.dataset.money);
const book = document.querySelector("[data-book]");
const calendar = document.querySelector("[data-calendar]");
const form = book?.querySelector("[data-dates]");
const say = book?.dataset ?? {};
const language = document.documentElement.lang;
let stop = null;

const dates = () => ({ from: form.elements.check_in.value, to: form.elements.check_out.value });
const cells = () => [...calendar.querySelectorAll("[data-day]")];
const plus = (day, count) => new Date(Date.parse(`${day}T00:00:00Z`) + count * 86400000).toISOString().slice(0, 10);
const nights = ({ from, to }) => (from && to > from ? Math.round((Date.parse(to) - Date.parse(from)) / 86400000) : 0);

/* The calendar */

function pick(event) {
  const turn = event.target.closest("[data-turn]");
  if (turn) {
    event.preventDefault();
    turnTo(turn.href);
    return;
  }
  const link = event.target.closest("[data-day] a[href]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const day = link.parentElement.dataset.day;
  const { from, to } = dates();
  const leaving = from && !to && day > from;
  form.elements.check_in.value = leaving ? from : day;
  form.elements.check_out.value = leaving ? day : "";
  change();
  link.focus();
}

async function turnTo(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return location.assign(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const months = calendar.querySelector("[data-months]");
  months.replaceChildren(...page.querySelector("[data-months]").childNodes);
  draw();
  months.querySelector("[data-turn]:last-of-type, [data-turn]")?.focus();
}

/** Marks the picked days; a day is a link while it can be picked as arrival, or as departure of the arrival picked. */
function draw() {
  const { from, to } = dates();
  const [soonest, limit] = from && !to ? leave(from) : ["", ""];
  for (const cell of cells()) {
    const { day } = cell.dataset;
    const between = from && to && day > from && day < to;
    const ends = day === from || (to && day === to);
    cell.classList.toggle("picked", Boolean(ends));
    cell.classList.toggle("between", Boolean(between));
    cell.classList.toggle("from", day === from && Boolean(to));
    cell.classList.toggle("to", Boolean(to) && day === to);
    const leaves = limit && day >= soonest && day <= limit;
    cell.classList.toggle("leave", Boolean(leaves) && cell.classList.contains("taken"));
    link(cell, "arrive" in cell.dataset || leaves, { [from]: calendar.dataset.sayArrival, [to]: calendar.dataset.sayDeparture }[day]);
  }
}

function link(cell, active, role) {
  const anchor = cell.firstElementChild;
  if (active) {
    anchor.setAttribute("href", `?check_in=${cell.dataset.day}`);
    anchor.removeAttribute("role");
    anchor.removeAttribute("aria-disabled");
  } else {
    anchor.removeAttribute("href");
    anchor.setAttribute("role", "link");
    anchor.setAttribute("aria-disabled", "true");
  }
  anchor.querySelector("[data-role]").textContent = role ? ` · ${role}` : "";
}

/** The first and last day on which a stay from this day can end: by its rules, and before the first taken night. */
function leave(from) {
  const all = cells();
  const { min = 1, max = 90 } = all.find((cell) => cell.dataset.day === from)?.dataset ?? {};
  const taken = new Set(all.filter((cell) => !cell.classList.contains("free")).map((cell) => cell.dataset.day));
  let day = from;
  for (let count = 0; count < Number(max) && !taken.has(day); count += 1) day = plus(day, 1);
  return [plus(from, Number(min)), day];
}

function move(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  const cell = event.target.closest("[data-day]");
  if (!step || !cell) return;
  event.preventDefault();
  let day = cell.dataset.day;
  for (let tries = 0; tries < 60; tries += 1) {
    day = plus(day, step);
    const found = calendar.querySelector(`[data-day="${day}"]`);
    if (!found) return;
    const anchor = found.querySelector("a[href]");
    if (anchor) return anchor.focus();
  }
}

/* The price */

async function change() {
  draw();
  const { from, to } = dates();
  const guests = form.elements.guests.value || "1";
  const asked = new URLSearchParams(Object.entries({ check_in: from, check_out: to, guests }).filter(([, value]) => value));
  history.replaceState(null, "", `?${asked}`);
  if (!from || !to) return rest(from ? say.sayPickOut : say.sayPickIn);
  stop?.abort();
  stop = new AbortController();
  const place = book.querySelector("[data-quote]");
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/api/v1/homes/${book.dataset.home}/quote?${asked}`, { headers: { Accept: "application/json" }, signal: stop.signal });
    const data = await answer.json();
    if (answer.ok && !data.available) refuse({ detail: say.sayTaken });
    else if (answer.ok) price(data, asked);
    else refuse(data);
  } catch (error) {
    if (error.name !== "AbortError") refuse({ detail: document.body.dataset.sayNetwork });
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function price(quote, asked) {
  const box = book.querySelector("[data-quote]");
  const list = element("dl", { className: "lines" });
  const add = (label, amount, kind = "", why = "") => {
    const term = element("dt", { className: kind, textContent: label });
    if (why) term.append(" ", element("span", { className: "quiet", textContent: why }));
    list.append(term, element("dd", { className: kind, textContent: money.show(amount) }));
  };
  const because = ({ why, season }) => ({ weekend: say.sayWeekend, special: say.saySpecial, season: season || say.saySeason })[why];
  if (quote.nights.length <= 7) for (const night of quote.nights) add(day(night.date), night.price, "", because(night));
  else for (const [one, count] of groups(quote.nights)) add(`${money.show(one.price)} × ${countOf(count, true)}`, one.price * count, "", because(one));
  if (quote.extra) {
    const words = JSON.parse(say.sayExtra)[quote.extra_guests === 1 ? 0 : 1].replace("{count}", quote.extra_guests);
    add(words, quote.extra, "", `${money.show(quote.nights[0].extra)} × ${countOf(quote.nights.length, true)}`);
  }
  if (quote.discount) add(say.sayDiscount.replace("{percent}", quote.discount_percent), quote.discount, "good");
  if (quote.cleaning) add(say.sayCleaning, quote.cleaning);
  add(say.sayTotal, quote.total, "sum");
  if (quote.deposit) add(say.sayDeposit, quote.deposit, "quiet");
  box.replaceChildren(list);
  headline(money.show(quote.total), countOf(quote.nights.length));
  ready(asked);
  freeUntil(quote);
}

function groups(all) {
  const found = new Map();
  for (const night of all) {
    const key = `${night.why} ${night.season} ${night.price}`;
    found.set(key, [night, (found.get(key)?.[1] ?? 0) + 1]);
  }
  return [...found.values()];
}

function refuse({ detail, errors = [] }) {
  const text = errors.length ? errors.map(({ message }) => message).join(" ") : detail;
  const alert = element("div", { className: "alert alert-warning" });
  alert.append(element("div", { textContent: text }));
  book.querySelector("[data-quote]").replaceChildren(alert);
  unpriced(text, "bad");
}

function rest(text) {
  stop?.abort();
  book.querySelector("[data-quote]").replaceChildren(element("p", { className: "quiet", textContent: text }));
  unpriced(text);
}

/** No total: a night's price stands there again, and the bar of a phone, where the calendar hides the box, says what to do. */
function unpriced(text, kind = "quiet") {
  headline(say.price, say.sayNight);
  document.querySelector("[data-bar-price] small")?.replaceWith(element("small", { className: kind, textContent: text }));
  ready(null);
}

function ready(asked) {
  for (const one of document.querySelectorAll("[data-checkout]")) {
    one.hidden = !asked;
    if (asked) one.href = `${one.pathname}?${asked}`;
  }
  for (const one of document.querySelectorAll("[data-choose]")) one.hidden = Boolean(asked);
  if (!asked) book.querySelector("[data-free-note]").hidden = true;
}

/** Until when everything comes back: hours before the arrival, on the clock of the place. */
function freeUntil(quote) {
  const note = book.querySelector("[data-free-note]");
  const until = Date.parse(`${quote.check_in}T${say.arrival}:00Z`) - Number(say.freeHours) * 3600000;
  note.hidden = say.freeHours === "" || until <= Date.now() + Number(say.offset) * 60000;
  note.querySelector("span").textContent = say.sayFree.replace("{moment}", moment(new Date(until)));
}

function headline(amount, words) {
  for (const place of document.querySelectorAll("[data-headline], [data-bar-price]")) {
    const quiet = element(place.hasAttribute("data-headline") ? "span" : "small", { className: "quiet", textContent: words });
    place.replaceChildren(element("b", { textContent: amount }), " ", quiet);
  }
}

/* Words */

const element = (name, fields) => Object.assign(document.createElement(name), fields);
const countOf = (count, plain) => JSON.parse(say.sayNights)[(plain ? 2 : 0) + (count === 1 ? 0 : 1)].replace("{count}", count);
function moment(date) {
  const time = date.toISOString().slice(11, 16);
  if (language.startsWith("zh")) return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${time}`;
  return `${date.getUTCDate()} ${date.toLocaleDateString(language, { timeZone: "UTC", month: "short" })}, ${time}`;
}
function day(text) {
  const date = new Date(`${text}T00:00:00Z`);
  const parts = (options) => date.toLocaleDateString(language, { timeZone: "UTC", ...options });
  if (language.startsWith("zh")) return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日 ${parts({ weekday: "short" })}`;
  return `${parts({ weekday: "short" })}, ${date.getUTCDate()} ${parts({ month: "short" })}`;
}

if (book && calendar && form) {
  form.addEventListener("change", () => change());
  form.addEventListener("submit", (event) => event.preventDefault());
  calendar.addEventListener("click", pick);
  calendar.addEventListener("keydown", move);
  draw();
}
