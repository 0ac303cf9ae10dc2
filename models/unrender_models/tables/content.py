"""What stands in the cells: a column is of one kind, as columns of real tables are."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ..draw import words

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NAMES = (  # noqa: SIM905
    "Anna|Bob|Carla|Dmitri|Eve|Fatima|Georg|Hana|Ivan|José|Kim|Lena|Mehmet|Nadia|Olaf|Petra|Quentin|Rosa|Sven|Tariq|Uma|Viktor|Wen|Xenia|"
    "Yusuf|Zoë|Smith|Müller|García|Nguyen|Rossi|Kowalski|Svensson|Dubois|Okafor|Tanaka|Silva|Ahmed"
).split("|")  # fmt: skip
PLACES = (  # noqa: SIM905
    "Bern|Berlin|São Paulo|Tokyo|Oslo|Lima|Nairobi|Zürich|Paris|New York|Kraków|Málaga|Delhi|Toronto|Wien|Cairo|Hanoi|Dublin|Malmö|"
    "Germany|France|Japan|Brazil|Kenya|Norway|Spain|India|Canada|Austria|Egypt|North|South|East|West"
).split("|")  # fmt: skip
HEADS = (  # noqa: SIM905
    "Name|Item|Product|Region|Country|City|Date|Year|Price|Amount|Total|Units|Quantity|Rate|Share|Status|Type|Category|ID|Code|Description|"
    "Notes|Owner|Team|Version|Size|Weight (kg)|Length (mm)|Time (ms)|Revenue|Cost|Profit|Growth|Population|Area|Score|Rank|Model|Dataset|"
    "Accuracy|F1|Precision|Recall|Params (M)|Start|End|Duration|Due|Priority|Column|Default|Required|Value|Unit|Min|Max|Mean|Median|Std|"
    "Count|Percent|Q1|Q2|Q3|Q4|2019|2020|2021|2022|2023|2024|Method|Parameter|Input|Output|Port|Host|CPU|Memory|Command|Option|Type|Key|"
    "Train|Test|Baseline|Ours|Change|Previous|Current|Budget|Actual|Variance|Order|Customer|Email|Phone|Address|Grade|Points|Wins|Losses"
).split("|")  # fmt: skip
FOREIGN_HEADS = {
    "de": "Name|Datum|Betrag|Menge|Preis|Summe|Anteil|Jahr|Ort|Bezeichnung|Einheit|Größe|Stück|Kunde|Nr.|Bemerkung|Umsatz",
    "fr": "Nom|Date|Montant|Quantité|Prix|Total|Année|Ville|Désignation|Unité|Élève|Remarque|Taux",
    "es": "Nombre|Fecha|Importe|Cantidad|Precio|Año|Ciudad|Descripción|Unidad|Cliente|Notas|Tasa",
    "ru": "Имя|Дата|Сумма|Количество|Цена|Год|Город|Описание|Итого|Клиент|Доля",
    "el": "Όνομα|Ημερομηνία|Ποσό|Τιμή|Έτος|Πόλη|Σύνολο",
    "zh": "名称|日期|金额|数量|价格|年份|城市|说明|单位|客户|比例|备注",
}
SPLIT_HEADS = {lang: text.split("|") for lang, text in FOREIGN_HEADS.items()}
TOTALS = {"de": ("Summe", "Gesamt"), "fr": ("Total", "Somme"), "es": ("Total", "Suma"), "ru": ("Итого", "Всего"), "el": ("Σύνολο",), "zh": ("合计", "总计")}
UNITS = ["ms", "s", "kg", "g", "MB", "GB", "km", "m", "mm", "°C", "%", "kWh", "V", "A", "h", "min", "px", "Hz"]
STATES = ["yes", "no", "open", "closed", "done", "pending", "active", "failed", "OK", "n/a", "true", "false", "high", "low", "medium", "Running", "Stopped", "pass", "fail", "draft", "new"]
KINDS = ("integer", "decimal", "money", "percent", "date", "time", "code", "word", "phrase", "name", "place", "state", "long", "unit", "mark", "interval")
NUMERIC = frozenset({"integer", "decimal", "money", "percent", "unit", "interval"})


class Content:
    """The texts of one table: one language and one manner of writing numbers."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.lang = words.language(rng)
        comma = rng.random() < (0.7 if self.lang in ("de", "fr", "es", "ru", "el") else 0.06)
        self.point, self.group = (",", rng.choice((".", " ", "", "."))) if comma else (".", rng.choice((",", ",", "", " ", "")))
        self.currency = rng.choice(("$", "€", "£", "¥", "CHF ", "EUR ", "USD ", ""))
        self.currency_behind = comma and self.currency.strip() != "$" and rng.random() < 0.7
        self.dates = rng.choice(("iso", "slash", "dot", "long", "short"))
        self.makers: dict[str, Callable[[int, int], str]] = {
            "integer": lambda size, _: self.number(self.rng.randrange(10**size), 0),
            "decimal": lambda size, digits: self.number(self.rng.random() * 10**size, digits),
            "money": self.money,
            "percent": lambda _, digits: self.number(self.rng.random() * 100, digits % 3) + self.rng.choice(("%", " %") if size_of(self) else ("%",)),
            "date": lambda *_: self.date(),
            "time": lambda *_: f"{rng.randrange(24):02d}:{rng.randrange(60):02d}",
            "code": lambda *_: words.code(rng),
            "word": lambda *_: self.word(),
            "phrase": lambda *_: words.phrase(rng, self.lang),
            "name": lambda *_: rng.choice(NAMES) if rng.random() < 0.4 else f"{rng.choice(NAMES[:26])} {rng.choice(NAMES[26:])}",
            "place": lambda *_: rng.choice(PLACES),
            "state": lambda *_: rng.choice(STATES),
            "long": lambda *_: words.sentence(rng, self.lang),
            "unit": lambda size, digits: f"{self.number(rng.random() * 10**size, digits % 3)} {UNITS[digits * 7 % len(UNITS)]}",
            "mark": lambda *_: rng.choice(("x", "-", "X", "*", "0", "1", "+", "–")),
            "interval": lambda size, digits: f"{self.number(rng.random() * 10**size, digits)} ± {self.number(rng.random() * 5, digits)}",
        }  # fmt: skip

    def number(self, value: float, decimals: int) -> str:
        text = f"{value:,.{decimals}f}"
        if self.rng.random() < 0.06:
            text = "-" + text
        return text.replace(",", "\0").replace(".", self.point).replace("\0", self.group)

    def money(self, size: int, digits: int) -> str:
        number = self.number(self.rng.random() * 10**size, 2 if digits % 2 else 0)
        if self.currency_behind:
            return f"{number} {self.currency.strip()}".strip()
        sign, number = ("-", number[1:]) if number[0] == "-" else ("", number)
        return f"{sign}{self.currency}{number}" if not (sign and self.rng.random() < 0.4) else f"({self.currency}{number})"

    def date(self) -> str:
        y, m, d = self.rng.randint(1990, 2030), self.rng.randint(1, 12), self.rng.randint(1, 28)
        forms = {"iso": f"{y}-{m:02d}-{d:02d}", "slash": f"{m}/{d}/{y}", "dot": f"{d:02d}.{m:02d}.{y}", "long": f"{d} {MONTHS[m - 1]} {y}", "short": f"{MONTHS[m - 1]} {y}"}
        return forms[self.dates]

    def word(self) -> str:
        if self.lang != "en":
            return words.phrase(self.rng, self.lang).split(" ")[0]
        word = self.rng.choice(words.NOUNS)
        return word.capitalize() if self.rng.random() < 0.6 else word

    def head(self) -> str:
        """The name of a column."""
        rng = self.rng
        if self.lang in SPLIT_HEADS and rng.random() < 0.85:
            return rng.choice(SPLIT_HEADS[self.lang])
        roll = rng.random()
        if roll < 0.62:
            return rng.choice(HEADS)
        if roll < 0.82:
            return f"{rng.choice(words.ADJECTIVES).capitalize()} {rng.choice(words.NOUNS)}"
        if roll < 0.92:
            return f"{rng.choice(words.NOUNS)}_{rng.choice(words.NOUNS).split()[0]}"
        return rng.choice((f"{rng.choice(HEADS)} ({rng.choice(UNITS)})", f"{rng.choice(HEADS)} per {rng.choice(words.NOUNS)}", "#", f"{rng.choice(HEADS)} / {rng.choice(HEADS)}"))

    def total(self) -> str:
        return self.rng.choice(TOTALS.get(self.lang, ("Total", "Sum", "Total", "Average", "Grand total", "All")))

    def column(self, kind: str) -> Callable[[], str]:
        """Makes the texts of one column: numbers of one size and with one count of decimals."""
        size, digits, maker = self.rng.randint(1, 5), self.rng.randint(1, 4), self.makers[kind]
        return lambda: maker(size, digits)


def size_of(content: Content) -> bool:
    """Whether this table sets percent signs apart, as German and French do."""
    return content.lang in ("de", "fr")
