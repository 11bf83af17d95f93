// Keeps the page as it is on the server: when the server says that something has changed, the page is fetched again and the
// parts that are marked data-live are replaced where they differ. Focus and opened details stay. Without this script the page
// works too, but has to be reloaded.
'use strict';
(() => {
  const link = document.getElementById('link');
  let fetching = false;
  let again = false;

  const say = (text, live) => {
    if (link.textContent !== text) link.textContent = text;
    link.classList.toggle('live', live);
  };

  const replace = (old, fresh) => {
    if (old.innerHTML === fresh.innerHTML) return;
    const focused = old.contains(document.activeElement) ? path(old, document.activeElement) : null;
    const open = new Set([...old.querySelectorAll('details[open]')].map((details) => details.id));
    fresh.querySelectorAll('details').forEach((details) => { details.open = open.has(details.id); });
    old.replaceChildren(...fresh.childNodes);
    addCopyButtons(old);
    if (focused) follow(old, focused)?.focus({preventScroll: true});
  };

  // Where an element stands below another one, as child indices.
  const path = (root, element) => {
    const indices = [];
    for (let at = element; at !== root; at = at.parentElement) indices.unshift([...at.parentElement.children].indexOf(at));
    return indices;
  };

  const follow = (root, indices) => indices.reduce((at, index) => at?.children[index], root);

  const refresh = async () => {
    if (fetching) { again = true; return; }
    fetching = true;
    try {
      const response = await fetch(location.href, {headers: {Accept: 'text/html'}, cache: 'no-store'});
      if (!response.ok) { say(`not live: the server answers ${response.status}`, false); return; }
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
      document.querySelectorAll('[data-live]').forEach((old) => {
        const next = fresh.querySelector(`[data-live="${old.dataset.live}"]`);
        if (next) replace(old, next);
      });
      say('live', true);
    } catch {
      say('not live: the server cannot be reached', false);
    } finally {
      fetching = false;
      if (again) { again = false; refresh(); }
    }
  };

  const addCopyButtons = (root) => {
    if (!navigator.clipboard) return;
    root.querySelectorAll('.command').forEach((command) => {
      if (command.querySelector('button')) return;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Copy';
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(command.querySelector('code').textContent);
          button.textContent = 'Copied';
        } catch {
          button.textContent = 'Select it by hand';
        }
        setTimeout(() => { button.textContent = 'Copy'; }, 2000);
      });
      command.append(button);
    });
  };

  addCopyButtons(document);
  const events = new EventSource(link.dataset.events);
  events.addEventListener('open', () => { say('live', true); refresh(); });
  events.addEventListener('changed', refresh);
  events.addEventListener('error', () => say('not live: the connection is lost, trying again', false));
  // distances in time grow though nothing changes
  setInterval(refresh, 15000);
})();
