/* What was typed and not saved, kept in this tab until it is: a server that is down loses nothing.
   It is offered on the form where it was typed, of the same contract, and sent nowhere. */
"use strict";

const DRAFT = "brouillon ";
const SENT = "brouillon envoyé";
/* A form that holds one of these is never kept: a password, a code. Nor is one that says « data-unkept ». */
const SECRET = "[type=password], [autocomplete=one-time-code]";
const contract = document.querySelector("[data-contract]")?.dataset.contract ?? "";

/* Storage may be refused or full: a page works as well without it. */
function stored(action) {
  try {
    return action(window.sessionStorage);
  } catch {
    return null;
  }
}

function controlsOf(form) {
  const kept = (control) => control.name && !["hidden", "file", "submit", "button"].includes(control.type);
  return [...form.elements].filter(kept);
}

function isSecret(form) {
  return "unkept" in form.dataset || form.querySelector(SECRET) !== null;
}

function isTicked(control) {
  return control.type === "checkbox" || control.type === "radio";
}

/* The fields in their order; an unticked box is not among them. */
function typedIn(form) {
  return controlsOf(form)
    .filter((control) => !isTicked(control) || control.checked)
    .map((control) => [control.name, control.value]);
}

/* Puts the texts back; those whose field this page has not are returned. */
function putBack(form, texts) {
  const left = texts.map(([name, text]) => ({ name, text }));
  const take = (matches) => left.splice(left.findIndex(matches), 1)[0];
  for (const control of controlsOf(form)) {
    const matches = (one) => one.name === control.name && (!isTicked(control) || one.text === control.value);
    const found = left.some(matches) ? take(matches) : null;
    if (isTicked(control)) {
      control.checked = Boolean(found);
    } else if (found) {
      control.value = found.text;
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  for (const area of form.querySelectorAll("textarea")) {
    area.dispatchEvent(new Event("input"));
  }
  return left.filter((one) => one.text);
}

function button(label, look, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

/* A notice with its actions, first in `place`. */
function notice(place, text, ...actions) {
  const box = document.createElement("div");
  const words = document.createElement("p");
  const row = document.createElement("p");
  box.className = "notice notice-warning";
  box.setAttribute("role", "status");
  row.className = "actions";
  place.prepend(box);
  words.textContent = text;
  row.append(...actions);
  box.append(words, row);
  return { box, words, row };
}

/* The address of the form of a key: see below. It holds no space, and what comes before it may. */
function addressOf(key) {
  return key.split(" ").at(-2);
}

function forget(key) {
  stored((kept) => kept.removeItem(key));
}

function offer(form, key, texts) {
  const again = button("Reprendre ce texte", "", () => {
    const left = putBack(form, texts);
    said.row.remove();
    said.words.textContent = "Le texte est repris\u00a0: vérifiez-le, puis enregistrez.";
    if (left.length) {
      const lost = left.map((one) => one.text).join("\u202f; ");
      said.words.textContent += ` Sans champ sur cette page\u00a0: ${lost}.`;
    }
    controlsOf(form)[0]?.focus();
  });
  const never = button("Ne plus le proposer", "outline secondary", () => {
    forget(key);
    said.box.remove();
    controlsOf(form)[0]?.focus();
  });
  const text = "Ce que vous aviez saisi ici n’a pas été enregistré. Cet onglet l’a gardé.";
  const said = notice(form, text, again, never);
}

/* « Précédent » from the browser's own error page does not lead to the form, but before it. */
function remind(key) {
  const main = document.querySelector("main");
  const back = document.createElement("a");
  back.href = addressOf(key);
  back.textContent = "Revenir au formulaire";
  const never = button("Ne plus le proposer", "outline secondary", () => {
    forget(key);
    said.box.remove();
    main.focus();
  });
  const text = "Un enregistrement que vous aviez demandé n’a pas abouti. Cet onglet a gardé ce que vous aviez saisi.";
  const said = notice(main, text, back, never);
}

function keep(form, key) {
  const texts = JSON.stringify(typedIn(form));
  stored((kept) => kept.setItem(key, texts));
}

function watch(form, key) {
  let waiting;
  const now = () => { clearTimeout(waiting); keep(form, key); };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(now, 400); });
  form.addEventListener("submit", () => { now(); stored((kept) => kept.setItem(SENT, key)); });
}

/* Whoever signs out may leave the machine to somebody else: nothing is left in the tab, whatever the server answers. */
document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
  stored((kept) => Object.keys(kept).filter((key) => key.startsWith(DRAFT)).forEach((key) => kept.removeItem(key)));
});
if (document.querySelector(".notices .notice-success")) {
  forget(stored((kept) => kept.getItem(SENT)) ?? "");
  forget(SENT);
}
// A page that came back with errors, or with more lines, shows what was typed already.
const shown = document.querySelector("#erreurs, [autofocus], [data-typed]");
document.querySelectorAll("main form[method='post']").forEach((form, rank) => {
  if (!controlsOf(form).length || form.enctype === "multipart/form-data" || isSecret(form)) {
    return;
  }
  const key = `${DRAFT}${contract} ${location.pathname}${location.search} ${rank}`;
  const draft = stored((kept) => kept.getItem(key));
  if (draft && !shown && draft === JSON.stringify(typedIn(form))) {
    forget(key); // saved after all: only the answer was lost
  } else if (draft && !shown) {
    offer(form, key, JSON.parse(draft));
  }
  watch(form, key);
});

const sent = stored((kept) => kept.getItem(SENT));
const elsewhere = sent && addressOf(sent) !== location.pathname + location.search;
if (elsewhere && !shown && stored((kept) => kept.getItem(sent))) {
  remind(sent);
}
