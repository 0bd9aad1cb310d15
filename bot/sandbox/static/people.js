// The list of phones: by role, with what came last and how much is unread.

import { node, shortDay } from "./words.js";

const GROUPS = [
  ["督查室", ["admin", "督查室"]],
  ["领导", ["leader", "aide", "领导"]],
  ["单位负责人", ["head", "deputy", "单位负责人"]],
  ["联络员", ["liaison", "联络员"]],
];
const OTHERS = "其他";
const WITHOUT_WORDS = { image: "［图片］", voice: "［语音］", file: "［文件］", video: "［视频］" };

export function groupOf(person) {
  if (!person.known) return "未登记";
  const found = GROUPS.find(([, roles]) => roles.includes(person.role));
  return found ? found[0] : OTHERS;
}

export function postOf(person) {
  const title = person.title && person.title !== person.unit ? person.title : "";
  return [person.unit, title].filter(Boolean).join(" · ") || person.user;
}

export function drawPeople(place, state, choose) {
  const names = [...GROUPS.map(([name]) => name), OTHERS, "未登记"];
  const shown = state.people.filter((person) => matches(person, state));
  const groups = names.map((name) => [name, shown.filter((person) => groupOf(person) === name)]);
  const filled = groups.filter(([, members]) => members.length);
  place.replaceChildren(...filled.map((group) => drawGroup(group, state, choose)));
  if (!filled.length) place.append(node("p", "none", emptyReason(state)));
}

function emptyReason(state) {
  if (!state.people.length) return "还没有人。机器人启动后会告诉沙箱有谁；也可以先导入示例城市。";
  return state.onlyUnread ? "没有未读的手机。" : "没有找到这个人。";
}

function matches(person, state) {
  const isQuiet = person.is_second && !state.phones[person.key] && person.key !== state.user;
  if (isQuiet && !state.search.trim()) return false; // his other phone, until it has something to show
  const text = `${person.name} ${person.user} ${person.unit} ${person.title}`.toLowerCase();
  const wanted = state.search.trim().toLowerCase().split(/\s+/).every((word) => text.includes(word));
  return wanted && (!state.onlyUnread || unreadOf(person, state) > 0 || person.key === state.user);
}

function unreadOf(person, state) {
  return person.key === state.user ? 0 : (state.phones[person.key]?.unread ?? 0);
}

function drawGroup([name, members], state, choose) {
  const count = node("span", "count", String(members.length));
  const group = node("section", "group", node("h2", "", name, count));
  group.append(...members.map((person) => drawPerson(person, state, choose)));
  return group;
}

function drawPerson(person, state, choose) {
  const unread = unreadOf(person, state);
  const last = state.phones[person.key];
  const face = node("span", "face tint" + tint(person.key), [...person.name].slice(-2).join("") || "?");
  face.setAttribute("aria-hidden", "true");
  const when = last?.at ? node("time", "", shortDay(last.at, state.now)) : null;
  const words = node("span", "words", lastWords(last) || postOf(person));
  const top = node("span", "line", node("b", "", person.name || person.user), node("small", "", postOf(person)), when);
  const badge = unread ? node("span", "badge", unread > 99 ? "99+" : String(unread)) : null;
  const row = node("button", "person", face, node("span", "text", top, node("span", "line", words, badge)));
  row.type = "button";
  row.dataset.user = person.key;
  row.setAttribute("aria-label", label(person, unread));
  if (person.key === state.user) row.setAttribute("aria-current", "true");
  row.addEventListener("click", () => choose(person.key));
  return row;
}

function lastWords(last) {
  if (!last?.at) return "";
  if (last.kind === "file") return WITHOUT_WORDS.file + last.text;
  return WITHOUT_WORDS[last.kind] ?? last.text.replace(/\*\*|<[^>]+>|^[>#]+ ?/g, "").replaceAll("\n", " ");
}

function label(person, unread) {
  return `${person.name || person.user}，${postOf(person)}${unread ? `，${unread} 条未读` : ""}`;
}

function tint(text) {
  return [...text].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 6, 7);
}
