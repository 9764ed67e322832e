// Sharing many photos: chosen, dropped, pasted or taken; each with its own progress. A lost connection pauses, then it
// goes on. Without this module the form shares one photo at a time.

const forms = await import(document.querySelector('script[src*="/forms.js"]').src); // the very module of the page
const desk = document.querySelector("[data-uploads]");
const form = desk.querySelector("form");
const queue = desk.querySelector("[data-queue]");
const summary = desk.querySelector("[data-summary]");
const blank = desk.querySelector("[data-row]");
const say = (key) => desk.dataset[`say${key}`] ?? "";
const AT_ONCE = 2;
const rows = []; // {file, element, state, picture, anyway}
let running = 0;

form.elements.file.removeAttribute("name"); // the rows carry the files

/* Choosing */

function add(files) {
  for (const file of files) {
    if (!file.type.startsWith("image/") && !/\.(heic|heif|avif)$/i.test(file.name)) {
      forms.toast(`${file.name}: ${say("Bad")}`, "danger");
      continue;
    }
    if (rows.some((row) => row.file.name === file.name && row.file.size === file.size && row.file.lastModified === file.lastModified)) continue;
    const element = blank.content.firstElementChild.cloneNode(true);
    const row = { file, element, state: "waiting", picture: null, anyway: false };
    element.querySelector(".name").textContent = file.name;
    const picture = element.querySelector("img");
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("error", () => (picture.hidden = true), { once: true }); // the browser cannot show HEIC
    element.querySelector("progress").ariaLabel = file.name;
    const out = element.querySelector(".out");
    out.ariaLabel = `${say("Remove")}: ${file.name}`;
    out.addEventListener("click", () => remove(row));
    rows.push(row);
    queue.append(element);
    show(row, "waiting", say("Waiting"));
  }
}

function remove(row) {
  row.request?.abort();
  row.state = "removed";
  rows.splice(rows.indexOf(row), 1);
  row.element.remove();
  count();
}

form.elements["share-file"].addEventListener("change", ({ target }) => {
  add(target.files);
  target.value = "";
});
desk.querySelector("[data-camera]").addEventListener("change", ({ target }) => {
  add(target.files);
  target.value = "";
});
addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length) event.preventDefault();
  add(files);
});
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files"); // words may still be dragged into a field
for (const kind of ["dragenter", "dragover"]) addEventListener(kind, (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  desk.querySelector("[data-drop]").classList.add("over");
});
addEventListener("dragleave", (event) => event.relatedTarget || desk.querySelector("[data-drop]").classList.remove("over"));
addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  desk.querySelector("[data-drop]").classList.remove("over");
  add(event.dataTransfer.files);
});

/* Sending */

form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation(); // forms.js would send one request for all
  const alert = form.querySelector("[data-problem]");
  if (alert) alert.hidden = true;
  form.querySelectorAll("[data-problem-for]").forEach((slot) => (slot.hidden = true));
  if (!rows.length) return forms.show(form, { errors: [{ field: "file", message: say("None") }] });
  for (const row of rows) if (row.state === "wrong") row.state = "waiting";
  pump();
}, true);

function pump() {
  for (const row of rows) {
    if (running >= AT_ONCE) return;
    if (row.state !== "waiting") continue;
    row.state = "sending";
    running += 1;
    share(row).catch(() => show(row, "wrong", document.body.dataset.sayBroken)).finally(() => {
      running -= 1;
      count();
      pump();
    });
  }
}

async function share(row) {
  actions(row);
  while (row.state === "sending") {
    const answer = row.picture ? await post(row) : await send(row);
    if (answer === null) {
      row.lost = row.picture !== null; // the answer, perhaps, and not the question
      await connection(row);
      continue;
    }
    if (!row.picture && answer.status === 201) {
      row.picture = answer.body.id;
      show(row, "sending", say("Making"));
      continue;
    }
    return settle(row, answer);
  }
}

/** The file; null when the connection was lost. */
function send(row) {
  show(row, "sending", say("Sending"));
  return new Promise((resolve) => {
    const request = (row.request = new XMLHttpRequest());
    const bar = row.element.querySelector("progress");
    const body = new FormData();
    body.append("file", row.file);
    request.open("POST", "/api/v1/pictures");
    request.setRequestHeader("X-CSRFToken", form.elements.csrf_token.value);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = loaded / total));
    request.addEventListener("error", () => resolve(null));
    request.addEventListener("timeout", () => resolve(null));
    request.addEventListener("abort", () => resolve({ status: 0, body: {} }));
    request.addEventListener("load", () => resolve(request.status === 503 ? null : { status: request.status, body: parsed(request.responseText) }));
    request.send(body);
  });
}

/** What is said about it; null when the connection was lost. */
async function post(row) {
  const shared = forms.collect(form);
  const own = { caption: row.element.querySelector(".caption").value.trim(), alt: row.element.querySelector(".alt").value.trim() };
  const body = { ...shared, picture_id: row.picture, anyway: row.anyway };
  for (const [name, value] of Object.entries(own)) if (value) body[name] = value;
  const answer = await forms.call("/api/v1/photos", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
    token: form.elements.csrf_token.value,
  }).catch(() => null);
  return answer && { status: answer.status, body: await answer.json().catch(() => ({})) };
}

/** Waits until the site answers again. */
async function connection(row) {
  row.element.classList.add("paused");
  show(row, "sending", say("Paused"));
  for (let wait = 1000; row.state === "sending"; wait = Math.min(wait * 2, 15000)) {
    await Promise.race([new Promise((go) => setTimeout(go, wait)), new Promise((go) => addEventListener("online", go, { once: true }))]);
    const alive = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (alive?.ok) break;
  }
  row.element.classList.remove("paused");
}

function settle(row, { status, body }) {
  if (status === 201 || (row.lost && body.code === "already_uploaded")) {
    show(row, "shared", say("Shared"));
    row.element.querySelector("progress").value = 1;
    actions(row, link(body.href ?? `/photos/${body.id}`, say("Open")));
    row.element.querySelectorAll("input").forEach((field) => (field.disabled = true));
  } else if (body.code === "already_uploaded") {
    show(row, "wrong", say("Same"));
    actions(row, link(body.href, say("Open")));
  } else if (body.code === "looks_alike") {
    show(row, "wrong", say("Alike"));
    const anyway = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-still btn-sm", textContent: say("Anyway") });
    anyway.addEventListener("click", () => {
      row.anyway = true;
      row.state = "waiting";
      pump();
    });
    actions(row, ...body.photos.map((photo) => link(`/photos/${photo}`, say("Open"))), anyway);
  } else {
    const errors = body.errors ?? [];
    show(row, "wrong", errors.map((error) => error.message).join(" ") || body.detail || document.body.dataset.sayBroken);
    const slot = ({ field }) => field !== "file" && form.querySelector(`[data-problem-for="${CSS.escape(field ?? "")}"]`);
    const about = errors.filter((error) => slot(error)?.hidden); // said once, not once for each picture
    if (about.length) forms.show(form, { errors: about });
    if ([413, 422].includes(status) && !row.picture) row.state = "refused"; // the file itself: again would be in vain
  }
}

/* Showing */

function show(row, state, text) {
  if (row.state !== "removed") row.state = state;
  row.element.classList.toggle("shared", state === "shared");
  row.element.classList.toggle("wrong", state === "wrong");
  row.element.querySelector(".state").textContent = text;
}

function actions(row, ...items) {
  row.element.querySelector(".acts").replaceChildren(...items);
}

function link(href, textContent) {
  return Object.assign(document.createElement("a"), { href, textContent, target: "_blank", rel: "noopener" });
}

function count() {
  const done = rows.filter((row) => row.state === "shared").length;
  summary.textContent = rows.length ? say("Counted").replace("{done}", done).replace("{all}", rows.length) : "";
}

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};
