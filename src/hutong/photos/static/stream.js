// More photos while one scrolls, and Back to the very photo one came from. Without this module there are plain page links.

const flow = document.querySelector("[data-flow]");
const end = document.querySelector("[data-more]");
const status = end?.querySelector("[data-status]");
const key = `photos:${location.pathname}${location.search}`;
const MOST_KEPT = 900;
let loading = false;
let failed = 0;

const nextLink = () => end?.querySelector('a[rel="next"]');

function say(text) {
  if (!status) return;
  status.textContent = text;
  status.hidden = !text;
}

async function more() {
  const link = nextLink();
  if (!link || loading) return;
  loading = true;
  say(end.dataset.sayMore);
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const known = new Set([...flow.children].map((one) => one.id));
    for (const one of page.querySelectorAll("[data-flow] > li")) if (!known.has(one.id)) flow.append(document.adoptNode(one));
    const following = page.querySelector('[data-more] a[rel="next"]');
    if (following) link.href = following.href;
    else link.remove();
    say(following ? "" : end.dataset.sayEnd);
    failed = 0;
  } catch {
    failed += 1; // the link stays: it can be clicked, and scrolling on tries again
    say("");
  }
  loading = false;
  if (failed < 3 && near()) more();
}

const near = () => end && end.getBoundingClientRect().top < innerHeight * 2;

/* What was loaded, and where one was: kept while one looks at a photo */

function keep(photo) {
  try {
    sessionStorage.setItem(key, JSON.stringify({
      photo,
      top: document.getElementById(photo)?.getBoundingClientRect().top ?? 0,
      html: flow.children.length <= MOST_KEPT ? flow.innerHTML : "",
      next: nextLink()?.getAttribute("href") ?? "",
    }));
  } catch {
    sessionStorage.removeItem(key); // too much to keep: the browser's own way back must do
  }
}

function restore() {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  const [entry] = performance.getEntriesByType("navigation");
  if (!kept || entry?.type !== "back_forward") return;
  const { photo, top, html, next } = JSON.parse(kept);
  if (html) {
    flow.innerHTML = html; // our own page's, as the server had drawn it
    const link = nextLink();
    if (link && next) link.href = next;
    else link?.remove();
  }
  history.scrollRestoration = "manual";
  const back = () => {
    const one = document.getElementById(photo);
    if (!one) return;
    scrollBy({ top: one.getBoundingClientRect().top - top, behavior: "instant" });
    one.querySelector("a")?.focus({ preventScroll: true });
  };
  back();
  addEventListener("load", back, { once: true });
}

if (flow) {
  restore();
  flow.addEventListener("click", ({ target }) => {
    const one = target.closest("li");
    if (one) keep(one.id);
  });
  if (end && nextLink()) {
    new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && failed < 3 && more(), { rootMargin: "150% 0px" }).observe(end);
  }
}
