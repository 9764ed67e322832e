// Messages of a booking, live: asks for what is new while the page is seen, says how far one has read, attaches pictures.

const { call } = await import(document.querySelector('script[src*="/forms.js"]').src); // the very module of the page

const section = document.querySelector("[data-talk]");
const list = section?.querySelector("[data-list]");
const address = section?.dataset.talk;
const PAUSE = 5000;
const language = document.documentElement.lang;
let tag = null; // of the last answer: nothing new costs an empty 304
let told = ""; // up to where we said that we have read
const attached = [];

const last = () => list.querySelector("[data-message]:last-of-type")?.dataset.message ?? "";
const element = (name, fields) => Object.assign(document.createElement(name), fields);

async function ask() {
  if (document.visibilityState !== "visible") return;
  const after = last();
  const headers = { Accept: "application/json", ...(tag?.after === after ? { "If-None-Match": tag.value } : {}) };
  const answer = await fetch(`${address}${after ? `?after=${after}&limit=100` : "?limit=100"}`, { headers }).catch(() => null);
  if (!answer || answer.status === 304) return;
  if (!answer.ok) return;
  const { items, read } = await answer.json();
  tag = { after, value: answer.headers.get("ETag") };
  for (const one of items) if (!list.querySelector(`[data-message="${one.id}"]`)) add(one);
  seen(read);
  mark();
}

function add(one) {
  const low = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const item = section.querySelector("[data-one]").content.firstElementChild.cloneNode(true);
  item.className = one.mine ? "mine" : "theirs";
  item.dataset.message = one.id;
  item.querySelector("b").textContent = one.author;
  const time = item.querySelector("time");
  time.dateTime = one.made_at;
  time.textContent = new Date(one.made_at).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  if (one.text) item.append(element("p", { className: "m-0 words", textContent: one.text }));
  for (const { url, srcset, width, height, alt } of one.pictures) {
    const link = element("a", { href: url });
    link.append(element("img", { src: url, srcset, sizes: "16rem", width, height, alt, loading: "lazy" }));
    item.append(link);
  }
  list.querySelector("[data-none]")?.remove();
  list.append(item);
  if (low || one.mine) list.scrollTop = list.scrollHeight;
}

function seen(read) {
  if (!read) return;
  for (const item of list.querySelectorAll(".mine")) {
    if (item.dataset.message > read || item.querySelector("[data-seen]")) continue;
    const word = element("span", { className: "seen", textContent: section.dataset.sayRead });
    word.dataset.seen = "";
    item.firstElementChild.append(" ", word);
  }
}

/** Says that we have read, when somebody else wrote since. */
function mark() {
  const until = [...list.querySelectorAll(".theirs")].at(-1)?.dataset.message ?? "";
  if (!until || until <= told || document.visibilityState !== "visible") return;
  told = until;
  call(`${address}/read`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ until }) }).catch(() => null);
}

function attach(picture) {
  attached.push(picture.id);
  const field = element("input", { type: "hidden", name: "picture_ids", value: picture.id });
  field.dataset.type = "list";
  const note = section.querySelector("[data-attached]");
  note.hidden = false;
  note.append(element("img", { src: picture.url, alt: "", className: "attached" }));
  document.getElementById("write").append(field);
}

if (section && list) {
  list.scrollTop = list.scrollHeight;
  document.addEventListener("api:done", ({ target, detail }) => {
    if (target.id === "attach") {
      attach(detail);
      target.reset();
      target.querySelector("details").open = false;
    }
    if (target.id !== "write") return;
    target.reset();
    for (const field of target.querySelectorAll('[name="picture_ids"]')) field.remove();
    const note = section.querySelector("[data-attached]");
    note.replaceChildren();
    note.hidden = true;
    ask();
  });
  document.addEventListener("visibilitychange", () => ask());
  setInterval(ask, PAUSE);
  mark();
}
