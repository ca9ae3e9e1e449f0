"""What a file may tell of each kind of record: each field, how it is read, what columns call it.

Headings are those that dealer systems (YHSOFT and other DMS), case registers and CRM exports print, best first:
of two columns for one field the one named further left here is taken.
"""

from dataclasses import replace
from typing import Literal

from csat_tui.importing.field import Field
from csat_tui.importing.fields_inside import CARS, STAFF
from csat_tui.importing.values.names import read_name
from csat_tui.importing.values.phones import read_phones
from csat_tui.importing.values.vehicles import read_plated, read_vin
from csat_tui.importing.values.words import read_code, read_decimal, read_severity, read_yes_no
from schemas.language import sentences

say = sentences("csat_tui")

Kind = Literal["customers", "events", "projects", "staff", "cars"]


NUMBER = Field(
    "number",
    say("Customer number"),
    "客户编号 客户编码 客户代码 客户号 客户ID 货主编码 货主代码 户号 房产编号 房号 房间号 "
    "会员号 会员编号 会员卡号 档案号 档案编号 零售户编码 许可证号 "
    "网点编码 网点编号 门店编码 门店编号 经销商编码 经销商代码 "
    "customernumber customerno customerid custno clientid",
    read_code,
)
NAME = Field(
    "name",
    say("Customer name"),
    "客户名称 客户姓名 姓名 车主姓名 车主 车主名称 顾客姓名 用户姓名 用户名称 单位名称 公司名称 企业名称 "
    "零售户名称 名称 客户 顾客 "
    "送修人 送修人姓名 客户全称 患者姓名 病人姓名 业主姓名 业主 户主姓名 户主 住户姓名 住户 货主名称 货主 "
    "户名 购车人 购车人姓名 购车客户 收货人 收货人姓名 收件人 收件人姓名 买家姓名 网点名称 门店名称 经销商名称 "
    "name customername customer owner fullname clientname",
    read_name,
)
PHONE = Field(
    "phone",
    say("Telephone"),
    "手机 手机号 手机号码 移动电话 联系手机 客户手机 车主手机 送修人手机 车主手机号 客户手机号 联系电话 "
    "客户电话 车主电话 送修人电话 "
    "联系人电话 联系人手机 联系方式 电话 电话号码 联络电话 申告人电话 报修电话 业主电话 业主手机 住户电话 "
    "收货人手机 收货人电话 收件人手机 收件人电话 电话1 手机1 联系电话1 联系人电话1 "
    "mobile mobilephone cellphone cell phone phonenumber telephone tel contactphone",
    read_phones,
)
PHONE_ALT = Field(
    "phone_alt",
    say("Second telephone"),
    "备用电话 其他电话 第二电话 电话2 手机2 联系电话2 联系人电话2 固定电话 座机 固话 办公电话 家庭电话 住宅电话 "
    "phone2 altphone officephone homephone",
    read_phones,
)
PLATE = Field(
    "plate",
    say("Number plate"),
    "车牌号 车牌号码 车牌 牌照号 牌照 车号 车辆牌照 号牌 号牌号码 车牌号VIN 车牌VIN 车牌号车架号 车牌车架号 "
    "VIN车牌号 车架号车牌号 plate plateno platenumber licenseplate "
    "licenceplate licenseno",
    read_plated,
)
VIN = Field(
    "vin",
    say("Vehicle number (VIN)"),
    "VIN VIN码 VIN号 车架号 车架号码 底盘号 车辆识别代号 车辆识别码 vinno",
    read_vin,
)
MODEL = Field(
    "model", say("Model"), "车型 车型名称 车系 品牌车型 车辆型号 品牌 型号 model carmodel vehiclemodel"
)
COMPANY = Field(
    "company",
    say("Company"),
    "公司 单位 所属公司 所属单位 工作单位 客户单位 所在单位 company organisation organization",
)
CONTACT = Field(
    "contact",
    say("Contact person"),
    "联系人 联系人姓名 联系人1 联系人姓名1 接口人 客户联系人 联络人 contact contactperson contactname",
    read_name,
)
CONSULTANT = Field(
    "consultant",
    say("Consultant"),
    "销售顾问 客户经理 业务员 专属顾问 服务经理 负责人 consultant salesconsultant accountmanager",
)
BUSINESS_LINE = Field("business_line", say("Business line"), "业务线 业务条线 业务板块 businessline")
DO_NOT_CONTACT = Field(
    "do_not_contact",
    say("Do not contact"),
    "请勿回访 勿回访 免打扰 不回访 勿扰 是否勿扰 请勿打扰 拒绝回访 是否拒访 donotcontact donotcall dnc",
    read_yes_no,
)
PROJECT = Field(
    "project",
    say("Project number"),
    "项目编号 项目号 项目代码 项目编码 projectno projectcode projectnumber projectid",
    read_code,
)
REMARK = Field("remark", say("Remark"), "备注 说明 备注信息 remark remarks note notes comment")

CUSTOMERS = (
    NUMBER,
    NAME,
    PHONE,
    PHONE_ALT,
    PLATE,
    VIN,
    MODEL,
    COMPANY,
    CONTACT,
    Field("salutation", say("Form of address"), "称呼 称谓 尊称 salutation title"),
    Field("sex", say("Sex"), "性别 sex gender"),
    Field("customer_type", say("Kind of customer"), "客户类型 客户性质 客户类别 客户属性 customertype"),
    Field("tier", say("Tier"), "客户等级 客户级别 客户分级 等级 tier customerlevel"),
    replace(CONSULTANT, headings=f"服务顾问 {CONSULTANT.headings} 顾问"),
    BUSINESS_LINE,
    Field("email", say("E-mail"), "邮箱 电子邮箱 电子邮件 邮件 email mail emailaddress"),
    Field(
        "address",
        say("Address"),
        "地址 联系地址 家庭地址 通讯地址 客户地址 单位地址 详细地址 经营地址 address",
    ),
    Field("postcode", say("Postcode"), "邮编 邮政编码 postcode zip zipcode postalcode"),
    Field("region", say("Region"), "地区 区域 所属地区 片区 城市 region city area"),
    DO_NOT_CONTACT,
    REMARK,
)

EVENTS = (
    Field(
        "source_no",
        say("Source number"),
        "工单号 工单编号 维修工单号 委托书号 委托单号 施工单号 派工单号 维修单号 结算单号 结算单编号 "
        "出库单号 入库单号 案例编号 案例号 CASE编号 CASE号 "
        "CASE_NO CASEID 服务单号 服务请求编号 事件编号 申告单号 报修单号 订单号 订单编号 销售订单号 "
        "合同号 合同编号 交车单号 运单号 运单编号 快件单号 就诊号 门诊号 住院号 单号 单据号 单据编号 "
        "rono ronumber repairorderno orderno ordernumber orderid workorder workorderno "
        "caseno casenumber case incidentno incidentnumber ticketno "
        "ticketnumber ticketid number no id",
        read_code,
    ),
    Field(
        "closed_at",
        say("Settled or closed"),
        "结算时间 结算日期 关闭时间 关闭日期 结案时间 结案日期 完成时间 完成日期 解决时间 处理完成时间 "
        "竣工时间 竣工日期 完工时间 "
        "完工日期 出厂时间 出厂日期 离厂时间 离店时间 签收时间 签收日期 结束时间 出院日期 出院时间 就诊日期 就诊时间 "
        "settledat settlementdate "
        "closedat closedate closeddate closetime closed dateout "
        "completedat finishedat resolvedat resolved",
        date=True,
        past=True,
    ),
    Field(
        "delivered_at",
        say("Delivered"),
        "交车时间 交车日期 实际交车时间 实际交车日期 交付日期 交付时间 提车日期 提车时间 deliveredat "
        "deliverydate",
        date=True,
    ),
    Field(
        "due_delivery_at",
        say("Delivery promised"),
        "预计交车时间 预交车时间 约定交车时间 预计完工时间 预计交付时间",
        date=True,
    ),
    Field(
        "opened_at",
        say("Opened"),
        "进厂时间 进厂日期 来厂时间 进店时间 开单时间 开单日期 接车时间 受理时间 受理日期 申告时间 "
        "申告日期 报修时间 报修日期 创建时间 "
        "创建日期 登记时间 下单时间 下单日期 订单日期 "
        "openedat opendate createdat createddate opened created reported datein",
        date=True,
        past=True,
    ),
    NUMBER,
    NAME,
    PHONE,
    PHONE_ALT,
    PLATE,
    VIN,
    MODEL,
    COMPANY,
    CONTACT,
    Field(
        "type",
        say("Kind of event"),
        "业务类型 工单类型 单据类型 事件类型 服务类型 案例类型 CASE类型 订单类型 类型 type ordertype "
        "casetype servicetype",
    ),
    Field(
        "severity",
        say("Severity"),
        "优先级 重要级别 重要程度 严重级别 严重程度 级别 CASE级别 案例级别 紧急程度 故障级别 severity "
        "priority level",
        read_severity,
    ),
    Field(
        "advisor",
        say("Service advisor"),
        "服务顾问 维修顾问 业务接待 接待员 接待人 接车员 SA 销售顾问 顾问 客户经理 advisor "
        "serviceadvisor salesconsultant",
    ),
    Field(
        "engineer",
        say("Engineer"),
        "工程师 责任工程师 服务工程师 处理人 处理工程师 维修技师 主修技师 主修人 主修 技师 维修工 "
        "维修人员 engineer technician assignedto owner",
    ),
    Field(
        "reporter",
        say("Reported by"),
        "申告人 报修人 报障人 申报人 申请人 提交人 来电人 reporter reportedby requester caller openedby",
    ),
    Field("department", say("Department"), "申告部门 报修部门 部门 使用部门 客户部门 department"),
    Field(
        "item",
        say("What was done"),
        "维修项目 维修内容 服务内容 服务项目 项目内容 作业项目 故障描述 故障现象 问题描述 申告内容 "
        "报修内容 案例标题 标题 主题 内容 摘要 "
        "item subject summary shortdescription description title",
    ),
    Field("repair_type", say("Kind of repair"), "维修类型 维修类别 修理类型 作业类型 维修种类 repairtype"),
    Field("mileage", say("Mileage"), "里程 行驶里程 进厂里程 公里数 里程数 mileage odometer", read_decimal),
    Field("assignee", say("Assigned to"), "回访员 回访人 责任回访员 负责回访人 assignee"),
    PROJECT,
    BUSINESS_LINE,
    Field("source_system", say("Source system"), "来源系统 数据来源 系统来源 sourcesystem source"),
    REMARK,
)

PROJECTS = (
    replace(
        PROJECT, name="number", headings=f"{PROJECT.headings} 合同项目编号 合同编号 合同号 编号 number code"
    ),
    Field("name", say("Project name"), "项目名称 项目全称 工程名称 项目 名称 projectname project name"),
    replace(NUMBER, name="customer_number"),
    replace(
        NAME,
        name="customer_name",
        headings="客户名称 客户单位 客户 甲方 甲方单位 建设单位 用户单位 单位名称 customername customer client",
    ),
    replace(PHONE, name="customer_phone"),
    replace(CONTACT, headings=f"{CONTACT.headings} 甲方联系人"),
    Field("manager", say("Project manager"), "项目经理 项目负责人 负责人 PM manager projectmanager"),
    Field(
        "sales", say("Sales"), "销售 销售经理 销售代表 销售负责人 客户经理 商务 商务经理 sales salesmanager"
    ),
    Field(
        "started_on",
        say("Begin"),
        "开始日期 开始时间 开工日期 启动日期 签约日期 合同开始日期 立项日期 start startdate begin",
        date=True,
    ),
    Field(
        "ends_on",
        say("End"),
        "结束日期 结束时间 完工日期 验收日期 合同结束日期 截止日期 end enddate finish",
        date=True,
    ),
    Field("stage", say("Stage"), "项目状态 项目阶段 状态 阶段 status stage phase"),
    REMARK,
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    "customers": CUSTOMERS,
    "events": EVENTS,
    "projects": PROJECTS,
    "staff": STAFF,
    "cars": CARS,
}

REQUIRED: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "customers": (("name",),),
    "events": (
        ("source_no",),
        ("closed_at", "delivered_at"),
        ("name", "number", "plate", "phone", "contact", "reporter", "company"),
    ),
    "projects": (("number",), ("name",)),
    "staff": (("number",), ("name",)),
    "cars": (("number", "plate", "vin"),),
}
"""Of each group one field at least has to have a column."""


def field_named(kind: Kind, name: str) -> Field | None:
    """The field of this name, if files of this kind may have it."""
    return next((field for field in FIELDS[kind] if field.name == name), None)
