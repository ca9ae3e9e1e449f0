"""Fields and states of customers in the words of the glossary, in the current language."""

from schemas.language import texts

_ = texts("csat_tui")


def field_name(code: str) -> str:
    """A field of a record."""
    names = {
        "name": _("Name"),
        "number": _("Number"),
        "salutation": _("Salutation"),
        "phone": _("Telephone"),
        "plate": _("Plate"),
        "company": _("Company"),
        "business_line": _("Business line"),
        "consultant": _("Consultant"),
        "tier": _("Tier"),
        "contacts": _("Contact persons"),
        "assets": _("Vehicles, assets"),
        "status": _("State"),
        "type": _("Type"),
        "last_verified_at": _("Last verified"),
        "do_not_contact": _("Do not contact"),
        "merged_into": _("Same as"),
        "withdrawn": _("Taken back"),
        "due_at": _("Due"),
        "assignee": _("Assigned to"),
        "purpose": _("Purpose"),
        "customer": _("Customer"),
        "manager": _("Manager"),
        "sales": _("Sales"),
        "reason": _("Reason"),
        "why": _("Why"),
        "window_first": _("From"),
        "window_last": _("To"),
        "schedule": _("Window"),
        "asked_by": _("Asked by"),
        "keyed": _("Keyed"),
        "declared": _("Declared"),
        "form_date": _("Date on the form"),
        "fate": _("What became of it"),
    }
    return names.get(code, code)


def business_line_name(code: str) -> str:
    """A business line; one of the company's own as it calls it."""
    return {"sales": _("sales"), "aftersales": _("after-sales")}.get(code, code)


def entity_name(code: str) -> str:
    """A kind of record."""
    names = {
        "customer": _("customer"),
        "event": _("event"),
        "project": _("project"),
        "task": _("task"),
        "paper_batch": _("batch of forms"),
        "paper_form": _("paper form"),
        "mailing": _("mailing"),
        "visit": _("visit"),
        "visit_plan": _("visit plan"),
        "plan_line": _("planned visit"),
    }
    return names.get(code, code)


def state_name(code: str) -> str:
    """The state of a customer, event, task or project."""
    names = {
        "temporary": _("temporary"),
        "prospect": _("prospect"),
        "active": _("active"),
        "lost": _("lost"),
        "closed": _("closed"),
        "merged": _("merged"),
        "imported": _("imported"),
        "eligible": _("eligible"),
        "sampled": _("sampled"),
        "excluded": _("excluded"),
        "pending": _("open"),
        "in_progress": _("in progress"),
        "appointment": _("appointment"),
        "done": _("done"),
        "exhausted": _("given up"),
        "cancelled": _("cancelled"),
        "ended": _("ended"),
    }
    return names.get(code, code)


def type_name(code: str) -> str:
    """What a customer is."""
    names = {
        "person": _("person"),
        "company": _("company"),
        "unit": _("unit"),
        "employee": _("employee"),
        "display_car": _("display car"),
    }
    return names.get(code, code)
