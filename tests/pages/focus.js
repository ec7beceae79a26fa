// What the tests of the keyboard ask a page: what has focus, where that is, and whether it can be seen that it has.
globalThis.focusing = (() => {
  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
  const NON_TEXT = 3; // WCAG 1.4.11: what an indicator contrasts with what it stands on, at least
  const without = new WeakMap(); // how each thing looks without focus
  const numbers = new WeakMap();
  let last = 0;
  let earlier = null; // what had focus before, and where that was

  const ticked = (it) => it.matches("input[type=radio], input[type=checkbox]") && getComputedStyle(it).opacity === "0";

  function looks(it) {
    const drawn = it instanceof SVGElement ? it.querySelector("path") : ticked(it) ? it.labels[0] : it;
    const style = getComputedStyle(drawn, ticked(it) ? "::before" : null);
    const outline = style.outlineStyle === "none" || style.outlineWidth === "0px" ? "" : style.outlineColor;
    const hidden = drawn.getBoundingClientRect().width <= 1; // until it has focus, as the way past the menu is
    const border = style.borderTopWidth + style.borderTopColor;
    const stroke = style.strokeWidth + style.stroke;
    return { hidden, outline, border, stroke, shadow: style.boxShadow, background: style.backgroundColor };
  }

  function remember() {
    for (const it of document.querySelectorAll(STOPS)) {
      if (!without.has(it) && it !== document.activeElement) without.set(it, looks(it));
    }
  }

  const colours = (text) => [...text.matchAll(/rgba?\(([^)]*)\)/g)].map((found) => found[1].split(/[ ,/]+/).map(Number));
  const solid = ([, , , alpha = 1]) => alpha > 0.5;

  function light([red, green, blue]) {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  }

  function contrast(one, other) {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }

  function ground(it) {
    for (let each = it.parentElement; each; each = each.parentElement) {
      const [found] = colours(getComputedStyle(each).backgroundColor);
      if (found && solid(found)) return found;
    }
    return [255, 255, 255];
  }

  function shows(it) {
    const now = looks(it);
    const before = without.get(it) || {};
    if (before.hidden && !now.hidden) return true;
    const changed = Object.keys(now).filter((name) => now[name] !== before[name]).map((name) => now[name]);
    return changed.some((each) => colours(String(each)).filter(solid).some((colour) => contrast(colour, ground(it)) >= NON_TEXT));
  }

  function covered(it) {
    const box = it.getClientRects()[0];
    if (!box || it.type === "file") return !box;
    const across = [0.1, 0.5, 0.9].map((part) => box.left + box.width * part);
    const tall = Math.min(box.height, innerHeight);
    const down = [0.1, 0.5, 0.9].map((part) => Math.max(box.top, 0) + tall * part);
    return !across.some((x) => down.some((y) => {
      const there = document.elementFromPoint(x, y);
      return there && (it.contains(there) || there.contains(it) || [...(it.labels || [])].some((label) => label.contains(there)));
    }));
  }

  function number(it) {
    if (!numbers.has(it)) numbers.set(it, ++last);
    return numbers.get(it);
  }

  const named = (it) => it.computedName.replace(/\s+/g, " ").trim();
  const alike = (it) => [...document.getElementsByName(it.name)].filter((each) => each.type === "radio" && each.form === it.form);

  function stop() {
    const it = document.activeElement;
    if (!it || it === document.body || it === document.documentElement) return null;
    const box = it.getBoundingClientRect();
    const stayed = () => Boolean(earlier && earlier.it.isConnected && Math.abs(earlier.it.getBoundingClientRect().top + scrollY - earlier.top) < 1);
    const stays = earlier?.it === it ? earlier.stays : stayed();
    earlier = { it, stays, top: box.top + scrollY };
    return {
      stays,
      name: named(it),
      role: it.computedRole || it.localName,
      number: number(it),
      main: Boolean(it.closest("main")),
      top: box.top + scrollY,
      bottom: box.bottom + scrollY,
      left: box.left,
      right: box.right,
      shows: shows(it),
      covered: covered(it),
      group: it.type === "radio" ? alike(it).map(named) : [],
    };
  }

  function reachable() {
    const seen = (it) => it.tabIndex >= 0 && !it.disabled && it.checkVisibility({ visibilityProperty: true });
    const chosen = (it) => it.type !== "radio" || it === (alike(it).find((each) => each.checked) || alike(it)[0]);
    return [...document.querySelectorAll(STOPS)].filter((it) => seen(it) && chosen(it)).map(number);
  }

  function look() {
    const it = document.activeElement;
    return !it || it === document.body || it === document.documentElement ? null : { shows: shows(it), covered: covered(it) };
  }

  return { remember, look, stop, reachable };
})();
