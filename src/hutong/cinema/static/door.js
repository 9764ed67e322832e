// The door: camera or keyboard; online the server decides, offline the list of the day and the signature do. What was
// let in offline is kept in this browser until the server has been told.

const door = document.querySelector("[data-door]");
const forms = await import(document.querySelector('script[src*="/forms.js"]').src); // the very module of the page
const { cinema } = door.dataset;
const KEY = `door:${cinema}`;
const form = document.getElementById("door-form");
const verdict = door.querySelector("[data-verdict]");
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
let list = JSON.parse(localStorage.getItem(`${KEY}:list`) ?? "null");
let queue = JSON.parse(localStorage.getItem(`${KEY}:queue`) ?? "[]");
let key = null;

const say = (name, values = {}) =>
  (door.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? "").replace(/\{(\w+)\}/g, (_, one) => values[one] ?? "");
const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/* What people see */

function show(good, head, ...rest) {
  verdict.hidden = false;
  verdict.className = `verdict ${good ? "yes" : "no"}`;
  const title = document.createElement("b");
  title.textContent = `${good ? "✓" : "✗"} ${head}`;
  verdict.replaceChildren(title, ...rest.filter(Boolean).map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  navigator.vibrate?.(good ? 80 : [120, 80, 120]);
  verdict.scrollIntoView({ block: "nearest" });
}

function draw() {
  const net = door.querySelector("[data-net]");
  net.textContent = navigator.onLine ? say("online") : list ? say("offline", { time: clock(Date.parse(list.made_at)) }) : say("nolist");
  net.classList.toggle("free", navigator.onLine);
  net.classList.toggle("bad", !navigator.onLine);
  const waiting = door.querySelector("[data-queue]");
  waiting.hidden = !queue.length;
  waiting.textContent = say("queue", { count: queue.length });
  door.querySelector("[data-merge]").hidden = !queue.length;
}

/* Deciding */

async function decide(text) {
  const hall = form.elements.hall.value;
  const body = { cinema, ticket: text, ...(hall ? { hall } : {}) };
  const answer = navigator.onLine ? await ask("/api/v1/check-ins", body) : null;
  if (!answer) return decideOffline(text, hall);
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) {
    if (list) for (const [id, one] of Object.entries(list.tickets)) if (told.seats.includes(one.seat) && !one.in && ours(id, text)) one.in = Date.now();
    const time = new Date(told.starts_at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    show(true, say("yes", { seats: told.seats.join(", ") }), say("in", { ...told, time }), told.combos.join(", "));
  } else if (answer.status === 401) location.reload();
  else show(false, told.errors?.[0]?.message ?? told.detail ?? "");
}

const ours = (id, text) => text.startsWith("HT1.") ? payload(text)?.ticket === id : list.pickups[text]?.includes(id);

async function ask(path, body) {
  return forms.call(path, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) }).catch(() => null);
}

async function decideOffline(text, hall) {
  draw();
  if (!list) return show(false, say("nolist"));
  const plain = text.replace(/[\s-]/g, "");
  let found = [];
  let unsure = false;
  if (/^\d{1,12}$/.test(plain)) {
    found = list.pickups[plain] ?? [];
    if (!found.length) return show(false, say("unknown"));
  } else {
    const facts = payload(text);
    const genuine = facts && (await signed(text));
    if (!facts || genuine === false) return show(false, say("altered"));
    unsure = genuine === null;
    if (!list.tickets[facts.ticket]) return show(false, unsure ? say("altered") : say("other"));
    found = [facts.ticket];
  }
  const tickets = found.map((id) => list.tickets[id]);
  const about = list.shows[tickets[0].show];
  if (hall && about.hall_id !== hall) return show(false, say("hall", about));
  if (about.cancelled) return show(false, say("cancelled"));
  if (Date.now() >= about.ends_at) return show(false, say("over", about));
  const living = tickets.filter((one) => !one.gone);
  if (!living.length) return show(false, say("back"));
  const fresh = living.filter((one) => !one.in);
  if (!fresh.length) return show(false, say("again", { time: clock(living[0].in) }));
  const at = Date.now();
  for (const one of fresh) one.in = at;
  queue.push({ ticket: text, at });
  keep();
  show(true, say("yes", { seats: fresh.map((one) => one.seat).join(", ") }), say("in", about), fresh[0].combos.join(", "), unsure ? say("unsure") : "");
}

/* Codes: HT1.<22 bytes>.<64 bytes>, both in base64url */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

function payload(text) {
  try {
    const [prefix, first, second, more] = text.trim().split(".");
    if (prefix !== "HT1" || !second || more !== undefined) return null;
    const content = bytes(first);
    if (content.length !== 22) return null;
    const view = new DataView(content.buffer);
    return { ticket: shown(view.getBigUint64(0)), show: shown(view.getBigUint64(8)), seat: view.getUint16(16) };
  } catch {
    return null;
  }
}

function shown(number) {
  let text = "";
  for (let place = 0; place < 13; place += 1) {
    text = ALPHABET[Number(number % 32n)] + text;
    number /= 32n;
  }
  return text;
}

/** Whether we signed it; null where this page cannot check (plain http). */
async function signed(text) {
  if (!crypto.subtle) return null;
  const [, first, second] = text.trim().split(".");
  try {
    key ??= await crypto.subtle.importKey("jwk", list.key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes(second), bytes(first));
  } catch {
    return false;
  }
}

/* The list, and telling the server later */

async function load() {
  const answer = await fetch(`/api/v1/cinemas/${cinema}/check-ins/snapshot`, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return draw();
  list = await answer.json();
  key = null;
  keep();
}

function keep() {
  localStorage.setItem(`${KEY}:list`, JSON.stringify(list));
  localStorage.setItem(`${KEY}:queue`, JSON.stringify(queue));
  draw();
}

async function merge() {
  if (!queue.length || !navigator.onLine) return;
  const sent = queue.slice(0, 2000);
  const device = `${navigator.platform || "phone"}`.slice(0, 40);
  const answer = await ask("/api/v1/check-ins/merges", { cinema, device, scans: sent });
  if (!answer?.ok) return;
  const told = await answer.json();
  queue = queue.slice(sent.length);
  keep();
  const text = say("merged", { count: told.entered, doubles: told.doubles.length, refused: told.refused.length });
  forms.toast(text, told.doubles.length || told.refused.length ? "danger" : "success");
  const lines = [...told.doubles.map((one) => one.detail), ...told.refused.map((one) => one.detail)];
  door.querySelector("[data-doubles]").append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  load();
}

/* Camera */

const view = door.querySelector("[data-view]");
const video = view.querySelector("video");
let seen = { text: "", at: 0 };

async function watch() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch {
    return show(false, say("nocamera"));
  }
  view.hidden = false;
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  const look = async () => {
    if (view.hidden) return stream.getTracks().forEach((track) => track.stop());
    const text = video.readyState >= 2 ? await read().catch(() => null) : null;
    if (text && (text !== seen.text || Date.now() - seen.at > 4000)) {
      seen = { text, at: Date.now() };
      await decide(text);
    }
    setTimeout(look, 150);
  };
  look();
}

/** Reads a code from the picture: by the browser where it can, else by jsQR. */
async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  await new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: door.dataset.jsqr, onload: done, onerror: failed });
    document.head.append(script);
  });
  const canvas = document.createElement("canvas");
  return async () => {
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height)?.data || null;
  };
}

door.querySelector("[data-camera]").addEventListener("click", () => (view.hidden ? watch() : (view.hidden = true)));
door.querySelector("[data-load]").addEventListener("click", load);
door.querySelector("[data-merge]").addEventListener("click", merge);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation(); // forms.js would go to another page
  const field = form.elements.ticket;
  if (!field.value.trim()) return field.focus();
  decide(field.value.trim()).then(() => {
    field.value = "";
    field.focus();
  });
});
addEventListener("online", () => merge().then(load));
addEventListener("offline", draw);
setInterval(() => navigator.onLine && (queue.length ? merge() : load()), 60_000);
draw();
merge().then(load);
