// Text pasted from a word processor or a web page keeps its headings, lists, tables and emphasis: the server makes
// Markdown of it. Plain text is pasted as ever. Other tools ask for an insertion by the event "insert".
"use strict";
{
  const area = document.getElementById("f-body");
  const said = document.querySelector("[data-said]");
  const token = area.form.querySelector("[name=csrf_token]").value;
  const formatted = /<(h[1-6]|[uo]l|li|table|b|strong|i|em|a|p|br|blockquote|pre)[\s>]/i;
  const most = 1000000;

  const insert = (text) => {
    area.focus();
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // A heading, list or table begins on a line of its own, a blank line before and after it.
  const asBlock = (text) => {
    const before = area.value.slice(0, area.selectionStart);
    const after = area.value.slice(area.selectionEnd);
    const start = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const end = after === "" || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    return start + text + end;
  };

  area.addEventListener("insert", (event) => {
    insert(event.detail.block ? asBlock(event.detail.text) : event.detail.text);
    if (event.detail.said) said.textContent = event.detail.said;
  });

  area.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (html.length > most || !formatted.test(html)) return;
    event.preventDefault();
    const [start, end] = [area.selectionStart, area.selectionEnd];
    let found = { markdown: plain, said: "" };
    try {
      const answer = await fetch("/authoring/paste", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
        body: JSON.stringify({ html }),
        credentials: "same-origin",
      });
      if (answer.ok) found = await answer.json();
    } catch {
      // The line is away: the words alone are pasted.
    }
    area.setSelectionRange(start, end);
    const block = /\n\n|^(#|[-*] |\d+[.)] |\||>|\x60{3})/.test(found.markdown);
    insert(block ? asBlock(found.markdown) : found.markdown);
    said.textContent = found.said;
  });
}
