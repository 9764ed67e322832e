// Waits for a payment to go on: asks, ever less often, and loads the page anew when its state is another.

const box = document.querySelector("[data-wait]");
let pause = 1000;

async function ask() {
  const answer = await fetch(box.dataset.wait, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
  const payment = answer?.ok ? await answer.json().catch(() => null) : null;
  if (payment && payment.state !== box.dataset.state) {
    location.reload();
    return;
  }
  pause = Math.min(5000, pause * 1.25);
  setTimeout(ask, pause);
}
if (box) setTimeout(ask, pause);
