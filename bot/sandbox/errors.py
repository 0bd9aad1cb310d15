"""What the platform and the phones refuse."""


class ApiError(Exception):
    """A call of the platform's API that is answered HTTP 200 with this `errcode`."""

    def __init__(self, errcode: int, text: str) -> None:
        super().__init__(f"{errcode} {text}")
        self.errcode = errcode
        self.text = text


class HandError(Exception):
    """Something a person's hand cannot do; `say` is the Chinese reason, `status` the HTTP status."""

    def __init__(self, status: int, say: str) -> None:
        super().__init__(say)
        self.status = status
        self.say = say
