// Buttons that write Markdown around the selection. Without scripts they are hidden.
"use strict";
{
  const area = document.getElementById("f-body");
  const bar = document.querySelector("[data-toolbar]");

  const put = (text, block, from, to) => {
    const start = area.selectionStart;
    area.dispatchEvent(new CustomEvent("insert", { detail: { text, block } }));
    const at = area.value.indexOf(text, start);
    if (at >= 0) area.setSelectionRange(at + from, at + to);
  };

  const around = (mark, words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    put(mark + chosen + mark, false, mark.length, mark.length + chosen.length);
  };

  const lines = (mark, words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    const text = chosen.split("\n").map((line) => mark + line).join("\n");
    put(text, true, mark.length, text.length);
  };

  const link = (words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    const start = chosen.length + 3;
    put(`[${chosen}](https://)`, false, start, start + 8);
  };

  const box = (name, words) => {
    const chosen = area.value.slice(area.selectionStart, area.selectionEnd) || words;
    const start = name.length + 5;
    put(`::: ${name}\n${chosen}\n:::`, true, start, start + chosen.length);
  };

  const act = (button) => {
    const { around: mark, line, box: name, words } = button.dataset;
    if (mark) around(mark, words);
    else if (line) lines(line, words);
    else if (name) box(name, words);
    else if ("link" in button.dataset) link(words);
    else put("::: check {ref=}\n:::", true, 15, 15);
  };

  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) act(button);
  });
  area.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && { b: "**", i: "*" }[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    act(bar.querySelector(`[data-around="${mark}"]`));
  });
}
