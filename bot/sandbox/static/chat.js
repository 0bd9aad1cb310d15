// One phone's chat: bubbles, cards and what can be pressed on them.

import { daytime, link, markdown, node, plain } from "./words.js";

const PAUSE_MS = 5 * 60e3;

export class Chat {
  constructor(place, hands) {
    this.place = place;
    this.hands = hands;
    this.clear();
  }

  clear() {
    this.entries = new Map();
    this.rows = new Map();
    this.rev = 0;
    this.place.replaceChildren();
  }

  get lastId() {
    return Math.max(0, ...this.entries.keys());
  }

  // Takes changed bubbles in; says whether the bot said something new.
  take(changes, now) {
    let spoken = false;
    for (const entry of changes) {
      this.rev = Math.max(this.rev, entry.rev);
      spoken ||= !this.entries.has(entry.id) && entry.from === "bot";
      this.put(entry, now);
    }
    return spoken;
  }

  put(entry, now) {
    const old = this.rows.get(entry.id);
    if (entry.recalled) {
      old?.remove();
      this.entries.delete(entry.id);
      this.rows.delete(entry.id);
      return;
    }
    const row = this.draw(entry, now);
    if (old) old.replaceWith(row);
    else this.place.append(row);
    this.entries.set(entry.id, entry);
    this.rows.set(entry.id, row);
  }

  // Another day has come: what said only 08:40 must now say which day.
  redraw(now) {
    for (const entry of [...this.entries.values()]) this.put(entry, now);
  }

  draw(entry, now) {
    const row = node("li", `row ${entry.from} is-${entry.kind}`, this.timeAbove(entry, now));
    row.dataset.id = entry.id;
    const who = entry.from === "me" ? "我" : "马上";
    row.append(node("span", "unseen", `${who}，${daytime(entry.at, now)}：`));
    row.append(entry.kind === "notice" ? null : face(entry.from), this.body(entry));
    if (entry.undelivered) row.append(this.lost(entry));
    return row;
  }

  timeAbove(entry, now) {
    const before = [...this.entries.values()].filter((other) => other.id < entry.id).pop();
    const pause = before ? Date.parse(entry.at) - Date.parse(before.at) : Infinity;
    return pause > PAUSE_MS ? node("time", "pause", daytime(entry.at, now)) : null;
  }

  body(entry) {
    if (entry.kind === "card") return drawCard(entry, this.hands);
    const bubble = node("div", "bubble" + (entry.pending ? " pending" : ""), content(entry));
    bubble.querySelector("img")?.addEventListener("load", () => this.hands.grown());
    return bubble;
  }

  lost(entry) {
    const again = node("button", "lost", "未送达，点此重发");
    again.type = "button";
    again.addEventListener("click", () => this.hands.resend(entry));
    return again;
  }
}

function face(from) {
  const made = node("span", "face " + from, from === "me" ? "我" : "马上");
  made.setAttribute("aria-hidden", "true");
  return made;
}

function content(entry) {
  if (entry.kind === "image") return picture(entry);
  if (entry.kind === "voice") return node("span", "sound", "语音 1″");
  if (entry.kind === "file" || entry.kind === "video") return file(entry);
  if (entry.kind === "markdown") return markdown(entry.text);
  if (entry.kind === "link") return linked(entry.text);
  return plain(entry.text);
}

// As a messenger shows it: small in the chat, whole when it is tapped.
function picture(entry) {
  const shown = document.createElement("img");
  shown.src = address(entry);
  shown.alt = "图片，点开看原图";
  const made = link(address(entry), "");
  made.className = "picture";
  made.append(shown);
  return entry.text ? node("div", "", plain(entry.text), made) : made;
}

function file(entry) {
  const name = entry.text || "文件", kind = /\.(\w{1,5})$/.exec(name)?.[1] ?? "";
  const made = link(address(entry), "");
  made.className = "file";
  made.download = name;
  made.append(node("span", "name", name), node("span", "sort " + kind.toLowerCase(), kind.toUpperCase() || "文件"));
  return made;
}

function address(entry) {
  return new URL("media/" + encodeURIComponent(entry.media), location.href).href;
}

function linked(text) {
  const whole = node("div", "linked");
  for (const line of text.split("\n")) {
    whole.append(node("div", "", /^https?:/.test(line) ? link(line, "详情 ›") : line));
  }
  return whole;
}

function drawCard(entry, hands) {
  const shown = entry.card.shown;
  const card = node("div", ["card", shown.look, shown.template].filter(Boolean).join(" "));
  for (const { what, text } of shown.lines) card.append(node("div", what, text));
  if (shown.fields.length) card.append(drawFields(shown.fields));
  const questions = entry.settled ? [] : questionsOf(entry.card).map(drawQuestion);
  card.append(...questions);
  if (entry.settled) card.append(settled(entry.settled));
  else if (entry.buttons.length) card.append(drawButtons(entry, hands, card));
  if (shown.menu.length) card.append(drawMenu(entry, shown.menu, hands));
  return card;
}

function drawFields(fields) {
  const list = node("dl", "fields");
  for (const { name, value } of fields) list.append(node("div", "", node("dt", "", name), node("dd", "", value)));
  return list;
}

function settled(word) {
  const made = node("button", "settled", word);
  made.type = "button";
  made.disabled = true;
  return made;
}

function drawButtons(entry, hands, card) {
  const isWide = entry.buttons.some((button) => [...button.text].length > 6);
  const place = node("div", "buttons" + (isWide ? " wide" : ""));
  for (const button of entry.buttons) place.append(drawButton(entry, button, hands, card));
  return place;
}

function drawButton(entry, button, hands, card) {
  if (button.url) return node("span", "press plain", link(button.url, button.text));
  const made = node("button", `press ${button.style}`, button.text);
  made.type = "button";
  if (entry.pressed === button.key) made.classList.add("pressed");
  made.addEventListener("click", () => hands.tap(entry, button.key, chosenIn(card)));
  return made;
}

function drawMenu(entry, items, hands) {
  const place = node("div", "corner");
  for (const item of items) {
    const made = node("button", "", item.text);
    made.type = "button";
    made.addEventListener("click", () => hands.tap(entry, item.key, {}));
    place.append(made);
  }
  return place;
}

function questionsOf(card) {
  const boxes = card.card_type === "vote_interaction" && card.checkbox ? [card.checkbox] : [];
  const single = card.button_selection ? [card.button_selection] : [];
  return [...single, ...(card.card_type === "multiple_interaction" ? (card.select_list ?? []) : []), ...boxes];
}

function drawQuestion(question) {
  const isMany = question.mode !== undefined;
  const place = node("fieldset", "question", node("legend", "", question.title ?? "请选择"));
  for (const option of question.option_list ?? []) {
    const box = document.createElement("input");
    box.type = question.mode === 1 ? "checkbox" : "radio";
    box.name = question.question_key;
    box.value = option.id;
    box.checked = isMany ? Boolean(option.is_checked) : question.selected_id === option.id;
    place.append(node("label", "", box, option.text));
  }
  return place;
}

function chosenIn(card) {
  const chosen = {};
  for (const box of card.querySelectorAll("input:checked")) (chosen[box.name] ??= []).push(box.value);
  return chosen;
}
