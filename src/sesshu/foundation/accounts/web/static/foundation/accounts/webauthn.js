/* Asks a security key on behalf of a form: the answer goes into the form, and the form goes to the server. */
"use strict";

const ASK = {
  get: (options) => navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
  }),
  create: (options) => navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
  }),
};

for (const form of document.querySelectorAll("form[data-webauthn]")) {
  form.addEventListener("submit", async (event) => {
    const answer = form.elements.response;
    if (answer.value) return;
    event.preventDefault();
    event.stopPropagation(); // nothing is on its way yet
    try {
      const credential = await ASK[form.dataset.webauthn](JSON.parse(form.dataset.options));
      answer.value = JSON.stringify(credential);
    } catch {
      form.querySelector("[data-webauthn-problem]").textContent = form.dataset.failed;
      return;
    }
    form.requestSubmit(event.submitter);
  });
}
