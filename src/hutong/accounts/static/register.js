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
    if (detail.code === "captcha_wrong" || detail.status === 429) again();
  });
  addEventListener("pageshow", (event) => event.persisted && again()); // back to a picture that is spent
}
