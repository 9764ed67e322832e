// Draws the table of each <figure class="plot"> with uPlot, which is loaded only where there is one.

const colour = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
const read = (figure) => {
  const table = figure.querySelector("table");
  const heads = [...table.querySelectorAll("thead th")].slice(1);
  const rows = [...table.querySelectorAll("tbody tr")];
  return {
    labels: rows.map((row) => row.querySelector("th").textContent),
    shown: heads.map((_, place) => rows.map((row) => row.querySelectorAll("td")[place].textContent)),
    values: heads.map((_, place) => rows.map((row) => Number(row.querySelectorAll("td")[place].dataset.value))),
    units: heads.map((head) => head.dataset.unit),
  };
};
const tell = (figure, data, at) => {
  const [across, ...values] = figure.querySelectorAll(".legend b");
  across.textContent = data.labels[at];
  values.forEach((value, one) => (value.textContent = data.shown[one][at]));
};
const scaled = { money: 10 ** Number(document.documentElement.dataset.places ?? 2), count: 1, percent: 1 };

function draw(UPlot, figure) {
  const place = figure.querySelector(".canvas");
  place.replaceChildren();
  const data = read(figure);
  if (!data.labels.length) return;
  const strokes = [colour("--accent") || colour("--brick"), colour("--sky"), colour("--jade"), colour("--amber")];
  const number = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" });
  const axis = { stroke: colour("--mortar"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  const bars = figure.dataset.plot === "bars";
  new UPlot({
    width: place.clientWidth,
    height: place.clientHeight, // the sheet's: the place is kept before there is a drawing
    legend: { show: false },
    hooks: { setCursor: [({ cursor }) => tell(figure, data, cursor.idx ?? data.labels.length - 1)] },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: false, range: bars ? (_, low, high) => [low - 0.6, high + 0.6] : undefined }, y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.08 : 1] } },
    axes: [
      { ...axis, size: 30, grid: { show: false }, values: (_, splits) => splits.map((at) => (Number.isInteger(at) ? data.labels[at] ?? "" : "")), space: 64 },
      { ...axis, size: 56, values: (_, splits) => splits.map((value) => number.format(value)) },
    ],
    series: [
      {},
      ...data.values.map((_values, one) => ({
        stroke: strokes[one % strokes.length],
        fill: bars ? strokes[one % strokes.length] + "55" : undefined,
        width: 2,
        paths: bars ? UPlot.paths.bars({ size: [0.6, 48] }) : undefined,
        points: { show: !bars && data.labels.length < 40 },
      })),
    ],
  }, [data.labels.map((_, at) => at), ...data.values.map((values, one) => values.map((value) => value / scaled[data.units[one]]))], place);
}

const figures = [...document.querySelectorAll("[data-plot]")];
if (figures.length) {
  const { plotCss, plotLibrary } = figures[0].dataset;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: plotCss }));
  const { default: UPlot } = await import(plotLibrary);
  const all = () => figures.forEach((figure) => draw(UPlot, figure));
  all();
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(all, 150);
  });
  document.addEventListener("click", (event) => event.target.closest("[data-theme-toggle]") && setTimeout(all));
}
