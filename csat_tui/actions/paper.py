"""The paper desk."""

from csat_tui.actions.action import Action
from csat_tui.actions.action import later as _

ACTIONS = (
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
        "all_batches", _("Closed"), ("f2", "ctrl+l"), ("paper",), "qb quanbu closed all 全部 已结",
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
        "take_first", _("First is right"), ("1", "１"), ("differences",), "dyc diyici first 第一次",
        _("The paper says what was keyed first."), 1,
    ),
    Action(
        "take_second", _("Second is right"), ("2", "２"), ("differences",), "dec dierci second 第二次",
        _("The paper says what was keyed second; the record is corrected."), 2,
    ),
    Action(
        "take_third", _("Another value"), ("3", "３"), ("differences",), "qt qita third 第三值 其他",
        _("The paper says neither: type what it says."), 3,
    ),
    Action(
        "mailings", _("Mailings"), ("f8", "ctrl+o"), ("paper",), "yj youji fachu mailings sent 邮寄 发出 回收率",
        _("Lists what was sent out, and how much came back of it."), 81,
    ),
    Action(
        "open_mailing", _("Open"), ("enter",), ("mailings",), "dk dakai yici mailing open 打开",
        _("Shows every form of the marked mailing and what became of it."), 1,
    ),
    Action(
        "mark_undeliverable", _("Undeliverable"), ("1", "１"), ("mailing",),
        "tx tuixin wufa undeliverable returned post 退信 无法投递",
        _("The post brought the form back: it is no return (R34)."), 1,
    ),
    Action(
        "mark_reminded", _("Reminded"), ("2", "２"), ("mailing",), "yc yicui reminded 已催 催收",
        _("Notes that this customer was reminded today."), 2,
    ),
    Action(
        "remind_all", _("All reminded"), ("f9", "ctrl+y"), ("mailing",), "qc quancui remind all 全部已催 催收",
        _("Notes that everybody who has not answered was reminded today."), 4,
    ),
    Action(
        "mark_returned", _("Returned"), ("3", "３"), ("mailing",), "hs huishou shoudao returned back 收回 已回",
        _("The form came back: registers it in the open batch of its questionnaire, to be keyed there."), 3,
    ),
    Action(
        "take_form_back", _("Take back"), ("ctrl+z",), ("mailing", "paper_batch", "paper_sort"),
        "ch chehui quxiao take back undo 撤回 误操作",
        _("Takes back what was noted of the form by mistake: undeliverable, returned, sorted out, reminded."), 82,
    ),
    Action(
        "met", _("Keyed twice"), ("f4", "ctrl+e"), ("paper", "proposals"), "lt liangtai luru merge 两台同录 合并 重复",
        _("Shows forms that were keyed on two laptops, both records side by side, to say what the second one is."), 7,
    ),
    Action(
        "met_newer", _("Newer version"), ("1", "１"), ("paper_met",), "xb xinban newer 新版 替代",
        _("The second sheet is a newer version: its record counts instead; the first one is kept as superseded."), 1,
    ),
    Action(
        "met_duplicate", _("Duplicate"), ("2", "２"), ("paper_met",), "cf chongfu duplicate 重复 作废",
        _("There are two sheets of the same form: the second one is set aside as a duplicate."), 2,
    ),
    Action(
        "met_another", _("Another form"), ("3", "３"), ("paper_met",),
        "ly lingyi another both 另一份 都算",
        _("The second sheet is truly another form: both count, and it gets a number of its own."), 3,
    ),
    Action(
        "met_once", _("One sheet"), ("4", "４"), ("paper_met",), "tz tongzhang once 同一张",
        _("It is one sheet: the first record counts; where one sorted it out, what was keyed counts."), 4,
    ),
    Action(
        "met_later", _("Later"), ("0", "０"), ("paper_met",), "yh yihou later skip 以后 下一份",
        _("Leaves it for later and shows the next one; both records count until it is decided."), 5,
    ),
    Action(
        "show_scan", _("Show scan"), ("f11", "ctrl+w"), ("paper_batch", "keying", "record"),
        "ck chakan saomiao scan show view 扫描件 查看",
        _("Opens the scan of the form in the system's viewer; the decrypted file is taken away afterwards."),
    ),
    Action(
        "attach_scan", _("Attach scan"), ("ctrl+f",), ("paper_batch", "keying"),
        "fj fujian saomiao scan attach file fax 扫描件 传真 附加",
        _("Keeps a scan or fax file with the form, encrypted; it is sent after everything else."),
    ),
    Action(
        "ditto", _("Ditto"), ("ctrl+d",), ("keying",), "ts tongshang ditto same 同上",
        _("Takes over from the form before: the day, and what staff fill in; between two forms, begins the next one "
          "with the same day."), 11,
    ),
    Action(
        "whose", _("Whose form"), ("f3", "ctrl+x"), ("keying",), "dw danwei kehu customer 单位 客户",
        _("Looks for the customer of a form that was sent to nobody."),
    ),
    Action(
        "store", _("Store"), ("f9", "ctrl+y"), ("keying",), "bc baocun store save 保存 交卷",
        _("Stores the form as it is; fields without anything are noted as blank."), 12,
    ),
)  # fmt: skip
