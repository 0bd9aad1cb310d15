"""A button may be chosen in words, where a finger cannot reach it."""

from office import Office


async def test_a_choice_in_words_is_a_tap(year: Office) -> None:
    card = (await year.card("方建业", "认领"))["card"]["task_id"]
    await year.say("方建业", "选 2")
    await year.read("方建业")
    await year.say("方建业", f"选1 全部认领 #{card[-4:]}")  # no longer the newest card
    await year.expect("方建业", "已认领")
    await year.say("方建业", f"选1 全部认领 #{card[-4:]}")
    await year.expect("方建业", "已经处理")
