"""Everything a person can do, once: key bindings, key bar, help and palette are all made from this list.

Keys are Textual names; the first is the one shown. No command is a letter: with a Chinese input method on,
letters start a composition, and signs arrive in their full-width form, which is why those are listed too.
Every function key has a Ctrl key beside it, because terminals keep some of them for themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding

from schemas.language import texts

translate = texts("csat_tui")


def _(message: str) -> str:
    """Marks a text for the catalogue; it is translated when shown, because the language can change."""
    return message


@dataclass(frozen=True)
class Action:
    """``search``: pinyin, its initials and English words by which the palette finds it without an input
    method. ``rank`` orders the key bar; 0 keeps it out of the bar. ``where``: the screens on which it does
    something. Without ``keys`` it is reached by the palette, where the first search word finds it."""

    id: str
    title: str
    keys: tuple[str, ...]
    where: tuple[str, ...]
    search: str
    about: str
    rank: int = 0

    @property
    def name(self) -> str:
        """The title in the current language."""
        return translate(self.title)

    @property
    def explanation(self) -> str:
        """One sentence on what it does, in the current language."""
        return translate(self.about)

    @property
    def label(self) -> str:
        """The key as a person reads it: ``Ctrl+S``; empty where only the palette has it."""
        return key_label(self.keys[0]) if self.keys else ""

    @property
    def ways(self) -> tuple[str, ...]:
        """Every way to it as a person reads it: the keys, else what to type in the palette."""
        return tuple(map(key_label, self.keys)) or (f"Ctrl+P {self.search.split()[0]}",)

    def matches(self, wish: str) -> bool:
        """Whether every word of the wish is found in the title, the search words or the explanation."""
        haystack = f"{self.name} {self.title} {self.search} {self.label}".casefold()
        return all(word in haystack for word in wish.casefold().split())


_WORK = ("today", "month", "records", "record", "customer", "proposals")
_WITHOUT_LINE = tuple(screen for screen in _WORK if screen != "records")
"""Where F3 is not taken by a line that narrows the list."""
_CUSTOMERS = ("find", "form", "customer", "match", "pack_choice", "proposals")
_IMPORT = ("imports", "import_file", "import_columns", "import_field", "import_preview")
_VISITS = ("visit", "plan")
_PAPER = ("paper", "paper_batch", "paper_sort", "differences", "operators")
_LISTS = (*_WORK, *_CUSTOMERS, *_VISITS, "result", "sync", "welcome", "interview", *_IMPORT)
_READING = tuple(dict.fromkeys((*_LISTS, *_PAPER, "keying")))
_BEFORE = ("unlock", "sign_in", "notice")
"""Screens before anything of the laptop is shown."""
_OWN = ("settings", "self_test")
"""Screens about the program itself."""

ACTIONS = (
    Action(
        "start", _("Start"), ("enter",), ("today",), "ks kaishi begin interview 开始 面访",
        _("Opens the questionnaire of the marked line, or takes up the draft where it was left."), 1,
    ),
    Action(
        "card", _("Card"), ("right", "space"), ("today",), "khk kehuka ka card customer history 客户卡 历史",
        _("Opens the card of the marked line's customer: history, remarks, promises, to be read before you go."), 2,
    ),
    Action(
        "month", _("Month"), ("f2", "ctrl+o"), ("today",), "by benyue yue figures 月 满意度",
        _("Shows this month's figures with the records behind them."), 2,
    ),
    Action(
        "result", _("Result"), ("f6", "ctrl+d"), ("today",), "jg jieguo jgm jieguoma result call 结果码 拨打",
        _("Notes what came of a call: no answer, refused, an appointment."), 3,
    ),
    Action(
        "visit", _("Visit"), ("f11", "ctrl+w"), ("today", "customer"), "zf zoufang baifang visit 走访 拜访 记录",
        _("Takes down a visit to this customer: who took part, what was promised, when to come again."),
    ),
    Action(
        "plan", _("Visit plan"), ("ctrl+l",), ("today",), "zfjh zoufang jihua niandu plan year 走访计划表 年度",
        _("Opens the visit plan of the year: its months, how each visit stands, approval and changes."),
    ),
    Action(
        "record_visit", _("Save"), ("f9", "ctrl+y"), ("visit",), "bc baocun jl jilu save record 保存 记录",
        _("Records the visit on this laptop and sends it with the next sync."), 1,
    ),
    Action(
        "visit_and_ask", _("And ask"), ("f4", "ctrl+n"), ("visit",), "wj wenjuan questionnaire interview 问卷",
        _("Records the visit and begins the questionnaire that goes with it."), 2,
    ),
    Action(
        "record_line", _("Visit made"), ("f11", "ctrl+w"), ("plan",), "jl jilu zoufang visit record 记录走访",
        _("Takes down that the marked visit was made."), 1,
    ),
    Action(
        "confirm_plan", _("Approve"), ("enter",), ("plan",), "qr queren confirm 确认",
        _("Does what the line above the keys asks."),
    ),
    Action(
        "month_before", _("Month before"), ("left",), ("plan",), "syy shangyiyue month 上月",
        _("Shows the visits of the month before; before the first the whole year."), 2,
    ),
    Action(
        "month_after", _("Month after"), ("right",), ("plan",), "xyy xiayiyue month 下月",
        _("Shows the visits of the next month; after the last the whole year."),
    ),
    Action(
        "move_line", _("Move"), ("f4", "ctrl+n"), ("plan",), "gq gaiqi move reschedule 改期",
        _("Moves the marked visit to other days, with the reason."), 4,
    ),
    Action(
        "cancel_line", _("Cancel"), ("f8", "ctrl+d"), ("plan",), "qx quxiao cancel 取消",
        _("Takes the marked visit out of the plan, with the reason."), 5,
    ),
    Action(
        "approve_plan", _("Approve"), ("f9", "ctrl+y"), ("plan",), "pz pizhun shenpi approve 批准 签批",
        _("Approves the plan, after Enter confirms: it counts from today on."), 6,
    ),
    Action(
        "print_plan", _("Print"), ("f7", "ctrl+b"), ("plan",), "dy dayin print pdf 打印",
        _("Writes the plan in its standard columns as a PDF beside the data of this laptop."),
    ),
    Action(
        "other_year", _("Year"), ("f2", "ctrl+o"), ("plan",), "nf nianfen year 年份",
        _("Shows the plan of another year."),
    ),
    Action(
        "choose", _("Choose"), ("enter",), ("result",), "xz xuanze choose 选择",
        _("Takes the marked result; a digit takes it at once."), 1,
    ),
    Action(
        "records", _("Records"), ("f4", "ctrl+e"), ("today",), "jl jilu list history 问卷",
        _("Lists every finished questionnaire on this laptop."), 4,
    ),
    Action(
        "behind", _("Records behind it"), ("enter",), ("month",), "mx mingxi jilu list 明细",
        _("Lists the questionnaires that make up the figure."), 1,
    ),
    Action(
        "earlier", _("Month before"), ("left", "pageup"), ("month",), "syy shangyiyue previous last 上月",
        _("Goes one month back."), 2,
    ),
    Action(
        "later", _("Month after"), ("right", "pagedown"), ("month",), "xyy xiayiyue next 下月",
        _("Goes one month on."), 3,
    ),
    Action(
        "read", _("Read"), ("enter",), ("records",), "ck chakan open show 查看",
        _("Opens the marked questionnaire with its answers, its score and the reasons for it."), 1,
    ),
    Action(
        "imports", _("Import"), ("ctrl+b",), ("today",), "dr daoru import csv xlsx excel 导入",
        _("Imports customers, events or projects from files of other systems, and lists earlier imports."),
    ),
    Action(
        "new_import", _("New import"), ("f3", "ctrl+n"), ("imports",), "xdr xindaoru file 文件",
        _("Chooses a file to import."), 1,
    ),
    Action(
        "take_back", _("Take back"), ("f8", "ctrl+z"), ("imports",), "ch chehui undo 撤销",
        _("Takes the marked import back, as long as nothing hangs on it."), 2,
    ),
    Action(
        "open_file", _("Open"), ("enter",), ("import_file",), "dk dakai open 打开",
        _("Opens the marked file, or the path that is typed."), 1,
    ),
    Action(
        "kind", _("Kind"), ("f2", "ctrl+l"), ("import_file",), "lx leixing customers events projects 类型",
        _("What the file tells of: customers, events or projects."), 2,
    ),
    Action(
        "assign", _("Change"), ("enter",), ("import_columns",), "gl ziduan column field 列",
        _("Chooses what the marked column is taken for."), 1,
    ),
    Action(
        "sheet", _("Sheet"), ("f2", "ctrl+l"), ("import_columns",), "gzb gongzuobiao sheet 工作表",
        _("Reads the next sheet of the workbook."), 3,
    ),
    Action(
        "date_order", _("Date order"), ("f4", "ctrl+n"), ("import_columns",), "rq riqi date order 日期",
        _("What a date such as 4/3/25 means in files of this source."), 4,
    ),
    Action(
        "preview", _("Preview"), ("f9", "ctrl+y"), ("import_columns",), "yl yulan preview 预览",
        _("Shows what importing the file would do; nothing is stored yet."), 2,
    ),
    Action(
        "take_field", _("Take"), ("enter",), ("import_field",), "qd queding take 选定",
        _("Takes the column for the marked field."), 1,
    ),
    Action(
        "show_rows", _("Show"), ("f2", "right", "ctrl+l"), ("import_preview",), "sx shaixuan filter 筛选",
        _("Shows the next kind of rows only: rejected, changed, new, known."), 3,
    ),
    Action(
        "apply", _("Import"), ("f9", "ctrl+y"), ("import_preview",), "dr daoru apply 导入",
        _("Stores what the file tells, all or nothing, after Enter confirms."), 2,
    ),
    Action(
        "confirm", _("Confirm"), ("enter",), ("imports", "import_preview"), "qr queren confirm 确认",
        _("Does what the line above the keys asks."), 1,
    ),
    Action(
        "stop_import", _("Stop"), ("escape",), ("import_preview",), "tz tingzhi cancel 停止",
        _("Stops before anything is stored."), 79,
    ),
    Action(
        "filter", _("Find"), ("f3", "ctrl+f"), ("records",), "zh zhaohui sx shaixuan filter search find 筛选 查找",
        _("Narrows the list while you type; there again it goes back to the list."), 2,
    ),
    Action(
        "day", _("Go to day"), ("ctrl+g",), ("records",), "rq riqi tiaozhuan date day jump 日期",
        _("Asks for a day and puts the mark there."), 3,
    ),
    Action(
        "amend", _("Correct"), ("f8", "ctrl+e"), ("record",), "gz gengzheng xiuzheng amend correct 更正",
        _("Opens the interview with the old answers; the old questionnaire is kept beside the new one."), 1,
    ),
    Action(
        "again", _("Sync again"), ("f5", "ctrl+r"), ("sync",), "zl zailai retry 重试",
        _("Starts another sync; what the server has is not sent again."), 2,
    ),
    Action(
        "accept_removal", _("Remove them here"), ("f8", "ctrl+g"), ("sync",), "sc shanchu yichu accept 移除",
        _("Lets the centre take most of a collection away from this laptop, after you have asked there."), 3,
    ),
    Action(
        "stop", _("Stop"), ("escape",), ("sync",), "tz tingzhi cancel 停止",
        _("Stops the sync; what has arrived stays, and the rest goes next time."), 1,
    ),
    Action(
        "refresh", _("Refresh"), ("f5", "ctrl+r"), (*_WORK[:3], *_WORK[4:], "find", "plan", *_PAPER),
        "sx shuaxin reload 刷新",
        _("Reads the screen's data again."),
    ),
    Action(
        "find", _("Find"), ("f3", "ctrl+f"), _WITHOUT_LINE, "zkh chakehu kehu customer search 查客户 找客户",
        _("Finds a customer offline, by a few characters of whatever they are known by."), 20,
    ),
    Action(
        "proposals", _("Decide"), ("f7", "ctrl+g"), ("today",), "ty tiyi jueding proposals conflict 提议 冲突",
        _("Shows values that were set twice, side by side, to take one or the other."), 21,
    ),
    Action(
        "open", _("Open card"), ("enter",), ("find",), "dk dakai kapian card open 客户卡",
        _("Opens the card of the marked customer; that it was opened is noted."), 1,
    ),
    Action(
        "temporary", _("Temporary customer"), ("f4", "ctrl+n"), ("find",), "ls linshi new temporary 临时客户 新建",
        _("Puts somebody on file with the least fields, to be matched later."), 2,
    ),
    Action(
        "open_line", _("Read"), ("enter",), ("customer",), "ck chakan open record 查看",
        _("Opens the marked questionnaire of the customer."), 1,
    ),
    Action(
        "begin", _("Interview"), ("f4", "ctrl+n"), ("customer",), "ks kaishi fangwen start interview 开始 访问",
        _("Begins a questionnaire with this customer: choose which, and how they are reached."), 2,
    ),
    Action(
        "show_phone", _("Telephone"), ("f7", "ctrl+b"), ("customer", "proposals"),
        "dh dianhua phone number 电话 号码",
        _("Shows telephone numbers in full for a while; that you saw them is noted."), 3,
    ),
    Action(
        "change", _("Change"), ("f2", "ctrl+o"), ("customer",), "xg xiugai edit change 修改 电话",
        _("Changes fields of the customer; only what changed is sent."), 4,
    ),
    Action(
        "verified", _("Verified"), ("ctrl+y",), ("customer",), "hs heshi verified today 核实",
        _("Notes that the file was checked with the customer today."), 0,
    ),
    Action(
        "match", _("Same as"), ("ctrl+g",), ("customer",), "hb hebing pipei merge match 合并 匹配 临时",
        _("Says that this customer is one that is on file already, and makes the two one."), 6,
    ),
    Action(
        "stop_contact", _("Do not contact"), ("ctrl+d",), ("customer",), "wr wurao stop contact 勿扰 拒访",
        _("Notes that the customer is not to be contacted any more, why and on whose wish."), 0,
    ),
    Action(
        "separate", _("Part again"), ("ctrl+z",), ("customer",), "cf chaifen undo merge split 拆分 撤销合并",
        _("Takes back that the marked one was found to be the same customer."), 0,
    ),
    Action(
        "save", _("Save"), ("f9", "ctrl+y"), ("form",), "bc baocun save 保存",
        _("Keeps what is typed on this laptop and sends it with the next sync."), 1,
    ),
    Action(
        "merge", _("Make them one"), ("f9", "ctrl+y"), ("match",), "hb hebing merge 合并",
        _("Makes the two one customer; what one lacks it takes from the other."), 1,
    ),
    Action(
        "take_pack", _("Begin now"), ("enter",), ("pack_choice",), "ks kaishi begin 开始",
        _("Begins the marked questionnaire."), 1,
    ),
    Action(
        "channel_before", _("Reached by"), ("left",), ("pack_choice",), "qd qudao channel 渠道 方式",
        _("Changes how the customer is reached."), 2,
    ),
    Action(
        "channel_next", _("Reached by"), ("right",), ("pack_choice",), "qd qudao channel 渠道 方式",
        _("Changes how the customer is reached."), 3,
    ),
    Action(
        "take", _("Take proposed"), ("f9", "ctrl+y"), ("proposals",), "cn caina accept take 采纳",
        _("Sets the proposed value; the other key turns it round until you leave."), 1,
    ),
    Action(
        "keep", _("Keep held"), ("f8", "ctrl+n"), ("proposals",), "bl baoliu keep decline 保留",
        _("Leaves the value that is held; the other key turns it round until you leave."), 2,
    ),
    Action(
        "remark", _("Verbatim"), ("f4", "ctrl+n"), ("interview", "keying"), "yh yuanhua beizhu note remark 备注",
        _("Takes down the customer's own words on this question; the same key stores them."), 10,
    ),
    Action(
        "next_must", _("Next must-ask"), ("f7", "ctrl+f"), ("interview",), "bw biwen must next",
        _("Goes to the next question that must be asked and has no answer yet."), 11,
    ),
    Action(
        "all_questions", _("List"), ("f2", "ctrl+l"), ("interview",), "qb quanbiao list overview",
        _("Lists all questions with their answers; Enter goes to one."), 12,
    ),
    Action(
        "ticket", _("Ticket"), ("f8", "ctrl+e"), ("interview",), "kd kaidan tousu ticket complaint 开单 投诉 抱怨",
        _("Takes down a complaint or problem on the spot, with what was just said; it stays open on Today."),
    ),
    Action(
        "promise", _("Promise"), ("ctrl+b",), ("interview",), "cn chengnuo promise 承诺",
        _("Takes down what is promised, by whom and by when; it comes back on its day."),
    ),
    Action(
        "outcome", _("Ends early"), ("f6", "ctrl+d"), ("interview",), "jg jieguo jgm refused broken 结果码 拒访 中断",
        _("Refused, broken off or another time: one digit, and Enter where it is to be stored."),
    ),
    Action(
        "turn", _("Turn screen"), ("f11", "ctrl+o"), ("interview",), "zp zhuanping turn screen 转屏 给客户看",
        _("Shows only the question and its choices, for the customer's eyes; the same key turns back."),
    ),
    Action(
        "readback", _("Read back"), ("f5", "ctrl+r"), ("interview",), "fs fushu huidu read back 复述 确认",
        _("Shows what was understood, to be read back to the customer."),
    ),
    Action(
        "person", _("Who answers"), ("ctrl+w",), ("interview",), "sfr shoufangren respondent 受访人",
        _("Name, department and role of whoever answers."),
    ),
    Action(
        "other_customer", _("Other customer"), ("f3", "ctrl+x"), ("interview",), "gg gaigua wrong customer 改挂客户",
        _("The form was begun for the wrong customer: it keeps its answers and is put under another; that is noted."),
    ),
    Action(
        "accept", _("Accept"), ("enter",), ("interview", "keying"), "qr queren enter next 下一题",
        _("Accepts what is typed and goes on."), 50,
    ),
    Action(
        "before", _("Before"), ("up",), ("interview", "keying"), "syt shangyiti previous 返回",
        _("Goes to the question before; nothing is lost."), 51,
    ),
    Action(
        "after", _("Skip"), ("down",), ("interview", "keying"), "xyt xiayiti next skip 下一题",
        _("Goes to the next question without answering."),
    ),
    Action(
        "jump", _("Go to no."), ("ctrl+g",), ("interview",), "tt tiaoti jump go 跳到",
        _("Goes to the question with a number."), 52,
    ),
    Action(
        "undo", _("Undo"), ("ctrl+z",), ("interview", "keying"), "cx chexiao undo back",
        _("Takes the last answer back, also after a restart."), 53,
    ),
    Action(
        "finish", _("Finish"), ("f9", "ctrl+y"), ("interview",), "tj tijiao submit finish 完成",
        _("Shows what the form amounts to; there the key submits it, after Enter confirms."), 0,
    ),
    Action(
        "leave", _("Save, leave"), ("escape",), ("interview", "keying"), "cg caogao draft leave 返回 离开",
        _("Puts the form away as a draft; it opens again exactly here."), 54,
    ),
    Action(
        "paper", _("Paper desk"), ("f8", "ctrl+n"), ("today",), "zz zhizhi bd biaodan paper desk 纸质 录入 批次",
        _("Opens the paper desk: piles of forms that came in, to sort, key, verify and close."), 85,
    ),
    Action(
        "open_batch", _("Open"), ("enter",), ("paper",), "dk dakai pici batch open 打开 批次",
        _("Opens the marked batch with its forms."), 1,
    ),
    Action(
        "new_batch", _("New batch"), ("f3", "ctrl+n"), ("paper",), "xpc xinpici dengji batch new 新批次 登记",
        _("Registers a pile that came in: questionnaire, channel, day of receipt, declared number."), 2,
    ),
    Action(
        "all_batches", _("Closed too"), ("f2", "ctrl+l"), ("paper",), "qb quanbu closed all 全部 已结",
        _("Shows closed batches too, or only those at work."), 4,
    ),
    Action(
        "operator", _("Operator"), ("f7", "ctrl+g"), ("paper", "paper_batch"), "ly luruyuan operator 录入员 换人",
        _("Says who keys from now on; a second keying must be by another person than the first."), 5,
    ),
    Action(
        "figures", _("Figures"), ("f6", "ctrl+d"), ("paper",), "tj tongji luruyuan operators speed 统计 录入员",
        _("Speed and errors of each operator, by batch and pack; the errors of keyer and verifier apart."), 6,
    ),
    Action(
        "key_forms", _("Key forms"), ("enter",), ("paper_batch",), "lr luru key enter 录入",
        _("Keys the forms of the batch one after another, from where it was left."), 1,
    ),
    Action(
        "sort_forms", _("Sort"), ("f6", "ctrl+d"), ("paper_batch",), "fj fenjian sort blank duplicate 分拣 空白 重复",
        _("Registers forms that are not to be keyed: blank, duplicate, torn, wrong version, half a page."), 2,
    ),
    Action(
        "second", _("Key twice"), ("f8", "ctrl+e"), ("paper_batch",), "ec ercilu luru verify 二次录入 复核",
        _("Keys the drawn forms a second time; another operator must do it, who does not see what was keyed first."), 3,
    ),
    Action(
        "show_differences", _("Differences"), ("f2", "ctrl+l"), ("paper_batch",), "cy chayi differences 差异 裁定",
        _("Lists the fields that were keyed differently, to be decided with the paper in hand."), 5,
    ),
    Action(
        "type_words", _("Words to type"), ("f4", "ctrl+n"), ("paper_batch",), "bl bulu yijian remarks later 补录 意见",
        _("Types the words that were left for later, form by form."),
    ),
    Action(
        "close_batch", _("Close"), ("f9", "ctrl+y"), ("paper_batch",), "js jieshu jiepi close 结批",
        _("Closes the batch when it balances and its second keying is done; otherwise says what is missing."), 4,
    ),
    Action(
        "stay_open", _("Leave open"), ("ctrl+b",), ("paper_batch",), "bj bujie liukai open reason 暂不结 原因",
        _("Notes why the batch stays open."),
    ),
    Action(
        "declared", _("Declared"), ("ctrl+o",), ("paper_batch",), "sb shenbao declared number 申报数 更正",
        _("Corrects how many forms the sender says there are."),
    ),
    Action(
        "take_first", _("First is right"), ("1", "fullwidth_digit_one"), ("differences",), "dyc diyici first 第一次",
        _("The paper says what was keyed first."), 1,
    ),
    Action(
        "take_second", _("Second is right"), ("2", "fullwidth_digit_two"), ("differences",), "dec dierci second 第二次",
        _("The paper says what was keyed second; the record is corrected."), 2,
    ),
    Action(
        "take_third", _("Another value"), ("3", "fullwidth_digit_three"), ("differences",), "qt qita third 第三值 其他",
        _("The paper says neither: type what it says."), 3,
    ),
    Action(
        "ditto", _("Ditto"), ("ctrl+d",), ("keying",), "ts tongshang ditto same 同上",
        _("Takes over from the form before: the day, and what staff fill in."), 11,
    ),
    Action(
        "whose", _("Whose form"), ("f3", "ctrl+x"), ("keying",), "dw danwei kehu customer 单位 客户",
        _("Looks for the customer of a form that was sent to nobody."),
    ),
    Action(
        "store", _("Store"), ("f9", "ctrl+y"), ("keying",), "bc baocun store save 保存 交卷",
        _("Stores the form as it is; fields without anything are noted as blank."), 12,
    ),
    Action(
        "sign_in", _("Sign in"), ("enter",), ("sign_in",), "dl denglu sign in 登录",
        _("Lets the marked person sit down, with the PIN that is typed."), 1,
    ),
    Action(
        "person_before", _("Person before"), ("up",), ("sign_in",), "sy shangyiren person 上一人",
        _("Marks the person above."), 2,
    ),
    Action(
        "person_after", _("Next person"), ("down",), ("sign_in",), "xy xiayiren person 下一人",
        _("Marks the person below."), 3,
    ),
    Action(
        "accept_notice", _("I accept"), ("f9", "ctrl+y"), ("notice",), "jieshou accept 接受",
        _("Accepts the notice and goes on."), 1,
    ),
    Action(
        "lock", _("Lock, switch"), ("ctrl+right_square_bracket",), (*_READING, *_OWN),
        "sd suoding hr huanren lock switch user sign 锁定 换人 登录",
        _("Covers the screen until a PIN is typed: yours brings you back, another person begins at their own Today."),
    ),
    Action(
        "back", _("Back"), ("escape",),
        (
            "sign_in",
            "result", "sync", "month", "records", "record", *_VISITS, *_CUSTOMERS, *_IMPORT, *_PAPER, "help", "palette",
            *_OWN,
        ),
        "fh fanhui return 返回", _("Goes back to the screen before."), 80,
    ),
    Action(
        "sync", _("Sync"), ("ctrl+s", "f9"), _WORK[:5], "tb tongbu send server 上传 同步",
        _("Sends what was recorded, fetches what is new and proves that the server has it all."), 90,
    ),
    Action(
        "palette", _("Commands"), ("ctrl+p", "f10"), (*_READING, *_OWN), "ml mingling menu search 菜单",
        _("Finds any command by a few characters, by pinyin initials or in English."), 91,
    ),
    Action(
        "help", _("Help"), ("f1", "ctrl+k", "question_mark", "fullwidth_question_mark"),
        (*_READING, *_BEFORE, *_OWN), "bz bangzhu keys 按键",
        _("Explains this screen and every key on it."), 92,
    ),
    Action(
        "language", "English / 中文", ("f12", "ctrl+t"), (*_READING, *_BEFORE, "help", *_OWN),
        "yy yuyan language english chinese zhongwen 语言", _("Changes the language at once."),
    ),
    Action(
        "jump_mode", _("Jump"), ("ctrl+a",),
        tuple(w for w in (*_READING, *_OWN) if w not in ("interview", "welcome", "sync", "self_test")),
        "tz tiaozhuan jump labels 跳转 标号", _("Shows a number at every row and field; typing it goes there."),
    ),
    Action(
        "settings", _("Settings"), (), _READING,
        "sz shezhi settings theme colour contrast language 设置 主题 颜色 语言",
        _("Language, theme, colours and width of characters; every change shows at once."),
    ),
    Action(
        "self_test", _("Terminal test"), (), tuple(w for w in (*_READING, "settings") if w != "interview"),
        "zj zijian ceshi test terminal input method clock 自检 测试 对齐 输入法",
        _("Do rows line up, does the input method arrive, is the clock right: a minute."),
    ),
    Action(
        "tutorial", _("Tutorial"), (), _READING, "jc jiaocheng xuexi tutorial learn 教程 学习",
        _("Five minutes with the main screens, step by step, in the practice company; again: ends it."),
    ),
    Action(
        "practice", _("Practice company"), (), ("today", "welcome"), "lx lianxi practice demo training 练习",
        _("Opens a practice company beside the real work, with its own data; leaving it comes back here."),
    ),
    Action(
        "change_setting", _("Change"), ("enter", "right"), ("settings",), "gb gaibian change next 改变",
        _("Takes the next choice of the marked setting, or opens what the line stands for."), 1,
    ),
    Action(
        "setting_before", _("Change back"), ("left",), ("settings",), "hg huigai previous 改回",
        _("Takes the choice before."), 2,
    ),
    Action(
        "quit", _("Quit"), ("ctrl+q",), (*_READING, *_BEFORE, "help", "palette", *_OWN), "tc tuichu exit close 退出",
        _("Closes csat. Everything is already saved."), 93,
    ),
)  # fmt: skip

_SPECIAL = {
    "enter": "Enter",
    "escape": "Esc",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "right_square_bracket": "]",
    "question_mark": "?",
    "fullwidth_question_mark": "？",
}


def key_label(key: str) -> str:
    """A Textual key name as it stands on the keyboard."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key_label(key.removeprefix('ctrl+'))}"
    return _SPECIAL.get(key, key.upper())


def on_screen(where: str) -> list[Action]:
    """The actions of a screen in the order of its key bar, those out of the bar last."""
    valid = [action for action in ACTIONS if where in action.where]
    return sorted(valid, key=lambda action: action.rank or 1000)


def find(wish: str, actions: Iterable[Action]) -> list[Action]:
    """Those of the actions that answer to the wish; all for an empty one."""
    return [action for action in actions if action.matches(wish)]


def bindings(where: str) -> list[Binding]:
    """The key bindings of a screen; each runs ``do`` with the action's id."""
    return [
        Binding(
            ",".join(action.keys), f"do('{action.id}')", action.title, show=False, id=f"{where}.{action.id}"
        )
        for action in on_screen(where)
        if action.keys
    ]
