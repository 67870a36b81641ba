// A page that the browser brings back whole is asked for again, so that nothing of it is seen after signing out.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.documentElement.hidden = true;
    location.reload();
  }
});
