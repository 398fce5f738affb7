/* What a page does beyond links and forms. Everything works without it. */
"use strict";

const SECOND = 1000;
const SENDING_AGAIN_AFTER = 10 * SECOND;
const WARNED_BEFORE = 120 * SECOND;

/* A second press while the first is on its way sends nothing. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
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

/* What was typed before a session ran out waits on the server, for this browser and this person alone. */
const KEPT_NEVER = ["hidden", "password", "file", "submit", "button", "reset", "image"];
const typedControls = (form) =>
  [...form.elements].filter((each) => each.name && !KEPT_NEVER.includes(each.type));
const typedFields = (form) => {
  const names = new Set(typedControls(form).map((each) => each.name));
  return [...new FormData(form)].filter(([name]) => names.has(name));
};
const sentForms = () => [...document.querySelectorAll("main form")].filter((each) => each.method === "post");
const sentTo = (form) => new URL(form.getAttribute("action") || "", location.href).pathname;
const asLoaded = new Map(sentForms().map((form) => [form, JSON.stringify(typedFields(form))]));

async function keepTyped(address) {
  const form = sentForms().find((each) => asLoaded.get(each) !== JSON.stringify(typedFields(each)));
  if (!form) return;
  const typed = new FormData(document.querySelector("form[data-stay]"));
  typedFields(form).forEach(([name, value]) => typed.append(name, value));
  typed.append("kept-page", location.pathname + location.search);
  typed.append("kept-action", sentTo(form));
  await fetch(address, { method: "POST", body: typed });
}

const keptForm = document.getElementById("kept-form");
if (keptForm) {
  const waiting = new Map();
  for (const [name, value] of JSON.parse(keptForm.dataset.fields)) {
    waiting.set(name, [...(waiting.get(name) ?? []), value]);
  }
  const form = sentForms().find((each) => sentTo(each) === keptForm.dataset.action);
  for (const control of form ? typedControls(form) : []) {
    const values = waiting.get(control.name) ?? [];
    if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.multiple) for (const each of control.options) each.selected = values.includes(each.value);
    else if (values.length) control.value = values.shift();
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/* Two minutes before the session ends a dialog says so; staying keeps what was typed. */
const timeLeft = document.getElementById("time-left");
if (timeLeft) {
  let ending = [];

  const count = (seconds) => {
    ending.forEach(clearTimeout);
    ending = [setTimeout(leave, (seconds + 1) * SECOND)];
    const calm = seconds * SECOND - WARNED_BEFORE;
    if (calm > 0) ending.push(setTimeout(warn, calm));
  };
  const leave = async () => {
    await keepTyped(timeLeft.dataset.keep).catch(() => {});
    location.replace(location.pathname + location.search);
  };
  const warn = () => {
    timeLeft.showModal();
    say("alert", "あと2分でログアウトします。");
  };
  const stay = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected) return leave();
    count(Number(await answer.text()));
    timeLeft.close();
    say("alert", "");
  };

  timeLeft.querySelector("form[data-stay]").addEventListener("submit", stay);
  count(Number(timeLeft.dataset.seconds));
}
