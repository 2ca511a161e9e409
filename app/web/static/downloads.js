/* A file that takes a while says so: what was pressed reads « Préparation… » and waits, then the file comes.
   Without this script the browser fetches it alone. */
"use strict";

const FILES = /\.(docx|odt|pdf|xlsx|zip)$|\/telecharger\/(fichier|synthese)$/;
const PREPARING = "Préparation…";
const spoken = document.createElement("p");
spoken.className = "visually-hidden";
spoken.setAttribute("role", "status");
document.body.append(spoken);

/* The page of this address says why there is no file. */
function open(address) {
  location.assign(address);
}

function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function download(control, address) {
  const label = [...control.childNodes];
  control.setAttribute("aria-disabled", "true");
  control.replaceChildren(PREPARING);
  spoken.textContent = PREPARING;
  try {
    const answer = await fetch(address);
    const [, name] = (answer.headers.get("Content-Disposition") ?? "").match(/^attachment;.*filename="?([^";]+)/) ?? [];
    if (answer.ok && name) {
      save(await answer.blob(), name);
      spoken.textContent = `Fichier téléchargé : ${name}`;
    } else {
      open(address);
    }
  } catch {
    open(address);
  } finally {
    control.removeAttribute("aria-disabled");
    control.replaceChildren(...label);
  }
}

/* Once at a time: a second press while it waits does nothing. */
function take(event, control, address) {
  event.preventDefault();
  if (control.getAttribute("aria-disabled") !== "true") {
    download(control, address);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link && isPlain && link.origin === location.origin && FILES.test(link.pathname) && !event.defaultPrevented) {
    take(event, link, link.href);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const address = new URL(event.submitter?.getAttribute("formaction") || form.getAttribute("action") || "", location.href);
  if (form.method === "get" && FILES.test(address.pathname) && event.submitter) {
    const asked = new FormData(form);
    if (event.submitter.name) {
      asked.append(event.submitter.name, event.submitter.value);
    }
    address.search = new URLSearchParams(asked).toString();
    take(event, event.submitter, address.href);
  }
});
