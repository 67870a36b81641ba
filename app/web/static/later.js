// On a poor line: what waits in the template before its link takes the link's place once asked for, and not before.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a.later");
  const waiting = link?.previousElementSibling;
  if (!waiting?.content || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const shown = waiting.content.firstElementChild;
  link.replaceWith(shown);
  waiting.remove();
  shown.tabIndex = shown.controls ? 0 : -1;
  shown.focus();
});
