// Pictures of a home: several at once, each with its progress, then their order is saved. They can be dragged as well.
// Without this module a form uploads one picture, and buttons arrange them.

const forms = await import(document.querySelector('script[src*="/forms.js"]').src); // the very module of the page
const list = document.querySelector("[data-shots]");
const upload = document.getElementById("upload");
const desk = document.querySelector("[data-desk]");
const token = upload?.querySelector('[name="csrf_token"]')?.value;
const order = () => [...list.querySelectorAll("[data-picture]")].map((one) => one.dataset.picture);

upload?.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopPropagation(); // forms.js would send one request for all
  const files = [...upload.elements.file.files];
  if (!files.length || upload.ariaBusy === "true") return;
  upload.ariaBusy = "true";
  const tiles = [...upload.querySelectorAll("[data-tiles] li")];
  const made = [];
  for (const [index, file] of files.entries()) {
    const answer = await send(file, tiles[index]);
    if (answer.id) {
      made.push(answer.id);
      tiles[index]?.remove();
    } else wrong(tiles[index], answer);
  }
  upload.ariaBusy = "false";
  if (made.length) await arrange([...order(), ...made]);
  clean(tiles.length === made.length);
});

/** One file; resolves to the picture, or to the problem. */
function send(file, tile) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const bar = tile?.appendChild(Object.assign(document.createElement("progress"), { max: 1, value: 0, ariaLabel: file.name }));
    const body = new FormData();
    body.append("file", file);
    request.open("POST", "/api/v1/pictures");
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => bar && (bar.value = loaded / total));
    request.addEventListener("error", () => resolve({ detail: document.body.dataset.sayNetwork }));
    request.addEventListener("load", () => {
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        resolve({ detail: document.body.dataset.sayBroken });
      }
    });
    request.send(body);
  });
}

function wrong(tile, { detail, errors = [] }) {
  const message = errors.map((error) => error.message).join(" ") || detail;
  tile?.classList.add("wrong");
  tile?.querySelector("progress")?.remove();
  tile?.append(Object.assign(document.createElement("span"), { className: "name", textContent: message }));
  const alert = upload.querySelector("[data-problem]");
  if (!alert) return;
  alert.hidden = false;
  alert.textContent = `${tile?.querySelector(".name")?.textContent ?? ""}: ${message}`;
  alert.focus();
}

function clean(all) {
  const input = upload.elements.file;
  if (!all) return void (input.value = ""); // the tiles stay and say what was wrong
  input.value = "";
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Saves the pictures in this order and draws what depends on it anew. */
async function arrange(ids) {
  const answer = await forms.call(list.dataset.action, {
    method: "PUT",
    headers: { "Content-Type": "application/json", Accept: "application/json", "If-Match": list.dataset.version },
    body: JSON.stringify({ picture_ids: ids }),
    token,
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) forms.toast(data.errors?.[0]?.message ?? data.detail ?? document.body.dataset.sayBroken, "danger");
  await renew();
}

async function renew() {
  const answer = await fetch(desk.dataset.path);
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-shots]");
  list.replaceChildren(...fresh.childNodes);
  list.dataset.version = fresh.dataset.version;
  document.getElementById("publication").replaceChildren(...page.getElementById("publication").childNodes);
  for (const form of desk.querySelectorAll("form[data-if-match]")) {
    form.dataset.ifMatch = fresh.dataset.version;
    const hidden = form.querySelector('[name="_if_match"]');
    if (hidden) hidden.value = fresh.dataset.version;
  }
  grab();
}

/* Dragging */

let dragged = null;
const grab = () => list.querySelectorAll("[data-picture]").forEach((one) => (one.draggable = true));
if (list) {
  grab();
  list.addEventListener("dragstart", ({ target }) => {
    dragged = target.closest("[data-picture]");
    dragged?.classList.add("dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-picture]");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const all = [...list.children];
    if (all.indexOf(dragged) < all.indexOf(over)) over.after(dragged);
    else over.before(dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    arrange(order());
  });
}
