"""Every table Payback can read: its columns, types, keys, and what it unlocks. Declared once, here.

docs/data.md, the intake, the checks, the pages' empty states and the sample company all follow from this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """Types of a column. Values are the words used in docs/data.md."""

    TEXT = "text"
    WHOLE = "whole number"
    MONEY = "money"  # DECIMAL(18, 4); net of VAT
    NUMBER = "number"  # DOUBLE: rates, scores, assumptions; never summed in SQL
    DATE = "date"
    TIME = "date and time"
    FLAG = "yes or no"


SQL_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.TEXT: "VARCHAR",
        Kind.WHOLE: "BIGINT",
        Kind.MONEY: "DECIMAL(18, 4)",
        Kind.NUMBER: "DOUBLE",
        Kind.DATE: "DATE",
        Kind.TIME: "TIMESTAMP",
        Kind.FLAG: "BOOLEAN",
    }
)


@dataclass(frozen=True)
class Column:
    """One column. ``required``: the file must have it and no row may leave it empty."""

    name: str
    kind: Kind
    about: str
    required: bool = False
    personal: bool = False  # masked unless the role may see it
    one_of: tuple[str, ...] = ()  # the only values allowed, when not empty
    refers_to: tuple[str, str] | None = None  # (table, column) it points at
    default: str | None = None  # value of a missing column, as text


@dataclass(frozen=True)
class Table:
    """One table: a file of this name is brought in under this contract."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    pages: tuple[str, ...]  # pages that need it

    def column(self, name: str) -> Column:
        """The column called ``name``; KeyError names the table when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns a file must have."""
        return tuple(column.name for column in self.columns if column.required)


def _text(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.TEXT, about, **more)  # type: ignore[arg-type]


def _money(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.MONEY, about, **more)  # type: ignore[arg-type]


def _number(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.NUMBER, about, **more)  # type: ignore[arg-type]


def _whole(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.WHOLE, about, **more)  # type: ignore[arg-type]


def _date(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.DATE, about, **more)  # type: ignore[arg-type]


def _time(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.TIME, about, **more)  # type: ignore[arg-type]


def _flag(name: str, about: str, **more: object) -> Column:
    return Column(name, Kind.FLAG, about, **more)  # type: ignore[arg-type]


_CUSTOMER = ("customers", "customer_id")
_SITE = ("sites", "site")
_REGION = ("regions", "region")

FIELDS = ("sales automation", "call centre", "web marketing", "sales processing", "database analysis")
COST_CLASSES = ("labour", "business", "IT")
COST_TYPES = (
    "software",
    "hardware",
    "training",
    "third-party",
    "maintenance",
    "data",
    "integration",
    "internal",
)

_TABLES = (
    Table(
        "orders",
        "One row an order. A refund is a row of its own, with a negative amount and the order it refunds.",
        ("order_id",),
        (
            _text("order_id", "identifies the order", required=True),
            _text("customer_id", "who ordered", required=True, refers_to=_CUSTOMER),
            _time("ordered_at", "when, in local time", required=True),
            _money("amount", "net of VAT; negative for a refund", required=True),
            _text(
                "status",
                "completed, cancelled or refunded",
                one_of=("completed", "cancelled", "refunded"),
                default="completed",
            ),
            _money("cost", "cost of sales; without it margin is unknown and revenue is used"),
            _text("currency", "one ISO 4217 code a data set", default="XXX"),
            _text("channel", "web, shop, phone, partner and so on"),
            _text("region", "sales region", refers_to=_REGION),
            _text("site", "shop or office", refers_to=_SITE),
            _text("refund_of", "the order this row refunds", refers_to=("orders", "order_id")),
        ),
        ("overview", "benefit_model", "customer_value", "segments", "churn", "scorecard"),
    ),
    Table(
        "customers",
        "One row a customer, as the CRM knows it.",
        ("customer_id",),
        (
            _text("customer_id", "identifies the customer", required=True),
            _text("kind", "business or consumer", one_of=("business", "consumer")),
            _text("name", "person or company", personal=True),
            _text("email", "e-mail address", personal=True),
            _text("phone", "telephone number", personal=True),
            _text("address", "postal address", personal=True),
            _text("city", "town"),
            _text("region", "home region", refers_to=_REGION),
            _date("joined_on", "first known to the company"),
            _text("acquired_by", "campaign or channel that won the customer"),
            _text("referred_by", "customer who recommended us to this one", refers_to=("customers", "customer_id")),
            _whole("birth_year", "year of birth, for people", personal=True),
            _text("gender", "as stated by the customer", personal=True),
            _text("job", "occupation, for people", personal=True),
            _text("education", "as stated by the customer", personal=True),
            _text("income", "income band, as stated by the customer", personal=True),
            _text("household", "single, couple, family and so on", personal=True),
            _text("lifestyle", "group by habits and tastes, from a survey or a provider"),
            _text("industry", "branch of business, for companies"),
            _text("size", "size class, for companies"),
            _text("account_manager", "who looks after the account"),
            _text("source_system", "system the row came from"),
            _date("verified_on", "contact data last confirmed"),
            _flag("consent", "may be contacted for marketing"),
            _flag("is_employee", "works for the company"),
            _money("arrears", "owed and overdue on the last day of the data"),
            _text("note", "what whoever speaks to the customer should know", personal=True),
            _flag("held_out", "kept out of CRM contact, to measure against"),
        ),
        ("customer_value", "segments", "churn", "data_quality"),
    ),
    Table(
        "order_lines",
        "What was in each order.",
        ("order_id", "line_no"),
        (
            _text("order_id", "the order", required=True, refers_to=("orders", "order_id")),
            _whole("line_no", "position in the order", required=True),
            _text("product_id", "what was sold", required=True, refers_to=("products", "product_id")),
            _number("quantity", "units; negative when returned", required=True),
            _money("amount", "net of VAT; lines of an order sum to its amount", required=True),
            _money("cost", "cost of sales of the line"),
        ),
        ("customer_value", "segments", "churn", "campaigns"),
    ),
    Table(
        "products",
        "What is sold.",
        ("product_id",),
        (
            _text("product_id", "identifies the product", required=True),
            _text("name", "as customers read it", required=True),
            _text("family", "machines, consumables, service and so on"),
            _money("list_price", "net of VAT"),
            _money("unit_cost", "cost of sales a unit"),
            _whole("warranty_months", "length of the warranty"),
            _whole("service_life_months", "when a replacement is due"),
        ),
        ("customer_value", "segments", "churn"),
    ),
    Table(
        "cost_to_serve",
        "What serving a customer cost in a period, by activity; over and above cost of sales.",
        ("customer_id", "period", "activity"),
        (
            _text("customer_id", "the customer served", required=True, refers_to=_CUSTOMER),
            _date("period", "first day of the period", required=True),
            _text("activity", "calls, visits, delivery, returns, administration and so on", required=True),
            _money("amount", "positive", required=True),
        ),
        ("customer_value", "benefit_model"),
    ),
    Table(
        "calls",
        "One row a call to or from the contact centre.",
        ("call_id",),
        (
            _text("call_id", "identifies the call", required=True),
            _text("customer_id", "who called, when known", refers_to=_CUSTOMER),
            _time("called_at", "when it began", required=True),
            _number("minutes", "handling time: talk, hold and wrap-up", required=True),
            _text("region", "region answering", refers_to=_REGION),
            _text("site", "site answering", refers_to=_SITE),
            _text("team", "team answering"),
            _flag("is_repeat", "the same matter within seven days", required=True),
            _flag("resolved", "settled in this call"),
            _money("cost", "full cost of handling it"),
        ),
        ("benefit_model", "churn", "service"),
    ),
    Table(
        "mail",
        "One row a piece of direct mail.",
        ("mail_id",),
        (
            _text("mail_id", "identifies the piece", required=True),
            _text("customer_id", "addressee", required=True, refers_to=_CUSTOMER),
            _date("sent_on", "posted", required=True),
            _text("campaign_id", "campaign it belongs to"),
            _money("cost", "print and postage", required=True),
            _flag("answered", "the customer responded to it"),
            _flag("wasted", "returned, or sent to a wrong address", required=True),
        ),
        ("benefit_model", "churn", "campaigns", "data_quality"),
    ),
    Table(
        "programme_costs",
        "What the CRM programme costs, month by month: planned, and spent.",
        ("initiative_id", "item", "month"),
        (
            _text("initiative_id", "part of the programme", required=True, refers_to=("initiatives", "initiative_id")),
            _text("item", "what is bought or done", required=True),
            _date("month", "first day of the month", required=True),
            _text("cost_class", "labour, business or IT", required=True, one_of=COST_CLASSES),
            _text("cost_type", "what kind of cost", required=True, one_of=COST_TYPES),
            _money("planned", "in the approved budget"),
            _money("actual", "booked; empty while not yet known"),
            _flag("overhead", "managing the plan"),
            _flag("carrying_out", "carrying the plan out, beside what is bought: the project's own people"),
        ),
        ("overview", "benefit_model", "return_risk", "realised"),
    ),
    Table(
        "initiatives",
        "The parts of the programme.",
        ("initiative_id",),
        (
            _text("initiative_id", "identifies the initiative", required=True),
            _text("name", "what it is called", required=True),
            _text("owner", "who answers for it"),
            _date("approved_on", "decision; month 0 is its month", required=True),
            _date("start_on", "work begins"),
            _date("live_on", "first use"),
            _text("levers", "kinds of lever it moves, parted by commas, such as: handling, volume"),
            _text("field", "field of CRM it belongs to; empty where it serves several", one_of=FIELDS),
        ),
        ("benefit_model", "roadmap", "realised"),
    ),
    Table(
        "assumptions",
        "Numbers somebody answers for, by case: what was approved, and what is believed now.",
        ("case", "name"),
        (
            _text("case", "approved, current and so on", required=True),
            _text("name", "path of the assumption, such as retention.target", required=True),
            _number("value", "in the unit beside it", required=True),
            _text("unit", "share, money, months and so on", required=True),
            _number("low", "5th percentile, when uncertain"),
            _number("high", "95th percentile, when uncertain"),
            _text("source", "where it comes from", required=True),
            _text("owner", "who answers for it"),
            _date("set_on", "when it was last set", required=True),
        ),
        ("overview", "benefit_model", "return_risk", "realised"),
    ),
    Table(
        "regions",
        "Sales regions, and when the programme reached each.",
        ("region",),
        (
            _text("region", "identifies the region", required=True),
            _text("name", "as people read it"),
            _date("live_on", "programme live here"),
        ),
        ("realised", "scorecard", "pipeline"),
    ),
    Table(
        "sites",
        "Shops and offices.",
        ("site",),
        (
            _text("site", "identifies the site", required=True),
            _text("region", "its region", required=True, refers_to=_REGION),
            _text("name", "as people read it"),
            _date("opened_on", "opening day"),
        ),
        ("scorecard", "service", "realised"),
    ),
    # Read by pages that are still to come; brought in already, so that a data set can be made ready.
    Table(
        "contracts",
        "One row a term of a service contract.",
        ("contract_id", "term"),
        (
            _text("contract_id", "identifies the contract", required=True),
            _whole("term", "1 for the first, 2 for the first renewal and so on", required=True),
            _text("customer_id", "who holds it", required=True, refers_to=_CUSTOMER),
            _date("starts_on", "first day of the term", required=True),
            _date("ends_on", "last day of the term; empty while it has no end"),
            _money("yearly_fee", "net of VAT"),
            _flag("renewed", "renewed within 30 days of its end"),
        ),
        ("churn", "customer_value", "pipeline"),
    ),
    Table(
        "relations",
        "Customers who belong together, one row a link: family, employer, holding.",
        ("customer_id", "related_id", "kind"),
        (
            _text("customer_id", "one of the two", required=True, refers_to=_CUSTOMER),
            _text("related_id", "the other", required=True, refers_to=_CUSTOMER),
            _text("kind", "family, employer, holding and so on", required=True),
        ),
        ("customer_value",),
    ),
    Table(
        "leads",
        "People and firms who were no customers yet when they were noted down, and what became of them.",
        ("lead_id",),
        (
            _text("lead_id", "identifies the lead", required=True),
            _date("created_on", "noted down", required=True),
            _text("kind", "business or consumer", one_of=("business", "consumer")),
            _text("region", "home region", refers_to=_REGION),
            _text("source", "campaign or channel it came by"),
            _text("name", "person or company", personal=True),
            _date("won_on", "became a customer; empty while not"),
        ),
        ("customer_value",),
    ),
    Table(
        "departures",
        "Customers known to have left, why and where to.",
        ("customer_id", "left_on"),
        (
            _text("customer_id", "who left", required=True, refers_to=_CUSTOMER),
            _date("left_on", "when", required=True),
            _text("reason", "as recorded; empty when unknown"),
            _text("destination", "where to; empty when unknown"),
        ),
        ("churn",),
    ),
    Table(
        "tickets",
        "Requests and complaints.",
        ("ticket_id",),
        (
            _text("ticket_id", "identifies the ticket", required=True),
            _text("customer_id", "who asked", refers_to=_CUSTOMER),
            _time("opened_at", "when it came in", required=True),
            _time("closed_at", "when it was settled"),
            _text("kind", "request, complaint and so on", required=True),
            _text("region", "region handling it", refers_to=_REGION),
            _text("site", "where it is handled", refers_to=_SITE),
            _text("team", "team handling it"),
            _text("owner", "who answers for it"),
            _time("due_at", "when it was promised to be settled"),
            _flag("first_contact", "settled at the first contact"),
            _flag("is_repeat", "the same customer came back with the same matter"),
            _flag("feedback", "the customer's feedback was recorded"),
        ),
        ("service", "churn"),
    ),
    Table(
        "contacts",
        "What reached a customer beside calls and direct mail: letters, e-mails, visits.",
        ("contact_id",),
        (
            _text("contact_id", "identifies the contact", required=True),
            _text("customer_id", "whom it reached", required=True, refers_to=_CUSTOMER),
            _date("contacted_on", "when", required=True),
            _text("kind", "price letter, e-mail, visit and so on", required=True),
        ),
        ("churn",),
    ),
    Table(
        "surveys",
        "Satisfaction surveys, one row a question that was sent or answered.",
        ("survey_id",),
        (
            _text("survey_id", "identifies the question put", required=True),
            _text("customer_id", "who was asked; empty for one of the staff", refers_to=_CUSTOMER),
            _date("sent_on", "when it was put"),
            _date("answered_on", "when; empty where nobody answered"),
            _text("question", "what was asked: satisfaction, recommend, effort, employee recommend", required=True),
            _number("score", "on the question's own scale; empty where nobody answered"),
            _text("region", "region it was about", refers_to=_REGION),
            _text("site", "site it was about", refers_to=_SITE),
            _text("team", "team it was about"),
        ),
        ("service", "scorecard", "churn"),
    ),
    Table(
        "campaigns",
        "Marketing campaigns.",
        ("campaign_id",),
        (
            _text("campaign_id", "identifies the campaign", required=True),
            _text("name", "what it is called", required=True),
            _date("started_on", "first contact", required=True),
            _date("ended_on", "last contact"),
            _money("cost", "all in"),
        ),
        ("campaigns",),
    ),
    Table(
        "campaign_members",
        "Who was treated and who was left alone.",
        ("campaign_id", "customer_id"),
        (
            _text("campaign_id", "the campaign", required=True, refers_to=("campaigns", "campaign_id")),
            _text("customer_id", "the customer", required=True, refers_to=_CUSTOMER),
            _text("arm", "treated or control", required=True),
            _time("contacted_at", "when, if treated"),
        ),
        ("campaigns",),
    ),
    Table(
        "opportunities",
        "Deals in the pipeline.",
        ("opportunity_id",),
        (
            _text("opportunity_id", "identifies the deal", required=True),
            _text("customer_id", "with whom", refers_to=_CUSTOMER),
            _text("team", "team selling"),
            _text("region", "sales region", refers_to=_REGION),
            _money("amount", "expected, net of VAT"),
            _text("stage", "where it stands", required=True),
            _date("opened_on", "entered the pipeline", required=True),
            _date("qualified_on", "found worth working on"),
            _date("closes_on", "expected or actual close"),
            _flag("won", "empty while open"),
        ),
        ("pipeline",),
    ),
    Table(
        "sales_plan",
        "What each team was to sell in a month, and what it said it would.",
        ("month", "team"),
        (
            _date("month", "first day of the month", required=True),
            _text("team", "team selling", required=True),
            _text("region", "sales region", refers_to=_REGION),
            _money("target", "to be won in the month"),
            _money("forecast", "forecast at the start of the month"),
        ),
        ("pipeline", "scorecard"),
    ),
    Table(
        "stage_history",
        "When each deal entered each stage.",
        ("opportunity_id", "stage"),
        (
            _text("opportunity_id", "the deal", required=True, refers_to=("opportunities", "opportunity_id")),
            _text("stage", "stage entered", required=True),
            _date("entered_on", "when", required=True),
        ),
        ("pipeline",),
    ),
    Table(
        "staff",
        "People who use the CRM: training, certificates, logins.",
        ("staff_id", "month"),
        (
            _text("staff_id", "identifies the person", required=True),
            _date("month", "first day of the month", required=True),
            _text("team", "team"),
            _text("region", "region", refers_to=_REGION),
            _text("site", "site", refers_to=_SITE),
            _flag("should_use", "work that needs the CRM; without the column everybody's does"),
            _flag("certified", "holds the certificate"),
            _date("trained_on", "last training"),
            _number("training_hours", "hours of training in the month"),
            _number("work_hours", "hours worked in the month"),
            _number("customer_hours", "of these, hours on work with customers"),
            _whole("logins", "days with a login in the month"),
            _flag("leaves", "left in the month"),
        ),
        ("scorecard", "roadmap"),
    ),
    Table(
        "contact_centre",
        "The telephone system's report by team and month: what was offered, answered, given up and passed on.",
        ("month", "team"),
        (
            _date("month", "first day of the month", required=True),
            _text("team", "team", required=True),
            _text("region", "region", refers_to=_REGION),
            _text("site", "site", refers_to=_SITE),
            _whole("offered", "calls that came in"),
            _whole("answered", "calls answered"),
            _whole("answered_20s", "of these, within 20 seconds"),
            _whole("abandoned_short", "given up within 5 seconds"),
            _whole("abandoned", "given up after 5 seconds"),
            _whole("transferred", "passed on to somebody else"),
            _number("wait_seconds", "seconds waited by those answered"),
            _number("handling_seconds", "seconds of talk, hold and wrap-up"),
            _number("available_seconds", "seconds logged in and available, handling among them"),
            _whole("self_attempts", "attempts to settle it without an agent"),
            _whole("self_settled", "of these, settled without an agent"),
            _money("cost", "all cost of the team"),
        ),
        ("scorecard", "service"),
    ),
    Table(
        "kpi_targets",
        "Targets of the balanced scorecard, with the baseline they start from.",
        ("kpi", "period"),
        (
            _text("kpi", "id of the measure", required=True),
            _date("period", "first day of the month", required=True),
            _number("target", "in the measure's own unit; of a band, its lower end", required=True),
            _number("upper", "upper end, where the target is a band"),
            _number("baseline", "frozen value the target starts from"),
            _number("red_limit", "where attainment is nothing: of targets to hold and of bands"),
            _number("weight", "weight in the score; 1 where nobody said"),
            _text("owner", "who answers for it"),
            _text("comment", "the owner's comment on the month"),
            _date("due_on", "when the owner's next step is due"),
        ),
        ("scorecard", "strategy"),
    ),
    Table(
        "benefits_register",
        "The benefits register: what each lever brought in a month, how it was measured, and who stands by it.",
        ("lever", "month"),
        (
            _text("lever", "which lever: its kind, such as retention or handling", required=True),
            _date("month", "first day of the month", required=True),
            _money("planned", "promised for the month, where no approved case of assumptions says it"),
            _money("actual", "measured; empty while not measured, which is not zero"),
            _money("low", "lower end of the 95 % interval of actual"),
            _money("high", "upper end of it"),
            _text("method", "how it was measured, in words"),
            _text(
                "cause",
                "how it is known that CRM did it: A randomised control, B staggered roll-out with its checks passed, "
                "C before and after or matched comparison, D estimate of the owner",
                one_of=("A", "B", "C", "D"),
            ),
            _text(
                "money_mark",
                "how it is known in money: 1 seen in the general ledger or a reduced budget line, 2 measured in "
                "volumes and priced by finance, 3 calculated only",
                one_of=("1", "2", "3"),
            ),
            _text("evidence", "where it can be looked up: a report, a count, a letter"),
            _text("budget_line", "budget line that it lowers or raises"),
            _text("cost_center", "cost centre it belongs to"),
            _text("owner", "who answers for it"),
            _text("status", "draft, approved or refused", one_of=("draft", "approved", "refused"), default="draft"),
            _text("entered_by", "who entered it"),
            _text("approved_by", "who approved it"),
            _date("approved_on", "when it was approved"),
        ),
        ("realised",),
    ),
    Table(
        "reconciling_items",
        "What explains a difference between the general ledger and the records, month by month.",
        ("month", "item"),
        (
            _date("month", "first day of the month", required=True),
            _text("item", "what it is", required=True),
            _money("amount", "by how much it puts the ledger above the records; negative below", required=True),
            _text("kind", "timing, not posted or other", one_of=("timing", "not posted", "other"), default="other"),
        ),
        ("realised", "data_quality"),
    ),
    Table(
        "ledger_totals",
        "Totals of the general ledger, to reconcile with.",
        ("account", "month"),
        (
            _text("account", "ledger account", required=True),
            _date("month", "first day of the month", required=True),
            _money("amount", "net of VAT", required=True),
            _text(
                "kind",
                "what the account holds",
                one_of=("revenue", "cost of sales", "sales and marketing", "service", "programme", "other"),
                default="other",
            ),
        ),
        ("data_quality", "realised", "scorecard"),
    ),
    Table(
        "capability_scores",
        "How good we are at what matters, and should be.",
        ("capability",),
        (
            _text("capability", "what is scored", required=True),
            _number("weight", "share of importance", required=True),
            _number("score", "0 to 5, now", required=True),
            _number("target", "0 to 5", required=True),
            _number("peers", "0 to 5, comparable firms"),
        ),
        ("capabilities", "strategy"),
    ),
    Table(
        "plan",
        "Steps of the roadmap.",
        ("step",),
        (
            _text("step", "what is done", required=True),
            _text("heading", "which of the eight headings of a plan it belongs to"),
            _date("starts_on", "begins", required=True),
            _date("ends_on", "ends", required=True),
            _text("depends_on", "step that comes first"),
            _text("initiative_id", "part of the programme it belongs to", refers_to=("initiatives", "initiative_id")),
            _text("owner", "who answers for it"),
        ),
        ("roadmap",),
    ),
    Table(
        "words",
        "Words of the data in other languages: a reader of that language sees them, others see what the data say.",
        ("word", "language"),
        (
            _text("word", "as the other tables write it: a source, a reason, a product", required=True),
            _text("language", "en or zh_CN", required=True, one_of=("en", "zh_CN")),
            _text("written", "what readers of the language are shown", required=True),
        ),
        ("churn", "segments", "customer_value"),
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})
