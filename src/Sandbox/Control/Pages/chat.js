'use strict';

const element = id => document.getElementById(id);
const log = element('log'), state = element('state'), text = element('text'), panel = element('panel');
let session = 0;

const saved = JSON.parse(localStorage.getItem('sandbox-chat') || '{}');
const asked = new URLSearchParams(location.search);
element('token').value = asked.get('bot') || saved.bot || '100000';
element('person').value = saved.person || 'Alex';
element('chat').value = asked.get('chat') || saved.chat || String(1000 + Math.floor(Math.random() * 1e6));

const who = () => ({
  bot: element('token').value.trim().split(':')[0],
  chat: Number(element('chat').value.trim()),
  person: element('person').value.trim() || 'Alex',
});

async function call(path, body) {
  const answer = await fetch(path, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.detail || answer.statusText);
  return json;
}

function show(entries) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const items = entries.filter(entry => !entry.deleted).map(entry => {
    const item = document.createElement('li');
    item.className = entry.from === 'person' ? 'mine' : 'theirs';
    item.dir = 'auto';
    item.textContent = entry.kind ? `[${entry.kind}] ${entry.text || ''}` : entry.text;
    const time = document.createElement('time');
    time.dateTime = entry.at;
    time.textContent = (entry.editedAt ? 'edited ' : '') + new Date(entry.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    item.append(time);
    return item;
  });
  if (items.length === 0) {
    const hint = document.createElement('li');
    hint.className = 'empty';
    hint.textContent = 'Say hello. The bot sees you as a person on Telegram.';
    items.push(hint);
  }
  log.replaceChildren(...items);
  if (atEnd) log.scrollTop = log.scrollHeight;
}

async function follow(mine, { bot, chat }) {
  let seen = -1;
  while (mine === session) {
    try {
      const wait = seen < 0 ? '' : `?waitFor=${seen + 1}&timeout=10`;
      const entries = await call(`chats/${bot}/${chat}${wait}`);
      if (mine !== session) return;
      seen = entries.filter(entry => entry.from === 'bot').length;
      show(entries);
    } catch (problem) {
      if (mine === session) state.textContent = problem.message;
      await new Promise(done => setTimeout(done, 2000));
    }
  }
}

async function watchState(mine, { bot, chat }) {
  while (mine === session) {
    try {
      const [bots, chats] = await Promise.all([call('bots'), call(`chats/${bot}`)]);
      if (mine !== session) return;
      element('bots').replaceChildren(...bots.map(known => new Option(known.firstName, String(known.bot))));
      const known = bots.find(item => String(item.bot) === bot);
      const name = known ? known.firstName : `Bot ${bot}`;
      element('name').textContent = document.title = name;
      element('avatar').textContent = name.slice(0, 1).toUpperCase();
      const here = chats.find(item => item.chatId === chat);
      state.textContent = here && here.action ? `${here.action.replace('_', ' ')}…`
        : !known ? 'nobody has connected as this bot yet'
        : known.openPoll ? 'online' : 'not polling right now';
    } catch (problem) {
      if (mine === session) state.textContent = problem.message;
    }
    await new Promise(done => setTimeout(done, 1000));
  }
}

function open() {
  const chosen = who();
  if (!/^\d+$/.test(chosen.bot) || !Number.isSafeInteger(chosen.chat) || chosen.chat < 1) {
    state.textContent = 'A bot is a number, and so are you.';
    return;
  }
  localStorage.setItem('sandbox-chat', JSON.stringify(chosen));
  const mine = ++session;
  follow(mine, chosen);
  watchState(mine, chosen);
}

async function send() {
  const message = text.value;
  if (!message.trim()) return;
  const { bot, chat, person } = who();
  text.value = '';
  try {
    await call('messages', { token: bot, chatId: chat, from: { id: chat, firstName: person }, text: message });
    show(await call(`chats/${bot}/${chat}`));
    log.scrollTop = log.scrollHeight;
  } catch (problem) {
    text.value = message;
    state.textContent = problem.message;
  }
}

element('settings').addEventListener('click', () => {
  panel.hidden = !panel.hidden;
  element('settings').setAttribute('aria-expanded', String(!panel.hidden));
});
panel.addEventListener('submit', event => { event.preventDefault(); panel.hidden = true; open(); text.focus(); });
element('writer').addEventListener('submit', event => { event.preventDefault(); send(); });
text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
});
open();
