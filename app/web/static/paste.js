/* What is pasted from Word or a page keeps its bold, italics, links and lists, in the notation of the site.
   Without this script the plain text is pasted. */
"use strict";

const BLOCKS = "p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote";
const RICH = "b, strong, i, em, a[href], li, [data-style*='mso-list'], [data-style*='font-weight'], [data-style*='font-style']";
const LINKS = /^(https?:\/\/|mailto:)[^\s()<>"]+$/;
const IGNORED = "[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]";
const WORD_CHARACTER = /[\p{L}\p{N}_*]/u;

/* The address of a link: shared folders have spaces in theirs, encyclopedias brackets, which the notation would end on. */
function linkOf(anchor) {
  return anchor.getAttribute("href").trim().replace(/[\s()<>"]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);
}

/* The look of a text node, from the elements around it. */
function lookOf(node) {
  const look = { bold: false, italic: false, link: "" };
  for (let element = node.parentElement; element; element = element.parentElement) {
    const style = element.dataset.style ?? "";
    look.bold ||= element.matches("b, strong") ? !/font-weight:\s*normal/i.test(style) : /font-weight:\s*(bold|[6-9]00)/i.test(style);
    look.italic ||= element.matches("i, em") ? !/font-style:\s*normal/i.test(style) : /font-style:\s*italic/i.test(style);
    const link = element.matches("a[href]") ? linkOf(element) : "";
    look.link = LINKS.test(link) ? link : look.link;
  }
  return look;
}

/* The text between its marks, which hug its words; plain where the notation would not be read. */
function marked(text, look, before, after) {
  const [, left, words, right] = text.match(/^(\s*)(.*?)(\s*)$/s);
  if (!words || !(look.bold || look.italic || look.link)) {
    return text;
  }
  if (look.link) {
    return /[[\]]/.test(words) ? text : `${left}[${words}](${look.link})${right}`;
  }
  const touches = (!left && WORD_CHARACTER.test(before)) || (!right && WORD_CHARACTER.test(after));
  if (words.includes("*") || touches) {
    return text;
  }
  const mark = look.bold ? "**" : "*";
  return `${left}${mark}${words}${mark}${right}`;
}

/* The texts of one block in order, those of one look together. */
function runsOf(block) {
  const runs = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    const skipped = node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.matches(IGNORED));
    return skipped ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const isBreak = node.nodeName === "BR";
    if (node.nodeType === Node.TEXT_NODE || isBreak) {
      const look = isBreak ? {} : lookOf(node);
      const text = isBreak ? "\n" : node.data.replace(/[ \t\r\n]+/g, " ");
      const last = runs.at(-1);
      const same = last && last.look.bold === look.bold && last.look.italic === look.italic && last.look.link === look.link;
      if (same) {
        last.text += text;
      } else if (text) {
        runs.push({ text, look });
      }
    }
  }
  return runs;
}

/* What stands before the first word of a block: nothing, or the mark of its item at its level. */
function itemMark(block) {
  const ofWord = /mso-list:\s*l\d+\s+level(\d)/i.exec(block.dataset.style ?? "");
  if (ofWord) {
    const sign = block.querySelector(IGNORED)?.textContent.trim() ?? "";
    const number = /^(\d{1,2})[.)]/.exec(sign);
    return `${"  ".repeat(Number(ofWord[1]) - 1)}${number ? `${number[1]}.` : "-"} `;
  }
  if (!block.matches("li")) {
    return "";
  }
  let depth = -1;
  for (let list = block.parentElement?.closest("ul, ol"); list; list = list.parentElement?.closest("ul, ol")) {
    depth += 1;
  }
  const list = block.parentElement;
  const rank = [...(list?.children ?? [])].filter((item) => item.matches("li")).indexOf(block);
  const number = list?.matches("ol") ? `${(list.start ?? 1) + rank}.` : "-";
  return `${"  ".repeat(Math.max(depth, 0))}${number} `;
}

function notationOf(block) {
  const runs = runsOf(block);
  const words = runs.map((run, place) => marked(run.text, run.look, runs[place - 1]?.text.at(-1) ?? "", runs[place + 1]?.text.at(0) ?? ""));
  const text = words.join("").replace(/^ +| +$/gm, "");
  return text ? `${itemMark(block)}${text}` : "";
}

/* The page's policy forbids styles even in a document that is not shown: they become data. */
function withoutStyles(markup) {
  return markup
    .replace(/<(style|script|title)\b[^]*?<\/\1\s*>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

/* The notation of a piece of HTML; nothing when plain text says as much. */
function notation(markup) {
  const body = new DOMParser().parseFromString(withoutStyles(markup), "text/html").body;
  if (!body.querySelector(RICH)) {
    return "";
  }
  const blocks = [body, ...body.querySelectorAll(BLOCKS)];
  let written = "";
  let inList = false;
  for (const block of blocks) {
    const text = notationOf(block);
    const isItem = Boolean(itemMark(block));
    if (text) {
      written += written ? (inList && isItem ? "\n" : "\n\n") : "";
      written += text;
      inList = isItem;
    }
  }
  return written;
}

document.addEventListener("paste", (event) => {
  const area = event.target;
  /* Those that are counted hold texts with notation; the others, lines of communes or names. */
  if (!area.matches?.("textarea[data-longest]")) {
    return;
  }
  const text = notation(event.clipboardData?.getData("text/html") ?? "");
  if (text) {
    event.preventDefault();
    /* insertText, deprecated, is the one way that Ctrl-Z undoes. */
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
});
