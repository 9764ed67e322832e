// "Want to see": the button shows what the answer says, and turns to its opposite.
const form = document.getElementById("wish");
form?.addEventListener("api:done", (event) => {
  const answer = event.detail?.answer ?? event.detail;
  if (!answer || typeof answer.wanted !== "number") { location.reload(); return; }
  form.querySelector("[data-wanted]").textContent = answer.wanted;
  const button = form.querySelector("button");
  button.setAttribute("aria-pressed", String(answer.wished));
  const use = button.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, answer.wished ? "#heart-fill" : "#heart"));
  form.querySelector("[name=_method]").value = answer.wished ? "DELETE" : "PUT";
});
