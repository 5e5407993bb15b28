"""Settings: one object with help texts, built explicitly and handed down; nothing happens at import."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """Where the graph is and where its files lie; from ``GONGJIAN_*`` variables, else ``gongjian.toml``."""

    model_config = SettingsConfigDict(env_prefix="GONGJIAN_", toml_file="gongjian.toml", extra="forbid", frozen=True)

    uri: str | None = Field(
        default=None,
        description="Neo4j 的地址,如 bolt://localhost:7687;不填则用内嵌引擎 | "
        "address of a Neo4j server; without it the embedded engine is used",
    )
    user: str = Field(default="neo4j", description="Neo4j 用户名 | user name at that server")
    password: SecretStr | None = Field(default=None, description="Neo4j 口令 | password at that server")
    password_file: Path | None = Field(
        default=None, description="存放口令的文件(代替 password) | file that holds the password instead"
    )
    database: str | None = Field(
        default=None, description="Neo4j 的数据库名,默认库不填 | database name; the server's default if empty"
    )
    data: Path = Field(
        default=Path("data"),
        description="数据文件夹:引擎、底账、快照、密钥、日志 | folder of engine, ledger, snapshots, keys and logs",
    )
    host: str = Field(default="127.0.0.1", description="服务监听地址 | address that `serve` listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="服务端口 | port that `serve` listens on")
    sources: Path | None = Field(
        default=None,
        description="案例原文所在文件夹,用于显示完整段落 | folder of the case articles, to show passages in full",
    )
    linger_seconds: float = Field(
        default=600.0,
        ge=0,
        description="最后一个使用者离开后内嵌引擎再等多少秒才停 | "
        "seconds the embedded engine waits after its last user before it stops",
    )
    engine_memory_mb: int = Field(
        default=1024, ge=256, description="内嵌引擎的内存上限(MB) | heap of the embedded engine, in MB"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Explicit arguments first, then the environment, then ``gongjian.toml`` in the working folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def secret(self) -> str | None:
        """The server's password from ``password`` or ``password_file``; None where neither is set."""
        if self.password is not None:
            return self.password.get_secret_value()
        if self.password_file is not None:
            return self.password_file.read_text(encoding="utf-8").strip()
        return None
