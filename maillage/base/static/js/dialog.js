// A link marked data-dialog opens its dialog in the page; without this file it leads to the page that asks.
document.addEventListener("click", (event) => {
  const trigger = event.target.closest("[data-dialog]");
  const dialog = trigger && document.getElementById(trigger.dataset.dialog);
  if (!dialog || typeof dialog.showModal !== "function") return;
  event.preventDefault();
  dialog.showModal();
});
