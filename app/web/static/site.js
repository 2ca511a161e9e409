/* Only improves what works without it. No state is kept, nothing is sent elsewhere. */
"use strict";

/* On a small screen the lists of links start closed: the text is what one came for. */
const small = window.matchMedia("(max-width: 40rem), (max-height: 30rem)");
for (const fold of document.querySelectorAll("[data-folds]")) {
  const follow = () => { fold.open = !small.matches; };
  small.addEventListener("change", follow);
  follow();
}

/* A link to something inside a closed <details> opens it first. */
function openAround(target) {
  for (let box = target?.closest("details"); box; box = box.parentElement?.closest("details")) {
    box.open = true;
  }
  target?.scrollIntoView();
}
function openHash() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  if (target?.closest("details:not([open])")) {
    openAround(target);
  }
}
window.addEventListener("hashchange", openHash);
openHash();

/* Links of before lead to a commitment on the home of the contract: it is in the list. */
const moved = document.querySelector("[data-moved]");
if (moved && location.hash.length > 1 && !document.getElementById(decodeURIComponent(location.hash.slice(1)))) {
  location.replace(moved.dataset.moved + location.hash);
}

/* Length of a long text: spoken only when one stops typing. */
for (const area of document.querySelectorAll("textarea[data-longest]")) {
  const longest = Number(area.dataset.longest);
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.setAttribute("aria-live", "polite");
  area.after(counter);
  let waiting;
  const tell = () => {
    const left = longest - Array.from(area.value).length;
    const number = Math.abs(left).toLocaleString("fr-FR");
    counter.classList.toggle("over", left < 0);
    counter.textContent = left < 0 ? `${number} caractères de trop` : `${number} caractères restants`;
  };
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 700);
  });
  tell();
}

/* Leaving a form with unsaved words asks first. */
for (const form of document.querySelectorAll("form[method='post']")) {
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (typed) {
      event.preventDefault();
    }
  });
}

/* The search for a territory proposes while one types (ARIA combobox). */
const search = document.querySelector("form[data-suggest]");
if (search) {
  const input = search.querySelector("input[type='search']");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.className = "suggestions";
  list.id = "propositions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Territoires proposés");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  search.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let chosen = -1;
  let waiting;
  let asked = 0;
  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    const options = [...list.children];
    chosen = (index + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = (places) => {
    list.replaceChildren(...places.map((place, index) => {
      const option = document.createElement("li");
      const detail = document.createElement("small");
      option.id = `proposition-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = place.url;
      option.textContent = place.name;
      const reason = place.reason ? ` (${place.reason})` : "";
      detail.textContent = `${place.kind === "commune" ? "commune" : "groupement"}, ${place.code}, ${place.departement}${reason}`;
      option.append(detail);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(place.url); });
      return option;
    }));
    chosen = -1;
    list.hidden = places.length === 0;
    input.setAttribute("aria-expanded", String(places.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = places.length ? `${places.length} propositions` : "Aucune proposition";
  };
  const ask = async () => {
    const turn = ++asked;
    if (input.value.trim().length < 2) {
      close();
      return;
    }
    try {
      const answer = await fetch(`${search.dataset.suggest}?q=${encodeURIComponent(input.value)}`);
      if (answer.ok && turn === asked) {
        show(await answer.json());
      }
    } catch {
      close();
    }
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen < 0 && event.key === "ArrowUp" ? -1 : chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
}

/* What takes a while says so, and is not sent twice. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.waiting || event.defaultPrevented) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = form.querySelector("button[type='submit']");
  button.dataset.label = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = form.dataset.waiting;
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    const button = form.querySelector("button[type='submit']");
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.label;
  }
});
