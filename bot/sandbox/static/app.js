// The page: which phone is in hand, what it shows, and the office's clock above it all.

import { get, post } from "./api.js";
import { Chat } from "./chat.js";
import { Clock } from "./clock.js";
import { drawPeople, postOf } from "./people.js";
import { node, officeIso } from "./words.js";

const LOOK_MS = 1000;
const PEOPLE_MS = 10_000;
const NEAR_END_PX = 80;
const MESSENGERS = { dingtalk: "钉钉", feishu: "飞书" }; // the first one goes without saying
const $ = (id) => document.getElementById(id);

const state = { people: [], phones: {}, user: "", search: "", onlyUnread: false, now: officeIso(Date.now()), rev: "" };
const chat = new Chat($("chat"), { tap, resend, grown: () => isFollowing && toEnd() });
const clock = new Clock({ toast, tell: hearTime });
let askedPeopleAt = -Infinity;
let generation = 0;
let isFollowing = true;

// What is shown

async function look() {
  try {
    await Promise.all([lookAtList(), lookAtChat(), lookAtPeople()]);
    $("offline").hidden = true;
  } catch {
    $("offline").hidden = false;
  }
  setTimeout(look, LOOK_MS);
}

async function lookAtList() {
  const answer = await get(`unread?rev=${state.rev}`);
  if (state.rev && life(answer.rev) !== life(state.rev)) startOver();
  if (!clock.isThere) clock.set(answer.now);
  if (!answer.phones) return;
  state.rev = answer.rev;
  state.phones = answer.phones;
  if (Object.keys(answer.phones).some((user) => !state.people.some((one) => one.key === user))) askedPeopleAt = -Infinity;
  redrawPeople();
}

function life(rev) {
  return rev.split(".")[0];
}

// The messenger was started anew and has forgotten: so do we.
function startOver() {
  generation += 1;
  state.rev = "";
  askedPeopleAt = -Infinity;
  chat.clear();
}

async function lookAtPeople() {
  if (performance.now() - askedPeopleAt < PEOPLE_MS) return;
  askedPeopleAt = performance.now();
  const people = (await get("people")).map((one) => ({ ...one, key: one.phone }));
  const isSame = JSON.stringify(people) === JSON.stringify(state.people);
  state.people = people;
  if (!isSame) redrawPeople();
  drawWho();
  clock.look();
}

async function lookAtChat() {
  if (!state.user) return;
  const mine = ++generation;
  const since = chat.rev ? `&since_rev=${chat.rev}` : "";
  const changes = await get(`messages?user=${encodeURIComponent(state.user)}${since}`);
  if (mine !== generation || !changes.length) return;
  const spoken = chat.take(changes, state.now);
  if (isFollowing) toEnd();
  else if (spoken) $("newer").hidden = false;
  if (spoken && document.visibilityState === "visible") markSeen();
}

function markSeen() {
  if (state.user && chat.lastId) post("seen", { user: state.user, id: chat.lastId }).catch(() => {});
}

function isAtEnd() {
  const place = $("chat");
  return place.scrollHeight - place.scrollTop - place.clientHeight < NEAR_END_PX;
}

function toEnd() {
  const place = $("chat");
  place.scrollTop = place.scrollHeight;
  isFollowing = true;
  $("newer").hidden = true;
}

function noteScroll() {
  isFollowing = isAtEnd();
  if (isFollowing) $("newer").hidden = true;
}

function redrawPeople() {
  const place = $("people");
  const top = place.scrollTop;
  const focused = document.activeElement?.dataset?.user;
  drawPeople(place, state, (user) => (location.hash = encodeURIComponent(user)));
  place.scrollTop = top;
  if (focused) place.querySelector(`[data-user="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

// Which phone is in hand

function takePhone() {
  const user = decodeURIComponent(location.hash.slice(1)).toLowerCase();
  if (user === state.user) return;
  generation += 1;
  state.user = user;
  chat.clear();
  isFollowing = true;
  $("phone").hidden = !user;
  $("empty").hidden = Boolean(user);
  $("newer").hidden = true;
  document.body.classList.toggle("in-chat", Boolean(user));
  showSheet(false);
  drawWho();
  redrawPeople();
  if (!user) return;
  lookAtChat().catch(() => {});
  drawMenu().catch(() => {});
  if (matchMedia("(min-width: 900px)").matches) $("words").focus();
}

function drawWho() {
  const person = state.people.find((one) => one.key === state.user);
  $("who-name").textContent = person?.name || state.user;
  $("who-post").textContent = person ? postOf(person) : "未登记的账号";
  $("who-app").textContent = [MESSENGERS[person?.platform], "马上"].filter(Boolean).join(" · ");
}

async function drawMenu() {
  const { button } = await get(`menu?user=${encodeURIComponent(state.user)}`);
  const entries = button.flatMap((one) => (one.sub_button?.length ? one.sub_button : [one]));
  const keys = entries.filter((one) => one.key);
  $("menu").replaceChildren(...keys.map(menuButton));
}

function menuButton(entry) {
  const made = node("button", "", entry.name);
  made.type = "button";
  made.addEventListener("click", () => act(() => post("menu", { user: state.user, key: entry.key })));
  return made;
}

// What hands do

async function act(deed) {
  try {
    await deed();
    await lookAtChat();
    toEnd();
  } catch (error) {
    toast(error.status ? error.message : "没有发出去，请再试一次。");
  }
}

function tap(entry, button, selected) {
  act(() => post("tap", { user: state.user, message: entry.id, button, selected }));
}

function resend(entry) {
  act(() => post("resend", { user: state.user, message: entry.id }));
}

function sendWords() {
  const words = $("words");
  const text = words.value.trim();
  if (!text) return;
  words.value = "";
  fitWords();
  act(() => post("say", { user: state.user, text })).then(() => words.focus());
}

function fitWords() {
  const words = $("words");
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight, 120)}px`;
  $("send").disabled = !words.value.trim();
}

function showSheet(isOpen) {
  $("sheet").hidden = !isOpen;
  $("more").setAttribute("aria-expanded", String(isOpen));
}

function sendFrom(kind) {
  showSheet(false);
  if (kind === "album") return $("file").click();
  const body = kind === "photo" ? { image: true } : { voice: true };
  return act(() => post("say", { user: state.user, ...body }));
}

function sendFile() {
  const [file] = $("file").files;
  $("file").value = "";
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => act(() => post("say", { user: state.user, image: reader.result })));
  reader.readAsDataURL(file);
}

// Around the chat

function hearTime(now) {
  const isNewDay = now.slice(0, 10) !== state.now.slice(0, 10);
  state.now = now;
  if (isNewDay) redrawDays();
}

function redrawDays() {
  redrawPeople();
  chat.redraw(state.now);
  if (isFollowing) toEnd();
}

let toastTimer = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").classList.remove("shown"), 4000);
}

// Wiring

addEventListener("hashchange", takePhone);
addEventListener("visibilitychange", () => document.visibilityState === "visible" && markSeen());
$("back").addEventListener("click", () => (location.hash = ""));
$("search").addEventListener("input", (event) => {
  state.search = event.target.value;
  redrawPeople();
});
$("only-unread").addEventListener("click", (event) => {
  state.onlyUnread = !state.onlyUnread;
  event.currentTarget.setAttribute("aria-pressed", String(state.onlyUnread));
  redrawPeople();
});
$("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  sendWords();
});
$("words").addEventListener("input", fitWords);
$("words").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendWords();
});
$("more").addEventListener("click", () => showSheet($("sheet").hidden));
for (const button of $("sheet").querySelectorAll("button")) {
  button.addEventListener("click", () => sendFrom(button.dataset.send));
}
$("file").addEventListener("change", sendFile);
$("newer").addEventListener("click", toEnd);
$("chat").addEventListener("scroll", noteScroll);
fitWords();
clock.start();
takePhone();
look();
