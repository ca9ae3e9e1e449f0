"""Finding, changing and joining customers; values set twice."""

from csat_tui.actions.action import Action
from csat_tui.actions.action import later as _
from csat_tui.actions.where import WITHOUT_LINE

ACTIONS = (
    Action(
        "find", _("Find"), ("f3", "ctrl+f"), WITHOUT_LINE, "zkh chakehu kehu customer search 查客户 找客户",
        _("Finds a customer offline, by a few characters of whatever they are known by."), 20,
    ),
    Action(
        "proposals", _("Decide"), ("f7", "ctrl+g"), ("today",), "ty tiyi jueding proposals conflict 提议 冲突",
        _("Shows values that were set twice, side by side, to take one or the other."), 21,
    ),
    Action(
        "open", _("This one"), ("enter",), ("find",), "xz xuanze dk dakai kapian card open choose 客户卡",
        _("Opens the card of the marked customer, which is noted; where a customer was asked for, takes this one."), 1,
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
        "take_pack", _("Choose"), ("enter",), ("pack_choice",), "xz xuanze ks kaishi begin choose 选择 开始",
        _("Takes the marked questionnaire."), 1,
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
)  # fmt: skip
