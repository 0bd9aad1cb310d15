"""The one reader of `.env` and the environment; everything else receives a frozen Settings."""

import os
from datetime import datetime, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from models.errors import OperatorError

SECRETS = (
    "wecom_secret", "wecom_token", "wecom_encoding_aes_key", "wecom_webhook_key", "dingtalk_client_secret", "dingtalk_token",
    "dingtalk_aes_key", "feishu_app_secret", "feishu_encrypt_key", "feishu_verification_token", "secret_key",
    "reader_key",
)  # fmt: skip
NO_SECRET = SecretStr("")
BASES = {
    "wecom": ("wecom_api_base", "wecom_oauth_url", "wecom_scan_url"),
    "dingtalk": ("dingtalk_api_base", "dingtalk_oapi_base", "dingtalk_login_url", "dingtalk_jsapi_url"),
    "feishu": ("feishu_api_base", "feishu_login_url"),
}  # by platform, the settings that say where its server is
OFF = "off"  # of a page that a private deployment does not have
WECOM_ABILITIES = ("cards", "card_updates", "recall", "files")  # what a private deployment may lack
HIGHEST_PORT = 65_535


class Settings(BaseSettings):
    """Names are those of the environment in lower case; `NAME_FILE` reads the value from a file."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str = "sqlite://data/mashang.sqlite3"
    listen: str = "127.0.0.1:8080"
    public_url: str = ""
    timezone: str = "Asia/Shanghai"
    wecom_corp_id: str = ""
    wecom_agent_id: int = 0
    wecom_secret: SecretStr = NO_SECRET
    wecom_token: SecretStr = NO_SECRET
    wecom_encoding_aes_key: SecretStr = NO_SECRET
    wecom_api_base: str = "https://qyapi.weixin.qq.com"
    wecom_ca: str = ""  # PEM
    wecom_without: str = ""
    wecom_webhook_key: SecretStr = NO_SECRET
    wecom_oauth_url: str = ""
    wecom_scan_url: str = ""
    wecom_userinfo_path: str = ""
    dingtalk_client_id: str = ""
    dingtalk_client_secret: SecretStr = NO_SECRET
    dingtalk_robot_code: str = ""
    dingtalk_mode: str = "stream"
    dingtalk_api_base: str = "https://api.dingtalk.com"
    dingtalk_oapi_base: str = "https://oapi.dingtalk.com"
    dingtalk_token: SecretStr = NO_SECRET
    dingtalk_aes_key: SecretStr = NO_SECRET
    dingtalk_card_template: str = ""
    dingtalk_monthly_calls: int = 5000
    dingtalk_monthly_messages: int = 3000
    dingtalk_corp_id: str = ""
    dingtalk_login_url: str = ""
    dingtalk_jsapi_url: str = ""
    feishu_app_id: str = ""
    feishu_app_secret: SecretStr = NO_SECRET
    feishu_encrypt_key: SecretStr = NO_SECRET
    feishu_verification_token: SecretStr = NO_SECRET
    feishu_mode: str = "http"
    feishu_api_base: str = "https://open.feishu.cn"
    feishu_ca: str = ""  # PEM
    feishu_monthly_calls: int = 0
    feishu_login_url: str = ""
    secret_key: SecretStr = NO_SECRET
    reader_url: str = ""
    reader_model: str = ""
    reader_key: SecretStr = NO_SECRET
    reader_ca: str = ""  # PEM
    lexicon_file: str = ""
    directory_at: str = ""  # HH:MM
    callback_skew_s: int = 600
    sandbox: bool = False
    sandbox_url: str = "http://127.0.0.1:8090"
    sandbox_clock: datetime | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)  # `load` has already merged .env, environment and files

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError):
            raise ValueError(f"there is no zone {value!r}; write one like Asia/Shanghai") from None
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if not (colon and host.strip() and port.isascii() and port.isdecimal() and 1 <= int(port) <= HIGHEST_PORT):
            raise ValueError(
                f"{value!r} is no HOST:PORT; write 127.0.0.1:8080, or 0.0.0.0:8080 to listen on every address, "
                f"with a port from 1 to {HIGHEST_PORT}"
            )
        return value

    @field_validator("wecom_without")
    @classmethod
    def _abilities(cls, value: str) -> str:
        unknown = {name.strip() for name in value.split(",")} - {*WECOM_ABILITIES, ""}
        if unknown:
            raise ValueError(
                f"{'、'.join(sorted(unknown))} is none of {', '.join(WECOM_ABILITIES)}; name what it lacks, by commas"
            )
        return value

    @field_validator("callback_skew_s")
    @classmethod
    def _not_negative(cls, value: int) -> int:
        if value < 0:
            raise ValueError(f"{value} is below 0; write seconds, as in 600, or 0 to check no time stamp")
        return value

    @field_validator("dingtalk_monthly_calls", "dingtalk_monthly_messages", "feishu_monthly_calls")
    @classmethod
    def _quota(cls, value: int) -> int:
        if value < 0:
            raise ValueError(
                f"{value} is below 0; write what the edition allows in a month, or 0 where it does not count"
            )
        return value

    @field_validator(
        "public_url",
        "sandbox_url",
        "wecom_api_base",
        "dingtalk_api_base",
        "dingtalk_oapi_base",
        "feishu_api_base",
        "wecom_oauth_url",
        "wecom_scan_url",
        "dingtalk_login_url",
        "dingtalk_jsapi_url",
        "feishu_login_url",
        "reader_url",
    )
    @classmethod
    def _address(cls, value: str, info: ValidationInfo) -> str:
        if value == OFF and info.field_name == "wecom_scan_url":
            return value
        try:
            at = urlsplit(value)
            is_whole = at.scheme in {"http", "https"} and bool(at.hostname) and at.port != 0
        except ValueError:
            is_whole = False
        if value and not is_whole:
            raise ValueError(f"{value!r} is no address; write it whole, as in https://mashang.example.gov.cn")
        return value

    @field_validator("dingtalk_mode", "feishu_mode")
    @classmethod
    def _mode(cls, value: str) -> str:
        if value not in {"stream", "http"}:
            raise ValueError(f"{value!r} is neither stream nor http")
        return value

    @field_validator("directory_at")
    @classmethod
    def _clock(cls, value: str) -> str:
        try:
            return time.fromisoformat(value).strftime("%H:%M") if value else ""
        except ValueError:
            raise ValueError(f"{value!r} is no time of day; write one like 03:20, or leave it empty") from None

    @field_validator("sandbox_clock")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            value = value.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        return value

    @model_validator(mode="after")
    def _sandbox_stays_home(self) -> "Settings":
        if self.sandbox:
            named = [getattr(self, name) for platform in self.platforms for name in BASES[platform]]
            used = [url for url in named if url not in {"", OFF}]
            used += [self.reader_url] if self.reader_url else []
            for url in [f"http://{self.listen}", self.sandbox_url, *used]:
                if not is_loopback(url):
                    raise ValueError(f"SANDBOX=1 keeps everything on this machine, but {url} is not loopback")
        return self

    @model_validator(mode="after")
    def _reader_has_a_model(self) -> "Settings":
        if self.reader_url and not self.reader_model:
            raise ValueError("READER_URL is set and READER_MODEL is not; name the model, or unset both")
        return self

    @property
    def wecom_on(self) -> bool:
        return bool(self.wecom_token.get_secret_value() and self.wecom_encoding_aes_key.get_secret_value())

    @property
    def dingtalk_on(self) -> bool:
        return bool(self.dingtalk_client_id and self.dingtalk_client_secret.get_secret_value())

    @property
    def feishu_on(self) -> bool:
        proof = self.feishu_encrypt_key.get_secret_value() or self.feishu_verification_token.get_secret_value()
        return bool(self.feishu_app_id and (proof or self.feishu_mode == "stream"))

    @property
    def platforms(self) -> list[str]:
        """The messengers that are configured and built."""
        on = {"wecom": self.wecom_on, "dingtalk": self.dingtalk_on, "feishu": self.feishu_on}
        return [name for name, is_on in on.items() if is_on]

    @property
    def host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def address(self) -> str:
        """Where people reach us; empty while nobody said where that is."""
        return self.public_url.rstrip("/") or (f"http://{self.listen}" if self.sandbox else "")

    @property
    def pages_at(self) -> str:
        """The same, where pages can be opened: their cookies need a key."""
        return self.address if self.sandbox or self.secret_key.get_secret_value() else ""

    def secrets(self) -> list[str]:
        """Every secret in use, for the log's redaction."""
        return [value for name in SECRETS if (value := getattr(self, name).get_secret_value())]


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def load(env_file: Path | None = None, **overrides: object) -> Settings:
    """Settings of this process: overrides, then the environment, then `.env`; a relative path starts at `.env`."""
    path = env_file or Path(os.environ.get("MASHANG_ENV_FILE", ".env"))
    given: dict[str, str] = {k: v for k, v in dotenv_values(path).items() if v is not None} if path.exists() else {}
    given |= os.environ
    names = set(Settings.model_fields)
    values: dict[str, object] = {k.lower(): v for k, v in given.items() if k.lower() in names and v != ""}
    values |= _from_files(given, names)
    values |= overrides
    try:
        settings = Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise OperatorError(
            f"setting {name or 'SANDBOX'} is wrong: {first['msg'].removeprefix('Value error, ')}. See deploy/env.example"
        ) from None
    folder = path.resolve().parent
    lexicon_file = str(folder / settings.lexicon_file) if settings.lexicon_file else ""
    return settings.model_copy(
        update={"database_url": _anchored(settings.database_url, folder), "lexicon_file": lexicon_file}
    )


def _from_files(given: dict[str, str], names: set[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, file_name in given.items():
        name = key.lower().removesuffix("_file")
        if key.lower().endswith("_file") and name in names and file_name:
            try:
                found[name] = Path(file_name).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise OperatorError(f"{key} names a file that does not open: {error}") from None
    return found


def _anchored(url: str, folder: Path) -> str:
    if not url.startswith("sqlite://"):
        return url
    name = url.removeprefix("sqlite://")
    return url if name.startswith("/") else f"sqlite://{folder / name}"
