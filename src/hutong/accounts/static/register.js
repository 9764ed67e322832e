// The captcha: another picture on request, and after every answer, since a picture answers only once.

function fresh() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

for (const box of document.querySelectorAll("[data-captcha]")) {
  const form = box.closest("form");
  const text = form.elements.captcha_text;
  const again = () => {
    const uuid = fresh();
    form.elements.captcha_id.value = uuid;
    box.querySelector("img").src = `/api/v1/captchas/${uuid}`;
    text.value = "";
  };
  box.querySelector("[data-again]").addEventListener("click", (event) => {
    event.preventDefault();
    again();
    text.focus();
  });
  form.addEventListener("api:refused", ({ detail }) => {
    if (detail.code === "captcha_needed") box.closest("[data-captcha-part]").hidden = false;
    if (["captcha_wrong", "captcha_needed", "login_failed"].includes(detail.code) || detail.status === 429) again();
  });
  addEventListener("pageshow", (event) => event.persisted && again()); // back to a picture that is spent
}

// A question in words is spent with its answer, too: the page asks another one.
for (const part of document.querySelectorAll("[data-captcha-part]:has([data-question])")) {
  part.closest("form").addEventListener("api:refused", async ({ detail }) => {
    if (!["captcha_wrong", "captcha_needed", "login_failed"].includes(detail.code)) return;
    const form = part.closest("form");
    const uuid = fresh();
    const answer = await fetch(`/api/v1/captchas/${uuid}/question`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    form.elements.captcha_id.value = uuid;
    form.elements.captcha_text.value = "";
    part.querySelector("[data-question]").textContent = (await answer.json()).question;
  });
}
