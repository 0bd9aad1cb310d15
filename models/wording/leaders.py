"""What a leader reads when he marks what he watches."""


def watched(number: int, *, on: bool) -> str:
    if on:
        return f"{number}号已列为您重点盯办：认领须负责人亲自回一句。回“不盯 {number}”取消。"
    return f"{number}号不再列为重点盯办。"


def not_in_portfolio(number: int) -> str:
    return f"{number}号不在您分管的任务里，没有改动。回“我的任务”看编号。"
