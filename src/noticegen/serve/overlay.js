// Only in the preview: tells the page of newer versions, and moves its clock.
(() => {
  const me = document.currentScript.dataset;
  const badge = document.querySelector(".noticegen_badge");
  const key = "noticegen:scroll:" + location.pathname;
  const kept = sessionStorage.getItem(key);
  if (kept !== null) {
    sessionStorage.removeItem(key);
    addEventListener("load", () => scrollTo(0, Number(kept)));
    scrollTo(0, Number(kept));
  }
  const events = new EventSource(me.events + "?" + encodeURIComponent(location.pathname));
  events.addEventListener("built", (event) => {
    const news = JSON.parse(event.data);
    badge.textContent = news.text;
    badge.dataset.state = "live";
    if (news.page !== me.page) {
      sessionStorage.setItem(key, String(scrollY));
      location.reload();
    }
  });
  events.addEventListener("error", () => {
    badge.textContent = me.lost;
    badge.dataset.state = "lost";
  });
  const clock = document.querySelector(".noticegen_clock");
  if (clock === null) {
    return;
  }
  clock.hidden = false;
  clock.querySelector("button").addEventListener("click", () => {
    const [time, drafts] = clock.querySelectorAll("input");
    if (time.value) {
      location.href = "/@" + time.value + (drafts.checked ? "+drafts" : "") + "/" + me.path;
    }
  });
})();
