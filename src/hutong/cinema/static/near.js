// "Near me": asks the browser where it is, and opens the cinemas around there.
for (const link of document.querySelectorAll("[data-near]")) {
  link.addEventListener("click", (event) => {
    if (!navigator.geolocation) return;
    event.preventDefault();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { location.href = `/cinemas?near=${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`; },
      () => {
        const problem = document.querySelector("[data-near-problem]");
        if (!problem) { location.href = link.href; return; }
        problem.textContent = link.dataset.failed || "";
        problem.hidden = false;
      },
      { maximumAge: 300000, timeout: 8000 },
    );
  });
}
