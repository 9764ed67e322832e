// Forms that talk to the API: every <form data-api> is sent as JSON (or as multipart with data-upload),
// errors are put beside their fields, what was typed stays. Without this module the browser posts the same
// form and the kernel answers with a page. Sentences come from data-say-* of <body>, already translated.

const say = (key) => document.body.dataset[`say${key}`] ?? "";
const sending = new WeakSet();
const keys = new WeakMap(); // form -> {key, print}: one Idempotency-Key per intention
let token = null;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-api")) return;
  event.preventDefault();
  send(form, event.submitter);
});
document.addEventListener("input", ({ target }) => {
  if (target.form?.hasAttribute("data-api")) clear(target.form, target.name);
});
for (const form of document.querySelectorAll("form[data-api]")) form.noValidate = true; // the server says what is wrong
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-api]").forEach(rest); // back from a page we went to
});

/** Sends the form; resolves to true when it was accepted. */
export async function send(form, submitter = null) {
  if (sending.has(form)) return false;
  clear(form);
  const bad = [...form.elements].filter((field) => field.validity?.badInput);
  if (bad.length) {
    show(form, { errors: bad.map((field) => ({ field: field.name, message: say("Bad") })) });
    return false;
  }
  const hidden = (name) => form.querySelector(`input[type=hidden][name="${name}"]`)?.value;
  const method = (hidden("_method") ?? "POST").toUpperCase();
  const upload = form.hasAttribute("data-upload");
  const body = upload ? multipart(form, submitter) : JSON.stringify(collect(form, submitter));
  const headers = { Accept: "application/json" };
  if (!upload) headers["Content-Type"] = "application/json";
  const version = form.dataset.ifMatch ?? hidden("_if_match");
  if (version) headers["If-Match"] = version;
  if ("idempotent" in form.dataset) headers["Idempotency-Key"] = intention(form, body, hidden("_idempotency_key"));

  busy(form, submitter);
  let leaving = false;
  try {
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action"); // one form, several ends
    const answer = await call(address, { method, headers, body, token: hidden("csrf_token") }).catch(() => null);
    if (!answer) {
      show(form, { detail: say("Network"), again: () => send(form, submitter) });
      return false;
    }
    const type = answer.headers.get("Content-Type") ?? "";
    const data = /json/.test(type) ? await answer.json().catch(() => null) : null;
    if (answer.ok) leaving = succeed(form, data, hidden, answer.headers.get("X-Done"), answer.headers.get("X-Next"));
    else if (answer.status === 401 && location.pathname !== loginPath()) leaving = logIn();
    else refuse(form, data ?? { detail: say("Broken") });
    return answer.ok;
  } finally {
    if (!leaving) rest(form);
  }
}

/** fetch with the CSRF token; asks GET /session for one when the page carries none or an old one. */
export async function call(address, { method = "GET", headers = {}, body, token: given } = {}) {
  const once = async () =>
    fetch(address, {
      method,
      headers: method === "GET" ? headers : { ...headers, "X-CSRFToken": given ?? (await csrf()) },
      body: method === "GET" ? undefined : body,
      credentials: "same-origin",
    });
  const answer = await once();
  if (answer.status !== 400 || method === "GET") return answer;
  const data = await answer.clone().json().catch(() => null);
  if (data?.code !== "csrf") return answer;
  given = token = null;
  return once();
}

async function csrf() {
  if (!token) {
    const answer = await fetch("/api/v1/session", { headers: { Accept: "application/json" }, credentials: "same-origin" });
    token = (await answer.json()).csrf_token;
  }
  return token;
}

/**
 * The JSON body: typed by data-type, lists gathered, empty optional fields left out (or null with "?", empty with "text").
 * An edit sends texts that were emptied, and what is needed, so that the server says so: left out, they would stay.
 */
export function collect(form, submitter = null) {
  const body = {};
  const edits = form.elements._method?.value === "PATCH";
  for (const field of [...form.elements, submitter]) {
    if (!field?.name || field.disabled || field.name.startsWith("_") || field.name === "csrf_token") continue;
    if (field.type === "file") continue;
    if (["submit", "button", "reset", "image"].includes(field.type) && field !== submitter) continue;
    const [kind, nullable] = [(field.dataset.type ?? "text").replace("?", ""), field.dataset.type?.endsWith("?")];
    const ticked = field.type !== "checkbox" && field.type !== "radio" ? true : field.checked;
    if (kind.startsWith("list")) {
      body[field.name] ??= [];
      const values = field.multiple && field.options ? [...field.selectedOptions].map((one) => one.value) : [field.value];
      if (ticked) body[field.name].push(...values.filter((value) => value !== "").map((value) => typed(value, kind.slice(5))));
    } else if (kind === "bool" && field.type === "checkbox") {
      body[field.name] = field.checked;
    } else if (ticked && field.value.trim() !== "") {
      body[field.name] = typed(field.value, kind);
    } else if (ticked && nullable) {
      body[field.name] = null;
    } else if (ticked && (field.dataset.type === "text" || (edits && (field.required || plainText(field))))) {
      body[field.name] = "";
    }
  }
  return body;
}

const plainText = ({ type, dataset }) => ["text", "textarea"].includes(type) && !dataset.type;

/** One value by its kind; a text that does not fit is sent as it is, so that the server says so. */
export function typed(text, kind) {
  const plain = text.trim().replaceAll(",", "");
  if (kind === "int") return /^-?\d+$/.test(plain) && Number.isSafeInteger(Number(plain)) ? Number(plain) : text;
  if (kind === "number") return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : text;
  if (kind === "bool") return text === "true" ? true : text === "false" ? false : text;
  if (kind === "money") {
    const places = Number(document.documentElement.dataset.places ?? 2); // of the site's currency
    const [, whole, part = ""] = /^(\d+)(?:\.(\d*))?$/.exec(plain) ?? [];
    if (whole === undefined || part.length > places) return text;
    const minor = Number(whole + part.padEnd(places, "0"));
    return Number.isSafeInteger(minor) ? minor : text;
  }
  return text;
}

function multipart(form, submitter) {
  const all = new FormData(form, submitter);
  for (const name of [...all.keys()]) if (name.startsWith("_") || name === "csrf_token") all.delete(name);
  for (const field of form.querySelectorAll("input[type=file]"))
    if (field.name && !field.files.length) all.delete(field.name); // an empty file is no file
  return all;
}

/** The same key for the same body, so that a second try of a lost request is not a second booking. */
function intention(form, body, first) {
  const print = typeof body === "string" ? body : null;
  const known = keys.get(form);
  if (known && known.print === print) return known.key;
  const key = (!known && first) || uuid();
  keys.set(form, { key, print });
  return key;
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID(); // missing where the page came over plain http
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Accepted: tell those who listen, or go to the next page, which says what was done. Returns whether the page is left. */
function succeed(form, data, hidden, route, first) {
  keys.delete(form);
  const { done } = form.dataset;
  form.dispatchEvent(new CustomEvent("api:done", { detail: data, bubbles: true }));
  if (form.hasAttribute("data-stay")) {
    if (done) toast(done);
    return false;
  }
  const path = (hidden("_next") ?? hidden("_page") ?? location.href).replace(/\{(\w+)\}/g, (whole, name) =>
    data?.[name] === undefined ? whole : encodeURIComponent(data[name]));
  const target = new URL(first ? `${first}?next=${encodeURIComponent(path)}` : path, location.href); // first: a step in between
  if (route && !first) target.searchParams.set("done", route);
  else if (done) sessionStorage.setItem("toast", done);
  go(target);
  return true;
}

/** Refused: shown in the form, and told to those who listen ("api:refused" with the problem document). */
function refuse(form, problem) {
  show(form, problem);
  form.dispatchEvent(new CustomEvent("api:refused", { detail: problem, bubbles: true }));
}

function go(target) {
  if (target.origin !== location.origin) return location.assign("/");
  const samePage = target.pathname === location.pathname && target.search === location.search;
  location.assign(target);
  if (samePage && target.hash) location.reload(); // a change of the fragment alone loads nothing
}

const loginPath = () => document.documentElement.dataset.login ?? "/login";

function logIn() {
  location.assign(`${loginPath()}?next=${encodeURIComponent(location.pathname + location.search)}`);
  return true;
}

export function toast(text, kind = "success") {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
}

/* What the person sees */

function busy(form, submitter) {
  sending.add(form);
  form.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) button.setAttribute("aria-disabled", "true");
  const button = submitter ?? form.querySelector("button[type=submit]");
  button?.classList.add("busy");
  button?.setAttribute("aria-description", say("Busy"));
}

function rest(form) {
  sending.delete(form);
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("button")) {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-description");
    button.classList.remove("busy");
  }
}

/** Shows a problem document: fields first, the rest in the form's alert; the first of them takes the focus. */
export function show(form, { detail, errors = [], again = null }) {
  const left = [];
  const marked = [];
  for (const { field, message } of errors) {
    const input = form.querySelector(`[name="${CSS.escape(field ?? "")}"]:not([type=hidden])`);
    const slot = form.querySelector(`[data-problem-for="${CSS.escape(field ?? "")}"]`);
    if (!slot) {
      left.push(message);
      continue;
    }
    slot.textContent = slot.hidden ? message : `${slot.textContent} ${message}`;
    slot.hidden = false;
    for (const one of form.querySelectorAll(`[name="${CSS.escape(field)}"]`)) describe(one, slot.id, true);
    if (input) marked.push(input);
  }
  const alert = alertOf(form);
  if (left.length || !marked.length || again) {
    alert.replaceChildren(...(left.length ? left : [detail || say("Broken")]).map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
    if (again) alert.append(againButton(again));
    alert.hidden = false;
  }
  marked.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  (marked[0] ?? alert).focus();
}

function againButton(again) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-still btn-sm";
  button.textContent = say("Again");
  button.addEventListener("click", again);
  return button;
}

function alertOf(form) {
  let alert = form.querySelector("[data-problem]");
  if (!alert) {
    alert = Object.assign(document.createElement("div"), { className: "alert alert-danger", tabIndex: -1, hidden: true });
    alert.setAttribute("role", "alert");
    alert.setAttribute("data-problem", "");
    form.prepend(alert);
  }
  return alert;
}

/** Takes away the marks of one field (by name) or of the whole form. */
function clear(form, name = null) {
  for (const slot of form.querySelectorAll("[data-problem-for]")) {
    if (name !== null && slot.dataset.problemFor !== name) continue;
    if (slot.hidden) continue;
    slot.hidden = true;
    slot.textContent = "";
    for (const field of form.querySelectorAll(`[name="${CSS.escape(slot.dataset.problemFor)}"]`)) describe(field, slot.id, false);
  }
  if (name === null) form.querySelectorAll("[data-problem]").forEach((alert) => (alert.hidden = true));
}

function describe(field, id, wrong) {
  const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  ids[wrong ? "add" : "delete"](id);
  if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
  else field.removeAttribute("aria-describedby");
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}
