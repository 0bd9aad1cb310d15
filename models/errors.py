"""The exceptions of the program, one base.

MashangError
├── PersonError       a person's slip; `say` is the Chinese sentence to tell them
├── OperatorError     an operator's slip; the message says what is wrong and what to do (exit 2)
│   └── FileRefused   a file that is not read; `reason` is Chinese, for the admin who sent it
├── CallbackRefused   a callback that is not the platform's; answered 4xx in one uniform text
├── NotYet            named by the contract, not built: exit 2, HTTP 501
└── StorageBusy       the database could not take a write in time: answered 503
"""


class MashangError(Exception):
    pass


class PersonError(MashangError):
    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


class OperatorError(MashangError):
    pass


class FileRefused(OperatorError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CallbackRefused(MashangError):
    """`cause` is for the log and the metric only; the answer never tells it."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class NotYet(MashangError):
    pass


class StorageBusy(MashangError):
    pass
