/* What a page does beyond links and forms. Everything works without it. */
"use strict";

const SENDING_AGAIN_AFTER = 10_000;

/* A second press while the first is on its way sends nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "";
  say("status", "送信しています。");
  setTimeout(() => delete form.dataset.sending, SENDING_AGAIN_AFTER);
});

/* A page that comes back from the browser's memory may be sent again. */
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sending]").forEach((form) => delete form.dataset.sending);
});

/* After a part of the page was replaced, an error summary in it takes the focus. */
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.closest("form")?.removeAttribute("data-sending");
  event.target.querySelector("#error-summary")?.focus();
});

document.addEventListener("htmx:responseError", () => {
  say("alert", "ただいま処理できません。入力した内容は保存されていません。");
});
document.addEventListener("htmx:sendError", () => {
  say("alert", "通信できません。ネットワークを確かめて、もう一度お試しください。");
});

function say(region, words) {
  document.getElementById(region).textContent = words;
}
