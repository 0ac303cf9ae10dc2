"""What diagrams say: phrases of many domains for steps, decisions, branches, groups, and systems. Text only, no structure."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


@dataclass(frozen=True)
class Domain:
    """Verbs and objects make steps; conditions make questions; actors and groups name lanes and subgraphs."""

    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    conditions: tuple[str, ...]
    groups: tuple[str, ...]


DOMAINS = (
    Domain(
        _split("Validate Parse Load Fetch Cache Render Retry Log Encrypt Decode Compile Merge Deploy Build Test Commit Push Rollback Restart Monitor Index Serialize Refresh Revoke"),
        _phrases("user input | request | config file | API response | access token | session | log entry | Docker image | pull request | unit tests | index.html | JSON payload | cache key | database schema | HTTP 404 page | release v2.1 | error stack | queue message | feature flag | environment | build artifact | job #42"),
        _phrases("Token valid? | Cache hit? | Tests pass? | Status == 200? | Retry < 3? | User logged in? | File exists? | x > 0? | Schema valid? | Queue empty? | Rate limit hit? | Build ok? | i < n? | Is admin? | Response OK? | a[i] > max?"),
        _phrases("Frontend | Backend | CI/CD pipeline | Data layer | Worker pool | Auth service | Kubernetes cluster | Staging | Production | Client side"),
    ),
    Domain(
        _split("Receive Check Approve Reject Ship Pack Invoice Refund Confirm Cancel Order Return Contact Notify Update Create Send Archive Review Reserve Quote"),
        _phrases("order | payment | invoice #1024 | customer | stock level | delivery note | shipment | refund | credit card | purchase order | supplier | warehouse | goods | tracking number | email receipt | shopping cart | discount code | price list | contract | complaint"),
        _phrases("Item in stock? | Payment received? | Order over $500? | Customer known? | Discount applies? | Address valid? | Approved? | Paid? | Credit OK? | Express delivery? | Return within 30 days?"),
        _phrases("Sales | Warehouse | Accounting | Customer service | Logistics | Order handling | Payment | Procurement"),
    ),
    Domain(
        _split("Collect Clean Split Train Evaluate Normalize Sample Label Aggregate Filter Join Transform Export Import Plot Score Tune Augment Extract"),
        _phrases("raw data | training set | features | model weights | CSV files | outliers | missing values | test set | predictions | batch of images | embeddings | metrics | dataset v3 | hyperparameters | data warehouse | sensor data | time series | report"),
        _phrases("Loss converged? | Accuracy > 0.9? | Missing values? | Data clean? | Overfitting? | Enough samples? | Drift detected? | Epoch < 100? | p < 0.05?"),
        _phrases("Preprocessing | Training | Evaluation | Data sources | ETL | Feature store | Inference | Reporting"),
    ),
    Domain(
        _split("Admit Examine Diagnose Prescribe Discharge Refer Measure Monitor Schedule Register Interview Vaccinate Treat Record Order"),
        _phrases("patient | blood sample | vital signs | medication | X-ray | symptoms | insurance data | lab results | appointment | surgery | follow-up | medical history | allergy test | consent form | emergency contact"),
        _phrases("Fever > 38°C? | Allergic? | Test positive? | Urgent? | Insured? | Patient stable? | Symptoms persist? | Age > 65? | Referral needed?"),
        _phrases("Reception | Emergency | Laboratory | Ward | Triage | Pharmacy | Outpatient care"),
    ),
    Domain(
        _split("Open Close Heat Cool Mix Cut Weld Inspect Assemble Paint Measure Start Stop Fill Drain Calibrate Pump Press Tighten Replace Sort"),
        _phrases("valve A | main pump | tank 2 | conveyor belt | temperature | pressure sensor | motor | steel plate | batch | screw M8 | housing | filter | spindle | oven | water supply | circuit board | alarm | safety door | pallet | tool"),
        _phrases("Pressure > 5 bar? | Temperature ok? | Defect found? | Tank full? | Door closed? | Within tolerance? | Tool worn? | Emergency stop? | Level low?"),
        _phrases("Assembly line | Quality control | Machine 1 | Cooling circuit | Packaging | Maintenance | Control room"),
    ),
    Domain(
        _split("Write Read Submit Grade Plan Discuss Publish Draft Present Apply Enroll Interview Hire Sign Onboard Brainstorm Research Vote Invite Book Prepare Ask Decide"),
        _phrases("application | thesis | meeting | contract | budget | candidate | exam | course | proposal | agenda | feedback | final report | travel request | workshop | team | idea | interview | job offer | article | presentation | vacation | permit"),
        _phrases("Budget available? | Deadline met? | Exam passed? | Quorum reached? | Manager agrees? | Qualified? | Complete? | Any objections? | More ideas? | Signed?"),
        _phrases("HR | Management | Students | Board | Planning phase | Execution | Review phase | Finance team | Phase 1 | Phase 2"),
    ),
)  # fmt: skip

LANGUAGES: dict[str, Domain] = {
    "de": Domain(
        _phrases("Antrag | Rechnung | Auftrag | Bestellung | Kundendaten | Vertrag | Zahlung | Lieferschein | Bericht | Prüfprotokoll | Störung | Gerät | Zugriff | Wareneingang | Angebot"),
        _phrases("prüfen | erstellen | senden | ablehnen | freigeben | bearbeiten | speichern | löschen | weiterleiten | ändern | abschließen | übergeben | archivieren | anfordern"),
        _phrases("Vollständig? | Genehmigt? | Betrag > 1.000 €? | Kunde bekannt? | Zahlung erfolgt? | Fehler gefunden? | Lieferbar? | Frist überschritten? | Prüfung ok?"),
        _phrases("Vertrieb | Buchhaltung | Lager | Einkauf | Qualitätssicherung | Geschäftsführung"),
    ),
    "fr": Domain(
        _phrases("Vérifier | Créer | Envoyer | Valider | Refuser | Modifier | Enregistrer | Supprimer | Préparer | Contrôler | Archiver | Réserver"),
        _phrases("la commande | la facture | le dossier | le paiement | la livraison | les données | le contrat | la demande | l'échantillon | le rapport | le créneau | la pièce"),
        _phrases("Dossier complet ? | Paiement reçu ? | Client connu ? | Stock suffisant ? | Conforme ? | Délai dépassé ? | Accepté ?"),
        _phrases("Service client | Comptabilité | Entrepôt | Achats | Contrôle qualité | Réception"),
    ),
    "zh": Domain(
        _split("检查 提交 审核 创建 发送 更新 删除 保存 读取 处理 确认 取消 生成 启动 关闭"),
        _split("订单 用户信息 申请 数据 报告 付款 合同 日志 文件 请求 库存 发票 邮件 结果 配置"),
        _split("是否通过？ 库存充足？ 数据有效？ 已付款？ 用户登录？ 重试次数<3？ 是否完成？ 格式正确？"),
        _split("前端 后端 数据层 财务部 仓库 客户服务 审批流程"),
    ),
}
BRANCHES = {
    "en": (("Yes", "No"), ("yes", "no"), ("Y", "N"), ("true", "false"), ("True", "False"), ("pass", "fail"), ("OK", "Error"), ("valid", "invalid"), ("approved", "rejected"), (">= 5", "< 5"), ("found", "not found"), ("success", "failure"), ("in stock", "out of stock")),
    "de": (("Ja", "Nein"), ("ja", "nein"), ("genehmigt", "abgelehnt"), ("gefunden", "nicht gefunden")),
    "fr": (("Oui", "Non"), ("oui", "non"), ("accepté", "refusé")),
    "zh": (("是", "否"), ("成功", "失败"), ("通过", "不通过")),
}  # fmt: skip
MANY_BRANCHES = _phrases("low | medium | high | new | existing | else | default | error | timeout | GET | POST | DELETE | type A | type B | type C | < 10 | 10-50 | > 50 | red | green | cash | card | other | 1 | 2 | 3 | unknown | partial | VIP | standard | case 0 | case 1")
EDGE_NOTES = _phrases("HTTP | gRPC | SQL | reads | writes | publishes | subscribes | calls | JSON | async | next | sends | retry | depends on | uses | triggers | 1..n | REST API | events | on error | every 5 min | returns | data | signed | forward | copy of | feedback | HTTPS :443 | includes | push | poll")
SYSTEMS = _phrases("Web app | Mobile app | API gateway | Load balancer | User DB | Redis | PostgreSQL | Kafka | Auth service | Order service | Payment service | Email service | S3 bucket | Search index | CDN | Browser | Firewall | Message queue | Scheduler | Logger | Prometheus | Grafana | nginx | Elasticsearch | Cache | Admin panel | Data lake | Worker 1 | Worker 2 | Webhook | Third-party API | MongoDB | Router | Switch | VPN | DNS | Client | Server | Proxy | Billing | Notification service | Analytics | File storage | Inventory | Identity provider")
STARTS = {"en": _phrases("Start | Begin | START | Start process | Request received | New order | Entry | main() | User opens app"), "de": _phrases("Start | Beginn | Anfrage geht ein"), "fr": _phrases("Début | Demande reçue"), "zh": _split("开始 收到请求")}
ENDS = {"en": _phrases("End | Stop | Done | END | Finish | Exit | Return result | Close ticket | Success | return x"), "de": _phrases("Ende | Fertig | Abgeschlossen"), "fr": _phrases("Fin | Terminé"), "zh": _split("结束 完成")}
TITLES = _phrases("Order process | Release workflow | System overview | Login flow | How we work | Data pipeline | Incident response | Figure 2: Process | Onboarding v3 | Decision guide | Approval workflow 2024 | Architecture | Troubleshooting")
TAILS = _phrases("again | manually | in background | by e-mail | within 24 h | (optional) | via API | to archive | from queue | for audit | step 2 | in parallel | by team lead | with retry")


class Writer:
    """Words for one diagram: one domain and language, a letter case, and a habit of writing identifiers or sentences."""

    def __init__(self, rng: Random, chinese: bool = False) -> None:
        self.rng = rng
        self.language = rng.choices(["en", "de", "fr", "zh"], [86, 6, 4, 4 if chinese else 0])[0]
        self.domain = rng.choice(DOMAINS) if self.language == "en" else LANGUAGES[self.language]
        self.other = rng.choice(DOMAINS) if self.language == "en" else self.domain
        self.style = rng.choices(["phrase", "lower", "upper", "code", "letter", "long"], [60, 8, 4, 7, 4, 12])[0]
        if self.language == "zh":
            self.style = "phrase"
        self.branch = rng.choice(BRANCHES[self.language])
        self.used: set[str] = set()

    def _unique(self, make: str) -> str:
        """Twice the same label is rare in real diagrams and makes truth ambiguous, but it happens."""
        if make in self.used and self.rng.random() < 0.97:
            suffix = str(self.rng.randint(2, 99))
            make = f"{make[:-1]} {suffix}?" if make.endswith("?") else f"{make} {suffix}"
        self.used.add(make)
        return make

    def _cased(self, text: str) -> str:
        if self.style == "lower":
            return text.lower()
        if self.style == "upper":
            return text.upper()
        return text

    def _fresh(self, options: tuple[str, ...]) -> str:
        for _ in range(4):
            choice = self.rng.choice(options)
            if choice not in self.used:
                break
        return choice

    def step(self) -> str:
        rng, d = self.rng, self.domain if self.rng.random() < 0.8 else self.other
        if self.style == "letter":
            return self._unique(rng.choice("ABCDEFGHIJKLMNPQRSTUVWXYZ") + rng.choice(["", "", "1", "2", "'"]))
        verb, thing = rng.choice(d.verbs), rng.choice(d.objects)
        if self.style == "code":
            words = thing.replace("#", "").replace(".", " ").replace("/", " ").split()[:2]
            joined = "".join(w.capitalize() for w in words)
            made = rng.choice([f"{verb.lower()}{joined}()", f"{verb.lower()}_{'_'.join(w.lower() for w in words)}", f"{words[0].lower()} = {verb.lower()}(x)", f"{words[0].lower()} += 1"])
            return self._unique(made)
        if self.language == "zh":
            return self._unique(verb + thing)
        roll = rng.random()
        text = f"{verb} {thing}" if roll < 0.78 else (thing[:1].upper() + thing[1:] if roll < 0.9 else verb)
        if self.style == "long" and rng.random() < 0.6 and self.language == "en":
            text = f"{text} {rng.choice(TAILS)}" if rng.random() < 0.5 else f"{text} and {rng.choice(d.verbs).lower()} {rng.choice(d.objects)}"
        return self._unique(self._cased(text))

    def question(self) -> str:
        if self.style == "letter" and self.rng.random() < 0.6:
            return self._unique(self.rng.choice("ABCDEFGH") + "?")
        d = self.domain if self.rng.random() < 0.85 else self.other
        text = self._fresh(d.conditions)
        if self.language == "en" and self.rng.random() < 0.2:
            thing = self.rng.choice(d.objects)
            text = self.rng.choice(["Is {} ready?", "Check {}", "{} ok?", "More than one {}?", "Which {}?"]).format(thing)
            text = text[:1].upper() + text[1:]
        return self._unique(self._cased(text))

    def system(self) -> str:
        return self._unique(self._cased(self._fresh(SYSTEMS)))

    def start(self) -> str:
        return self._unique(self._cased(self.rng.choice(STARTS[self.language])))

    def end(self) -> str:
        return self._unique(self._cased(self.rng.choice(ENDS[self.language])))

    def group(self) -> str:
        return self._unique(self._fresh(self.domain.groups + self.other.groups))

    def note(self) -> str:
        """Label of an ordinary edge."""
        return self.rng.choice(EDGE_NOTES) if self.rng.random() < 0.8 else self.step()

    def branches(self, count: int) -> list[str]:
        """Labels of a decision's branches."""
        if count == 2:
            pair = list(self.branch if self.rng.random() < 0.85 else self.rng.choice(BRANCHES[self.language]))
            return pair if self.rng.random() < 0.7 else pair[::-1]
        return self.rng.sample(MANY_BRANCHES, count)

    def title(self) -> str:
        return self.rng.choice(TITLES)


def wrapped(text: str, rng: Random, width: int) -> list[str]:
    """The text in lines of at most about `width` characters."""
    if " " not in text:
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
