"""The key sheet of the user documents, made from the registry of actions.

python docs/keysheet.py           write docs/keys.zh.md and docs/keys.en.md
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from csat_tui.actions import ACTIONS, Action, on_screen  # noqa: E402
from schemas.language import speaking  # noqa: E402

SHEETS = {"zh_CN": "keys.zh.md", "en": "keys.en.md"}
"""Language -> file."""

_HEADS = {
    "zh_CN": (
        "按键表",
        "本页由 `python docs/keysheet.py` 生成，请勿手改。同一行里的几个键作用相同。",
        "按键 | 命令 | 作用",
    ),
    "en": (
        "Keys",
        "Made by `python docs/keysheet.py`; do not edit. The keys of one line do the same.",
        "Keys | Command | What it does",
    ),
}
_SCREENS = {
    "zh_CN": {
        "today": "今日任务",
        "interview": "访问",
        "paper": "纸质表",
        "paper_batch": "批次",
        "paper_sort": "分拣",
        "keying": "录入",
        "differences": "差异",
        "operators": "录入员统计",
        "paper_met": "两台同录",
        "mailings": "邮寄",
        "mailing": "一次邮寄",
        "sync": "同步",
        "month": "本月",
        "result": "拨打结果",
        "records": "记录",
        "record": "一份记录",
        "find": "查客户",
        "customer": "客户卡",
        "form": "客户资料",
        "visit": "走访记录",
        "plan": "走访计划表",
        "match": "合并客户",
        "pack_choice": "选择问卷",
        "proposals": "待决提议",
        "settings": "设置",
        "self_test": "终端自检",
        "quiz": "培训测验",
        "help": "帮助",
        "palette": "命令面板",
        "imports": "导入",
        "import_file": "导入：选文件",
        "import_columns": "导入：对应列",
        "import_field": "导入：选字段",
        "import_preview": "导入：预览",
        "welcome": "欢迎",
        "unlock": "已锁定",
        "sign_in": "登录",
        "notice": "保密须知",
    },
    "en": {
        "today": "Today",
        "interview": "Interview",
        "paper": "Paper desk",
        "paper_batch": "Batch",
        "paper_sort": "Sort",
        "keying": "Keying",
        "differences": "Differences",
        "operators": "Operators",
        "paper_met": "Keyed on two laptops",
        "mailings": "Mailings",
        "mailing": "One mailing",
        "sync": "Sync",
        "month": "Month",
        "result": "Result of the call",
        "records": "Records",
        "record": "One record",
        "find": "Find a customer",
        "customer": "Customer card",
        "form": "Customer form",
        "visit": "Visit",
        "plan": "Visit plan",
        "match": "Merging",
        "pack_choice": "Questionnaire",
        "proposals": "Proposals",
        "settings": "Settings",
        "quiz": "Training quiz",
        "self_test": "Terminal test",
        "help": "Help",
        "palette": "Commands",
        "imports": "Import",
        "import_file": "Import: file",
        "import_columns": "Import: columns",
        "import_field": "Import: field",
        "import_preview": "Import: preview",
        "welcome": "Welcome",
        "unlock": "Locked",
        "sign_in": "Sign in",
        "notice": "Confidentiality",
    },
}


def sheet(language: str) -> str:
    """The whole sheet in this language."""
    title, note, head = _HEADS[language]
    with speaking(language):
        parts = [_table(_SCREENS[language][where], head, on_screen(where)) for where in _screens()]
    return "\n\n".join([f"# {title}", note, *parts]) + "\n"


def _screens() -> list[str]:
    """The screens in the order of ``_SCREENS``; one the sheet does not know is an error."""
    used = {where for action in ACTIONS for where in action.where}
    unnamed = used - set(_SCREENS["en"])
    if unnamed:
        raise KeyError(f"docs/keysheet.py has no name for the screens {sorted(unnamed)}")
    return [where for where in _SCREENS["en"] if where in used]


def _table(name: str, head: str, actions: list[Action]) -> str:
    rows = [f"| {_keys(action)} | {action.name} | {action.explanation} |" for action in actions]
    return "\n".join([f"## {name}", "", f"| {head} |", "|---|---|---|", *rows])


def _keys(action: Action) -> str:
    return " ".join(f"`{way}`" for way in action.ways)


def main() -> None:
    for language, name in SHEETS.items():
        (FOLDER / name).write_text(sheet(language), encoding="utf-8")


if __name__ == "__main__":
    main()
