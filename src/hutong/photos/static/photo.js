// A photo's page: what a form changed is drawn anew in place, arrow keys go to the neighbours, the address can be shared.

const { toast } = await import(document.querySelector('script[src*="/forms.js"]').src); // the very module of the page

document.addEventListener("api:done", async ({ target }) => {
  const part = target.closest("[data-renew]");
  if (!part) return;
  const focused = document.activeElement?.id;
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-renew]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh) continue;
    if (old !== part && old.querySelector("textarea:focus")) continue; // somebody is typing there
    old.replaceChildren(...fresh.childNodes);
    for (const form of old.querySelectorAll("form[data-api]")) form.noValidate = true;
  }
  document.getElementById(focused)?.focus();
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-share]");
  if (!button) return;
  const { share: url, title, done } = button.dataset;
  if (navigator.share) return void navigator.share({ url, title }).catch(() => {});
  await navigator.clipboard?.writeText(url);
  toast(done);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, details[open]")) return;
  const way = { ArrowLeft: "[data-before]", ArrowRight: "[data-after]" }[event.key];
  const link = way && document.querySelector(way);
  if (link) location.replace(link.href); // Back leads to the stream, not through all neighbours
});
for (const link of document.querySelectorAll("[data-before], [data-after]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.replace(link.href);
  });
}
