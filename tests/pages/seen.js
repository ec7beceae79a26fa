// What the tests of other ways to see a page ask of it. Each answers with what is wrong, as the beginnings of its HTML.
globalThis.seen = (() => {
  const HIDDEN = ".govuk-visually-hidden, .govuk-skip-link, .enter, .stacked thead";
  const all = (selector) => [...document.querySelectorAll(selector)];
  const said = (found) => found.map((it) => it.outerHTML.slice(0, 120));
  const box = (it) => it.getBoundingClientRect();

  function stickingOut(besides = `.scroll, ${HIDDEN}`) {
    const wide = document.documentElement.clientWidth + 1;
    return said(all("body *").filter((it) => !it.closest(besides) && it.checkVisibility() && box(it).right > wide));
  }

  function overlapping() {
    const things = all("a[href], button, input:not([type=hidden]), select, textarea, summary, h1, h2")
      .filter((it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((it) => !it.closest(`${HIDDEN}, .scroll, svg`));
    const lines = (it) => [...it.getClientRects()].filter((each) => each.width > 1 && each.height > 1);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4;
    const apart = (a, b) => !a.contains(b) && !b.contains(a);
    const on = (a, b) => apart(a, b) && lines(a).some((one) => lines(b).some((other) => meet(one, other)));
    return said(things.filter((it, n) => things.slice(n + 1).some((other) => on(it, other))));
  }

  function cutOff() {
    const cuts = (it) => ["overflowX", "overflowY"].some((way) => ["hidden", "clip"].includes(getComputedStyle(it)[way]));
    const more = (it) => it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1;
    const found = all("body *").filter((it) => !it.closest(`${HIDDEN}, svg, select, input`) && it.checkVisibility());
    return said(found.filter((it) => cuts(it) && more(it)));
  }

  function moving() {
    const times = (style) => [style.transitionDuration, style.animationDuration].join().split(",").map(parseFloat);
    const moves = (it) => ["", "::before", "::after"].some((part) => times(getComputedStyle(it, part)).some((each) => each > 0));
    return said(all("*").filter(moves)).concat(document.getAnimations().map(String));
  }

  const brightness = (text) => {
    const [red, green, blue] = text.match(/[0-9.]+/g).map(Number);
    return (red * 299 + green * 587 + blue * 114) / 1000;
  };

  function ground(it) {
    for (let each = it; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!colour.endsWith(", 0)")) return colour;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  }

  function faint() {
    const drawn = (it) => (it.localName === "text" ? getComputedStyle(it).fill : getComputedStyle(it).color);
    const faintly = (it) => Math.abs(brightness(drawn(it)) - brightness(ground(it))) < 70;
    return said(all("svg text, svg.light__icon, .top svg").filter((it) => it.checkVisibility() && faintly(it)));
  }

  function unfocused() {
    const stops = all("a[href], button, input:not([type=hidden]), summary, select, textarea")
      .filter((it) => it.checkVisibility() && it.tabIndex >= 0 && !(it instanceof SVGElement));
    const shows = (it) => {
      it.focus();
      const ticked = getComputedStyle(it).opacity === "0";
      const style = ticked ? getComputedStyle(it.labels[0], "::before") : getComputedStyle(it);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    return said(stops.filter((it) => !shows(it)));
  }

  // On paper nothing can be pressed, and the address of a page of ours says nothing.
  function pressed() {
    const there = (it) => it.checkVisibility() && box(it).width > 1 && box(it).height > 1;
    return said(all("nav, button, .govuk-button, .filters, .govuk-footer, .top__who").filter(there));
  }

  function addresses() {
    return said(all("a[href^='/']").filter((it) => getComputedStyle(it, "::after").content.includes("/")));
  }

  return { stickingOut, overlapping, cutOff, moving, faint, unfocused, pressed, addresses };
})();
