// Turns words into nodes. What people and the bot wrote only ever becomes text nodes, never markup.

const INLINE = /\*\*(.+?)\*\*|`([^`\n]+)`|\[([^\]\n]+)\]\(([^)\s]+)\)|<font color="(\w+)">([\s\S]*?)<\/font>|<a href="([^"]+)">([\s\S]*?)<\/a>/g;
const COLOURS = new Set(["info", "comment", "warning"]);
const WEEKDAYS = "日一二三四五六";

export function node(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function plain(text) {
  return withLinks(text, /<a href="([^"]+)">([\s\S]*?)<\/a>/g, (found) => link(found[1], found[2]));
}

export function markdown(text) {
  const whole = node("div", "markdown");
  for (const line of text.split("\n")) whole.append(markdownLine(line));
  return whole;
}

function markdownLine(line) {
  const heading = /^(#{1,6}) (.*)$/.exec(line);
  if (heading) return node("div", "h" + Math.min(heading[1].length, 3), inline(heading[2]));
  if (/^> ?/.test(line)) return node("blockquote", "", inline(line.replace(/^> ?/, "")));
  return line ? node("p", "", inline(line)) : node("p", "gap");
}

function inline(text) {
  return withLinks(text, INLINE, (found) => {
    if (found[1] !== undefined) return node("strong", "", inline(found[1]));
    if (found[2] !== undefined) return node("code", "", found[2]);
    if (found[3] !== undefined) return link(found[4], found[3]);
    if (found[5] !== undefined) return node("span", COLOURS.has(found[5]) ? found[5] : "", inline(found[6]));
    return link(found[7], found[8]);
  });
}

function withLinks(text, pattern, make) {
  const whole = document.createDocumentFragment();
  let last = 0;
  for (const found of text.matchAll(new RegExp(pattern.source, "g"))) {
    whole.append(text.slice(last, found.index), make(found));
    last = found.index + found[0].length;
  }
  whole.append(text.slice(last));
  return whole;
}

export function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return document.createTextNode(text);
  const made = node("a", "", text);
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  return made;
}

// Moments are read as the office writes them (+08:00), whatever zone this browser is in.
function parts(iso) {
  const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(iso);
  const weekday = WEEKDAYS[new Date(Date.UTC(+year, month - 1, +day)).getUTCDay()];
  return { year: +year, month: +month, day: +day, date: iso.slice(0, 10), weekday, time: `${hour}:${minute}` };
}

export function daytime(iso, now) {
  const one = parts(iso);
  if (now && one.date === parts(now).date) return one.time;
  const year = now && one.year !== parts(now).year ? `${one.year}年` : "";
  return `${year}${one.month}月${one.day}日 周${one.weekday} ${one.time}`;
}

export function shortDay(iso, now) {
  const one = parts(iso);
  return one.date === parts(now).date ? one.time : `${one.month}月${one.day}日`;
}

export function dayName(iso) {
  const one = parts(iso);
  return [node("i", "", `${one.year}年`), `${one.month}月${one.day}日 周${one.weekday}`];
}

export function clockTime(iso) {
  return parts(iso).time;
}

export function nextMorning(iso) {
  const one = parts(iso);
  const next = new Date(Date.UTC(one.year, one.month - 1, one.day + 1)).toISOString().slice(0, 10);
  return `${next}T08:40:00+08:00`;
}

export function officeIso(milliseconds) {
  return new Date(milliseconds + 8 * 3600e3).toISOString().slice(0, 19) + "+08:00";
}
