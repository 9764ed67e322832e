// Runs before the page is drawn: light or dark, as chosen (cookie `theme`) or as the device prefers.
(function () {
  var chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie);
  var dark = chosen ? chosen[1] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
  document.documentElement.classList.add("js");
})();
