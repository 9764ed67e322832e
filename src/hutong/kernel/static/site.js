// What every page does: language and theme switches, menus, dialogs, toasts, countdowns, the unread count, file tiles.

const say = (key) => document.body.dataset[`say${key}`] ?? "";
const keep = (name, value) => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
};

/* Language and theme */

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-lang]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  keep("lang", link.dataset.lang);
  location.reload();
});

const page = document.documentElement;
const switches = document.querySelectorAll("[data-theme-toggle]");
const drawSwitches = () => switches.forEach((one) => one.setAttribute("aria-pressed", String(page.dataset.bsTheme === "dark")));
drawSwitches();
switches.forEach((one) => one.addEventListener("click", () => {
  page.dataset.bsTheme = page.dataset.bsTheme === "dark" ? "light" : "dark";
  keep("theme", page.dataset.bsTheme);
  drawSwitches();
}));

/* The tab one stands on is in sight */

for (const here of document.querySelectorAll(".tabs > [aria-current]")) {
  const [one, all] = [here.getBoundingClientRect(), here.parentElement.getBoundingClientRect()];
  here.parentElement.scrollLeft += one.x + one.width / 2 - all.x - all.width / 2;
}

/* Menus (<details class="menu">) close on a click elsewhere, on Escape and when the focus leaves */

const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", ({ target }) => openMenus().forEach((menu) => menu.contains(target) || (menu.open = false)));
document.addEventListener("focusin", ({ target }) => openMenus().forEach((menu) => menu.contains(target) || (menu.open = false)));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

/* Dialogs: <button data-open="id"> opens <dialog id="id">, data-close or a click beside it closes */

document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement) target.close();
});

/* Toasts */

function toast({ text, kind = "success" }) {
  const place = document.querySelector(".toasts");
  if (!place || !text) return;
  const note = document.createElement("div");
  note.className = `note ${kind}`;
  note.textContent = text;
  place.append(note);
  setTimeout(() => note.remove(), 6000);
}
document.addEventListener("toast", (event) => toast(event.detail));
const waiting = sessionStorage.getItem("toast");
if (waiting) {
  sessionStorage.removeItem("toast");
  setTimeout(() => toast({ text: waiting }), 100); // after the live region is known to screen readers
}

/* Countdowns: <time data-countdown data-left="872"> or datetime="…"; .soon in the last minute, .over at the end */

const pad = (number) => String(number).padStart(2, "0");
function clockText(seconds) {
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days) return say("Days").replace("{days}", days).replace("{hours}", hours);
  return hours ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}
function startCountdown(element) {
  const end = element.dataset.left !== undefined ? performance.now() + element.dataset.left * 1000
    : performance.now() + (Date.parse(element.getAttribute("datetime")) - Date.now());
  if (Number.isNaN(end)) return;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    element.classList.toggle("soon", left > 0 && left <= 60);
    if (left > 0) {
      element.textContent = clockText(left);
      return;
    }
    clearInterval(timer);
    element.textContent = element.dataset.over ?? clockText(0);
    element.classList.add("over");
    element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
    if (element.hasAttribute("data-reload") && element.dataset.left !== "0") location.reload();
  };
  const timer = setInterval(tick, 1000);
  tick();
}
export const startCountdowns = (root = document) => root.querySelectorAll("[data-countdown]").forEach(startCountdown);
startCountdowns();

/* Counts that are asked for again: <span data-poll="/api/…" data-poll-field="unread" data-poll-every="60"> */

function startPoll(element) {
  const { poll, pollField = "unread", pollEvery = "60" } = element.dataset;
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    const answer = await fetch(poll, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    const count = (await answer.json().catch(() => null))?.[pollField];
    if (typeof count !== "number") return;
    (element.querySelector("[data-poll-value]") ?? element).textContent = count > 99 ? "99+" : count;
    element.hidden = count === 0;
  };
  setInterval(ask, Math.max(10, Number(pollEvery)) * 1000);
}
document.querySelectorAll("[data-poll]").forEach(startPoll);

/* Chosen files become tiles; each can be taken out again */

function drawTiles(input, list) {
  list.querySelectorAll("img").forEach((picture) => URL.revokeObjectURL(picture.src));
  list.replaceChildren(...[...input.files].map((file, index) => {
    const tile = document.createElement("li");
    if (file.type.startsWith("image/")) tile.append(Object.assign(new Image(), { src: URL.createObjectURL(file), alt: "" }));
    tile.append(Object.assign(document.createElement("span"), { className: "name", textContent: file.name }));
    const out = Object.assign(document.createElement("button"), { type: "button", className: "out", textContent: "×" });
    out.setAttribute("aria-label", `${say("Remove")}: ${file.name}`);
    out.addEventListener("click", () => {
      const rest = new DataTransfer();
      [...input.files].forEach((one, other) => other === index || rest.items.add(one));
      input.files = rest.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    tile.append(out);
    return tile;
  }));
  list.hidden = !input.files.length;
}
for (const box of document.querySelectorAll("[data-files]")) {
  const [input, list, drop] = [box.querySelector("input[type=file]"), box.querySelector("[data-tiles]"), box.querySelector(".drop")];
  input.addEventListener("change", () => drawTiles(input, list));
  for (const kind of ["dragover", "dragleave", "drop"]) drop?.addEventListener(kind, () => drop.classList.toggle("over", kind === "dragover"));
}
