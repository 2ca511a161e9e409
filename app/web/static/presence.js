/* Asks from time to time who else has this page open, as long as somebody looks at it. */
"use strict";

(() => {
  const EVERY = 45000;
  const line = document.querySelector("[data-presence]");
  if (!line) return;
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(line.dataset.presence, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return;
      const { said } = await answer.json();
      if (line.textContent !== said) line.textContent = said;
    } catch {
      /* The network, or a session that is over: the page itself will say so when it is sent. */
    }
  };
  setInterval(ask, EVERY);
})();
