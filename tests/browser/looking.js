// What a look at a page asks in the browser: run beside axe-core by looking.py.

window.looking = {
  /** What axe-core finds, as sentences; at most three places of a kind. */
  async axe(options) {
    const { violations } = await axe.run(document, options);
    const reason = ({ failureSummary }) => failureSummary.split("\n")[1]?.trim();
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id} ${node.target.join(" ")}: ${reason(node)}`));
  },

  /** Everything else that can be seen to be wrong, and what is needed to judge the rest. */
  look() {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const scrolls = "[data-gallery], .visually-hidden, .tabs, .row-cards, .swagger-ui, table, pre";
    const wide = document.documentElement.scrollWidth > innerWidth;
    const outside = (one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(scrolls);
    const bare = (one) => !one.closest("[data-tiles], dialog") && !(one.hasAttribute("width") && one.hasAttribute("height"));
    const ids = all("[id]").map(({ id }) => id);
    const words = ["aria-label", "placeholder", "title", "alt"];
    const attributes = all(words.map((name) => `[${name}]`)).flatMap((one) => words.map((name) => one.getAttribute(name) ?? ""));
    return {
      faults: [
        ...(wide ? [`wider than the screen: ${all("body *").filter(outside).slice(-1).map(start)}`] : []),
        ...[...document.images].filter(bare).map((one) => `a picture without its size: ${start(one)}`),
        ...[...document.images].filter((one) => one.src && one.complete && !one.naturalWidth).map((one) => `no picture: ${start(one)}`),
        ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `an id twice: ${id}`),
      ],
      jump: window.jumped ?? 0,
      links: [...document.links].map(({ href }) => href),
      texts: [document.title, ...texts(), ...attributes],
    };
    function texts() {
      const found = [];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("script, style, noscript, code, #api, [data-others]")) found.push(walk.currentNode.textContent);
      return found;
    }
    function start({ outerHTML }) {
      return outerHTML.slice(0, 100);
    }
  },
};
