"""What a file may tell of the company's own people and of the cars it shows: the lists that some packs ask or check
(``frame.source`` staff and display_cars). Staff are known by their number alone: two may have one name."""

from csat_tui.importing.field import Field
from csat_tui.importing.values.names import read_name
from csat_tui.importing.values.phones import read_phones
from csat_tui.importing.values.vehicles import read_plated, read_vin
from csat_tui.importing.values.words import read_code, read_standing
from schemas.language import sentences

say = sentences("csat_tui")

STANDING = Field(
    "status",
    say("Standing"),
    "在职状态 人员状态 员工状态 在岗状态 车辆状态 状态 是否在职 status active",
    read_standing,
)
REMARK = Field("remark", say("Remark"), "备注 说明 remark remarks note notes")
PLACE = Field("site", say("Place"), "门店 网点 展厅 展位 站点 工作地点 所属门店 site place location")

STAFF = (
    Field(
        "number",
        say("Staff number"),
        "工号 员工编号 员工工号 员工号 人员编号 职工号 职工编号 编号 "
        "employeeno employeenumber employeeid staffno staffid",
        read_code,
    ),
    Field("name", say("Name"), "姓名 员工姓名 人员姓名 职工姓名 name fullname employeename", read_name),
    Field(
        "phone",
        say("Telephone"),
        "手机 手机号 手机号码 联系电话 电话 移动电话 mobile phone telephone",
        read_phones,
    ),
    Field("department", say("Department"), "部门 所属部门 科室 所在部门 部门名称 department dept"),
    Field("post", say("Post"), "岗位 职务 职位 岗位名称 职务名称 post position jobtitle title"),
    Field("email", say("E-mail"), "邮箱 电子邮箱 邮件 email mail"),
    PLACE,
    STANDING,
    REMARK,
)

CARS = (
    Field(
        "number", say("Stock number"), "车辆编号 展车编号 库存编号 库存号 编号 stockno stocknumber", read_code
    ),
    Field("plate", say("Number plate"), "车牌号 车牌号码 车牌 牌照号 plate plateno", read_plated),
    Field("vin", say("Vehicle number (VIN)"), "VIN VIN码 VIN号 车架号 车架号码 底盘号 vinno", read_vin),
    Field("model", say("Model"), "车型 车型名称 车系 品牌车型 车辆型号 型号 model"),
    Field("use", say("Use"), "用途 车辆用途 车辆类型 类型 类别 use kind"),
    Field("consultant", say("Person responsible"), "责任人 负责人 责任顾问 销售顾问 responsible keeper"),
    PLACE,
    STANDING,
    REMARK,
)
