"""Plays the sample story on the virtual clock and prints what each phone shows, for a person to enjoy."""

import sys
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.commands.players import SHANGHAI, Players

WIDTH = 74
MOST_SHOWN = 3


async def play(folder: Path) -> int:
    from bot.app import App
    from bot.city import free_port, sample_settings, sandbox_process, settle_city
    from bot.telemetry import set_up_logs

    sandbox_url = f"http://127.0.0.1:{free_port()}"
    given = sample_settings(
        f"sqlite://{folder / 'city.sqlite3'}", listen=f"127.0.0.1:{free_port()}", sandbox_url=sandbox_url
    )
    set_up_logs(given.secrets(), level="ERROR")
    async with sandbox_process(given), App(given) as app, ClientSession() as session:
        await settle_city()
        await app.tell_people()
        players = Players(f"http://{given.listen}", session)
        names = {p["user"]: f"{p['name']}（{p['unit'] or p['title']}）" for p in await people(players)}
        for line in (Path(__file__).parents[1] / "samples" / "story.txt").read_text(encoding="utf-8").splitlines():
            await step(players, names, line.strip())
    return 0


async def people(players: Players) -> list[dict[str, Any]]:
    async with players.session.get(f"{players.url}/sandbox/people") as answer:
        found = await answer.json()
        return list(found["people"] if isinstance(found, dict) else found)


async def step(players: Players, names: dict[str, str], line: str) -> None:
    """One line of the story."""
    if not line or line.startswith("#"):
        return
    if line.startswith("== "):
        out(f"\n{'─' * 8} {line[3:]} {'─' * (WIDTH // 2 - len(line))}")
    elif line.startswith("-- "):
        out(f"\n  {line[3:]}")
    elif line.startswith("@ "):
        await players.wait_until(line[2:])
        out(f"\n[{(await players.now()).astimezone(SHANGHAI):%m月%d日 %H:%M}]")
    else:
        await act(players, names, line)


async def act(players: Players, names: dict[str, str], line: str) -> None:
    user, rest = line.split(" ", 1) if ": " not in line else (line.split(":", 1)[0], line)
    who = names.get(user, user)
    if rest == "?":
        await show(players, user, who)
    elif rest.startswith("> "):
        out(f"\n{who} 点［{rest[2:]}…］")
        await players.tap(user, rest[2:])
        await players.wait()
    elif rest.startswith("+ "):
        out(f"\n{who} 发来一张图片")
        await players.picture(user)
        await players.wait()
    else:
        words = line.split(": ", 1)[1]
        out(f"\n{who}：{words}")
        await players.say(user, words)
        await players.wait()


async def show(players: Players, user: str, who: str) -> None:
    fresh = await players.new(user)
    if not fresh:
        out(f"    （{who}的手机没有新消息）")
    if len(fresh) > MOST_SHOWN:
        out(f"    （更早的{len(fresh) - MOST_SHOWN}条略）")
    for message in fresh[-MOST_SHOWN:]:
        buttons = "".join(f"［{b['text']}］" for b in message.get("buttons") or [])
        text = text_of(message)
        out("\n".join(f"    │ {part}" for part in text.splitlines() or [""]))
        if buttons:
            out(f"    │ {buttons}")
        out(f"    └ {who}的手机")


def text_of(message: dict[str, Any]) -> str:
    """A card as a phone shows it: title, fields, body."""
    card = message.get("card") or {}
    if not card:
        return str(message["text"])
    fields = [f"{field['keyname']}  {field.get('value', '')}" for field in card.get("horizontal_content_list") or []]
    settled = f"（{message['settled']}）" if message.get("settled") else ""
    title = card.get("main_title", {}).get("title", "")
    return "\n".join(part for part in (title, *fields, card.get("sub_title_text", ""), settled) if part)


def out(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
