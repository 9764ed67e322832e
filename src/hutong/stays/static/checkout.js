// Checkout: when the nights were just taken or the price changed, the page is asked again and its live parts renewed.

const RENEW = ["taken", "price_changed", "points"];
const renews = (code) => RENEW.includes(code) || code?.startsWith("coupon_");

document.addEventListener("api:refused", async ({ detail }) => {
  if (!renews(detail.code)) return;
  const address = new URL(location.href);
  if (["price_changed", "coupon_used", "coupon_gone"].includes(detail.code)) address.searchParams.set("again", "1");
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    part.hidden = !fresh; // no coupon where there is no price
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  const form = document.getElementById("book-form");
  if (page.getElementById("book-form")?.classList.contains("d-none")) form.classList.add("d-none");
  const state = document.querySelector('[data-live="state"]');
  state.tabIndex = -1;
  state.focus();
  state.scrollIntoView({ block: "start" });
});
