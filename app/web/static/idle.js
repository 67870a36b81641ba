// On a shared computer the screen locks where nobody touches it: the sign-in page then asks for the PIN or shows nothing.
const minutes = 10;
let timer;
const wait = () => {
  clearTimeout(timer);
  timer = setTimeout(() => location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`), minutes * 6e4 + 2e3);
};
for (const kind of ["pointerdown", "keydown", "scroll", "focus"]) addEventListener(kind, wait, { passive: true });
wait();
