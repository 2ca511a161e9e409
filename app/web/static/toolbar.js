/* Buttons over a text with notation: bold, italic, list, link. Without this script one types the notation. */
"use strict";

/* Put the marks around what is selected, or take them away where they are there already. */
function surround(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const [, left, words, right] = chosen.match(/^(\s*)([^]*?)(\s*)$/);
  const isMarked = words.length > 2 * mark.length && words.startsWith(mark) && words.endsWith(mark);
  const written = isMarked ? words.slice(mark.length, -mark.length) : `${mark}${words || "texte"}${mark}`;
  replace(area, start, end, `${left}${written}${right}`);
  const inner = isMarked ? 0 : mark.length;
  area.setSelectionRange(start + left.length + inner, start + left.length + written.length - inner);
}

/* Begin each line that is selected with the mark of an item, or take it away from all. */
function list(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = area.value.indexOf("\n", area.selectionEnd);
  const end = next < 0 ? area.value.length : next;
  const lines = area.value.slice(start, end).split("\n");
  const isList = lines.every((line) => line.startsWith("- "));
  replace(area, start, end, lines.map((line) => (isList ? line.slice(2) : line.startsWith("- ") ? line : `- ${line}`)).join("\n"));
}

/* The address is left selected: it is what one types next. */
function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end).trim() || "texte";
  const address = "https://";
  replace(area, start, end, `[${words}](${address})`);
  const place = start + words.length + 3;
  area.setSelectionRange(place, place + address.length);
}

/* insertText, deprecated, is the one way that Ctrl-Z undoes. */
function replace(area, start, end, text) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const TOOLS = [
  ["Gras", (area) => surround(area, "**"), "b"],
  ["Italique", (area) => surround(area, "*"), "i"],
  ["Liste", list, ""],
  ["Lien", link, ""],
];

function equip(area) {
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Mise en forme");
  for (const [name, act] of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "outline secondary";
    button.textContent = name;
    button.addEventListener("click", () => act(area));
    bar.append(button);
  }
  area.before(bar);
  area.parentElement.querySelector(".notation")?.remove();
  area.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.altKey && TOOLS.find(([, , key]) => key === event.key.toLowerCase());
    if (tool && tool[2]) {
      event.preventDefault();
      tool[1](area);
    }
  });
}

/* A page of many texts keeps its short way by keyboard: those of a folded chapter wait until it is opened. */
const MOST = 4;
const areas = document.querySelectorAll("textarea[data-longest]");
for (const area of areas) {
  const fold = areas.length > MOST ? area.closest("details") : null;
  if (areas.length <= MOST || fold?.open) {
    equip(area);
  } else {
    fold?.addEventListener("toggle", () => equip(area), { once: true });
  }
}
