"""Plays the sample story on the virtual clock and prints what each phone shows, for a person to enjoy."""

import sys
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from bot.commands.players import SHANGHAI, Players
from bot.commands.script import Kind, Step, act, steps

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
        await settle_city(app.clock.now())
        await app.tell_people()
        players = Players(f"http://{given.listen}", session)
        names = {p["user"]: f"{p['name']}（{p['unit'] or p['title']}）" for p in await people(players)}
        for step in steps("story.txt"):
            await tell(players, names, step)
    return 0


async def people(players: Players) -> list[dict[str, Any]]:
    async with players.session.get(f"{players.url}/sandbox/people") as answer:
        found = await answer.json()
        return list(found["people"] if isinstance(found, dict) else found)


async def tell(players: Players, names: dict[str, str], step: Step) -> None:
    """One step of the story, acted and printed."""
    who = names.get(step.who, step.who)
    match step.kind:
        case Kind.CHAPTER:
            out(f"\n{'─' * 8} {step.words} {'─' * (WIDTH // 2 - len(step.words) - 3)}")
        case Kind.NARRATION:
            out(f"\n  {step.words}")
        case Kind.WORDS:
            out(f"\n{who}：{step.words}")
        case Kind.TAP:
            out(f"\n{who} 点［{step.words}…］")
        case Kind.PICTURE:
            out(f"\n{who} 发来一张图片")
    await act(players, step)
    if step.kind is Kind.MOMENT:
        out(f"\n[{(await players.now()).astimezone(SHANGHAI):%m月%d日 %H:%M}]")
    elif step.kind is Kind.LOOK:
        await show(players, step.who, who)


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
