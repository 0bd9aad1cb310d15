// The office's clock above the phones: shown at real speed, turned through the bot.

import { get, post } from "./api.js";
import { clockTime, daytime, dayName, nextMorning, node, officeIso } from "./words.js";

const KEPT_TURNS = 8;
const NOT_HERE = "从机器人的地址打开本页（默认 http://127.0.0.1:8080/sandbox/）才能拨时钟";
const $ = (id) => document.getElementById(id);

export class Clock {
  // `tell` hears the time every second; `toast` shows a passing word.
  constructor({ tell, toast }) {
    Object.assign(this, { tell, toast, base: Date.now(), since: performance.now(), isThere: true, isTurning: false });
    this.buttons = [...document.querySelectorAll(".turn")];
  }

  start() {
    for (const button of this.buttons) button.addEventListener("click", () => this.turn(button.dataset.turn));
    setInterval(() => this.tick(), 1000);
  }

  get now() {
    return officeIso(this.base + performance.now() - this.since);
  }

  set(now) {
    this.base = Date.parse(now);
    this.since = performance.now();
    this.tick();
  }

  tick() {
    $("now-day").replaceChildren(...dayName(this.now));
    $("now-time").textContent = clockTime(this.now);
    this.tell(this.now);
  }

  async look() {
    try {
      this.set((await get("clock")).now);
      this.isThere = true;
    } catch {
      this.isThere = false;
    }
    this.offer();
  }

  offer() {
    for (const button of this.buttons) {
      button.disabled = this.isTurning || !this.isThere;
      button.title = this.isThere ? "" : NOT_HERE;
    }
  }

  target(name) {
    if (name === "morning") return { now: nextMorning(this.now) };
    return { advance_minutes: name === "hour" ? 60 : 7 * 24 * 60 };
  }

  async turn(name) {
    this.busy(true);
    try {
      const done = await post("clock", this.target(name));
      this.set(done.now);
      this.report(done);
    } catch (error) {
      this.toast(`时钟没有拨动：${error.message}`);
    }
    this.busy(false);
  }

  busy(isTurning) {
    this.isTurning = isTurning;
    document.body.classList.toggle("turning", isTurning);
    this.offer();
  }

  report(done) {
    const result = done.sent || done.fired ? `到点 ${done.fired} 件，发出 ${done.sent} 条` : "这段时间没有要发的";
    const when = daytime(done.now);
    const list = $("turned");
    list.querySelector(".none")?.remove();
    list.prepend(node("li", "", node("b", "", when), node("span", "", result)));
    while (list.children.length > KEPT_TURNS) list.lastElementChild.remove();
    this.toast(`${when}：${result}`);
  }
}
