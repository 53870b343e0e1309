"""The root of the errors of Cityweave, with what each of them carries; the tree is in `errors`."""

from __future__ import annotations

from typing import ClassVar


class CityweaveError(Exception):
    """Something went wrong that nobody foresaw; every error of Cityweave is one of these.

    `detail` says what is wrong, `hint` what to do about it, `source` is the file or parameter.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong inside Cityweave"

    def __init__(
        self,
        detail: str,
        *,
        hint: str | None = None,
        line: int | None = None,
        column: int | None = None,
        source: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.hint = hint
        self.line = line
        self.column = column
        self.source = source

    @property
    def place(self) -> str:
        """The place in words: `file.ttl, line 3, column 7`; empty when unknown."""
        parts = [self.source] if self.source else []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def __str__(self) -> str:
        place = self.place
        text = f"{place}: {self.detail}" if place else self.detail
        return f"{text}\n{self.hint}" if self.hint else text
