"""What labels say: phrases of several fields and languages, codes, conditions. The picture matters, not the sense."""

from __future__ import annotations

from random import Random

from .fonts import draws

VERBS = (  # noqa: SIM905
    "Start|Validate|Load|Parse|Check|Send|Receive|Update|Delete|Create|Render|Fetch|Retry|Log|Store|Compute|Merge|Split|Filter|Sort|Notify|"
    "Approve|Reject|Review|Deploy|Build|Test|Open|Close|Sign|Ship|Pay|Measure|Collect|Wash|Boil|Mix|Cut|Bake|Water|Plan|Assign|Escalate|Scan|"
    "Print|Export|Import|Encrypt|Decode|Schedule|Cancel|Confirm|Compare|Sample|Incubate|Extract|Amplify|Sequence|Normalise|Train|Evaluate|"
    "Publish|Archive|Authenticate|Redirect|Read|Write|Call|Return|Wait for|Ask|Draft|Pick|Pack|Inspect|Repair|Replace|Record|Register"
).split("|")  # fmt: skip
NOUNS = (  # noqa: SIM905
    "input|user|request|order|payment|token|session|file|record|image|data|model|cache|email|report|invoice|config|server|client|database|"
    "schema|index|job|task|event|message|account|cart|item|batch|node|cluster|metric|alert|queue|service|gateway|API|customer|supplier|"
    "manager|engineer|patient|doctor|sample|cell|protein|gene|primer|enzyme|water|flour|oven|ticket|branch|commit|pipeline|artifact|release|"
    "contract|budget|risk|claim|policy|warehouse|stock|shipment|address|password|profile|team|meeting|draft|chapter|question|answer|result|"
    "threshold|signal|sensor|motor|valve|pump|temperature|pressure|sales lead|form|application|document|signature|backlog|sprint|defect|"
    "stakeholder|interface|module|driver|kernel|buffer|packet|router|firewall|load balancer|feature flag|home page|checkout|notification"
).split("|")  # fmt: skip
ADJECTIVES = (  # noqa: SIM905
    "new|old|valid|invalid|pending|final|remote|local|raw|clean|empty|active|expired|internal|external|daily|weekly|manual|automatic|shared|"
    "primary|secondary|temporary|approved|missing|duplicate|encrypted|public|private|first|next|last|open|urgent|minor|critical"
).split("|")  # fmt: skip
FOREIGN = {
    "de": "Antrag prüfen|Daten laden|Größe berechnen|Bestellung freigeben|Kunde informieren|Lager prüfen|Rechnung schreiben|Ende|Anfang|Fehler beheben|Gültig?|Übergabe an Abteilung|Zahlung erhalten?|Maßnahme planen|Qualitätskontrolle",
    "fr": "Début|Fin|Vérifier la commande|Données reçues ?|Créer le dossier|Envoyer la réponse|Élève inscrit|Générer le reçu|Paiement accepté ?|Mise à jour|Préparer l'échantillon|Où est le fichier ?",
    "es": "Inicio|Fin|¿Es válido?|Enviar solicitud|Añadir artículo|Revisión técnica|¿Hay existencias?|Guardar sesión|Notificar al cliente|Cálculo del año|Aprobación",
    "ru": "Начало|Конец|Проверить данные|Заказ оплачен?|Отправить письмо|Создать отчёт|Ошибка сервера|Ждать ответа|Пользователь|База данных|Обновить запись|Склад",
    "el": "Αρχή|Τέλος|Έλεγχος δεδομένων|Αποστολή|Έγκυρο;|Νέα παραγγελία|Αποθήκευση",
    "zh": "开始|结束|检查数据|用户登录|是否有效？|发送请求|保存结果|数据库|订单处理|等待审批|生成报告|库存充足？|通知客户",
}  # fmt: skip
ANSWERS = {
    "en": "Yes|No|yes|no|YES|NO|True|False|true|false|Y|N|OK|ok|fail|pass|error|success|else|default|timeout|retry|done|next|valid|invalid|approved|rejected|found|not found|empty|0|1|> 0|x < 10|n >= 2|on click|HTTP 200|404|1..*|uses|calls|reads|writes|async|sends to",
    "de": "Ja|Nein|gültig|ungültig|sonst|Fehler|fertig", "fr": "Oui|Non|accepté|refusé|sinon", "es": "Sí|No|válido|error|si no",
    "ru": "Да|Нет|ошибка|готово|иначе", "el": "Ναι|Όχι", "zh": "是|否|通过|失败|超时",
}  # fmt: skip
SCRIPTS = {"ru": "cyrillic", "el": "greek", "zh": "chinese"}
SPLIT_FOREIGN = {k: v.split("|") for k, v in FOREIGN.items()}
SPLIT_ANSWERS = {k: v.split("|") for k, v in ANSWERS.items()}


def language(rng: Random) -> str:
    """One that the machine's fonts can write."""
    chosen = rng.choices(("en", "de", "fr", "es", "ru", "el", "zh"), (80, 6, 4, 4, 3, 0.7, 2.3))[0]
    return chosen if draws(script(chosen)) else "en"


def script(lang: str) -> str:
    return SCRIPTS.get(lang, "latin")


def code(rng: Random) -> str:
    n = rng.randrange(1000)
    return rng.choice(
        (f"{rng.choice('ABCDEFGHXYZ')}{n % 20}", f"S{n % 10}", f"Step {n % 12}", f"v{n % 4}.{n % 7}", f"ID-{n}", f"{rng.choice(NOUNS).split()[0]}()", f"i = i + {n % 5}",
         f"x{n % 9} := {n}", f"{rng.choice(NOUNS).split()[0]}_{rng.choice(NOUNS).split()[0]}", f"{n} ms", f"{n % 100} %", f"POST /v{n % 3}/{rng.choice(NOUNS).split()[0]}s",
         rng.choice("ABCDEFGHIJKLMNPQRSTUVWXYZ"), str(n), f"n = {n % 50}", f"{rng.choice(NOUNS).title()}Service", f"q{n % 9}", f"sum += a[{rng.choice('ijk')}]")
    )  # fmt: skip


def phrase(rng: Random, lang: str) -> str:
    """One to about six words."""
    if lang != "en" and rng.random() < 0.85:
        return rng.choice(SPLIT_FOREIGN[lang])
    roll = rng.random()
    noun, verb, adjective = rng.choice(NOUNS), rng.choice(VERBS), rng.choice(ADJECTIVES)
    if roll < 0.26:
        return f"{verb} {noun}"
    if roll < 0.42:
        return f"{verb} {adjective} {noun}"
    if roll < 0.55:
        return noun.capitalize() if rng.random() < 0.7 else noun
    if roll < 0.62:
        return f"{adjective.capitalize()} {noun}"
    if roll < 0.70:
        return f"{verb} the {noun} {rng.choice(('and', 'with', 'for', 'of', 'to', 'from'))} {rng.choice(('the', 'a', adjective))} {rng.choice(NOUNS)}"
    if roll < 0.76:
        return rng.choice(VERBS)
    if roll < 0.90:
        return code(rng)
    if roll < 0.94:
        return f"{verb} {noun} ({rng.choice(ADJECTIVES)})"
    return rng.choice((f"{noun.upper()}", f"{verb} {noun}: {rng.randrange(100)}", f"{rng.randint(1, 9)}. {verb} {noun}", f"{noun.title()} & {rng.choice(NOUNS)}", f"\"{noun}\"", f"{verb.lower()}/{rng.choice(VERBS).lower()} {noun}"))  # fmt: skip


def question(rng: Random, lang: str) -> str:
    if lang != "en":
        marked = [p for p in SPLIT_FOREIGN[lang] if p[-1] in "?;？"]
        return rng.choice(marked or SPLIT_FOREIGN[lang])
    noun, adjective = rng.choice(NOUNS), rng.choice(ADJECTIVES)
    return rng.choice((f"{noun.capitalize()} {adjective}?", f"Is {noun} {adjective}?", f"{adjective.capitalize()}?", f"Any {noun} left?", f"{rng.choice('xnik')} {rng.choice('<>=')} {rng.randrange(100)}", f"{rng.choice('xnik')} > 0 ?", f"{noun} == null", f"Has the {noun} been {rng.choice(VERBS).lower()}ed?", f"{noun.capitalize()}?", f"{noun} OK"))  # fmt: skip


def answer(rng: Random, lang: str) -> str:
    if rng.random() < 0.22:
        return phrase(rng, lang)
    return rng.choice(SPLIT_ANSWERS[lang])


def sentence(rng: Random, lang: str = "en") -> str:
    return " ".join(phrase(rng, lang).lower() for _ in range(rng.randint(2, 4))).capitalize() + rng.choice((".", ".", "!", ":"))
