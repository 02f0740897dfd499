// Looks again every two seconds while a job runs. Without script, the page's own link does it.
(() => {
  "use strict";
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      if (answer.redirected) return location.replace(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live]");
      if (!fresh) return location.reload();
      if (fresh.innerHTML !== live.innerHTML) live.innerHTML = fresh.innerHTML;
    } catch {
      // The next look may find the server again.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
