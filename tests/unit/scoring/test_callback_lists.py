"""R23: whom to call today, and whether everybody was called."""

from datetime import date

from schemas.scoring.callback_lists import (
    LastVisit,
    SettledOrder,
    callback_list,
    lost_day,
    lost_list,
    reconcile,
    reminder_day,
    reminder_listed,
)


def test_yesterdays_orders_are_listed_and_todays_are_not() -> None:  # R23-1
    orders = [
        SettledOrder("A", "c1", date(2025, 3, 3)),
        SettledOrder("B", "c2", date(2025, 3, 4)),
        SettledOrder("C", "c3", date(2025, 3, 2)),
    ]
    assert callback_list(orders, date(2025, 3, 4), date(2025, 3, 2)) == {"c1": ("A",)}


def test_a_closed_sunday_puts_the_weekend_on_mondays_list() -> None:  # R23-2
    orders = [SettledOrder(f"{day}", f"c{day}", date(2025, 3, day)) for day in (1, 2, 3)]
    assert list(callback_list(orders, date(2025, 3, 3), date(2025, 2, 28))) == ["c1", "c2"]


def test_six_calendar_months_make_a_customer_lost() -> None:  # R23-3, R23-4
    assert lost_day(date(2024, 8, 31)) == date(2025, 2, 28)
    assert lost_day(date(2025, 1, 15)) == date(2025, 7, 15)


def test_register_and_export_are_reconciled() -> None:  # R23-5
    result = reconcile(dict.fromkeys("ABCD", ""), dict.fromkeys("ABE", ""))
    assert (result.missing, result.extra, result.differences) == (("C", "D"), ("E",), 3)
    assert result.called.fixed_percent(0) == "50"


def test_an_order_with_another_plate_is_a_mismatch() -> None:
    result = reconcile({"A": "plate 1", "B": "plate 2"}, {"A": "plate 1", "B": "plate 3"})
    assert (result.mismatched, result.differences) == (("B",), 1)


def test_a_reminder_is_listed_from_its_lead_until_reminded() -> None:  # R23-6
    due = date(2025, 6, 30)
    assert reminder_day(due, 30) == date(2025, 5, 31)
    assert reminder_listed(due, 30, date(2025, 5, 30), reminded=False) is False
    assert reminder_listed(due, 30, date(2025, 5, 31), reminded=False) is True
    assert reminder_listed(due, 30, date(2025, 6, 7), reminded=True) is False


def test_two_orders_of_a_customer_are_one_call() -> None:  # R23-7
    orders = [SettledOrder(order, "c1", date(2025, 3, 3)) for order in ("B", "A")]
    assert callback_list(orders, date(2025, 3, 4), date(2025, 3, 2)) == {"c1": ("A", "B")}


def test_the_lost_list_catches_up_on_missed_days_and_leaves_out_who_must_not_be_called() -> None:
    visit = date(2025, 1, 15)
    customers = [
        LastVisit("today", visit),
        LastVisit("missed yesterday", date(2025, 1, 14)),
        LastVisit("listed before", date(2025, 1, 12)),
        LastVisit("not yet", date(2025, 1, 16)),
        LastVisit("contacted", visit, last_contact=date(2025, 5, 1)),
        LastVisit("sold", visit, sold=True),
        LastVisit("do not contact", visit, do_not_contact=True),
    ]
    today, last_list = date(2025, 7, 15), date(2025, 7, 13)
    assert lost_list(customers, today, last_list) == ("today", "missed yesterday")
    everybody = lost_list(customers, today, last_list, mode="at_least")
    assert everybody == ("today", "missed yesterday", "listed before")
